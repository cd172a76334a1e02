// Package pages asks the kernel to map large arrays with large pages.
package pages

import "unsafe"

const (
	large = 2 << 20 // bytes of a large page
	least = 8 << 20 // bytes of an array that is worth it
)

// Large asks for large pages under an array of many megabytes, and gives it back; nothing else changes, and where the
// kernel cannot nothing does. It must hold no pointers.
//
// What it buys: with small pages a processor finds the addresses of some ten megabytes by itself, and must look up all
// others: with 50 times the data a tile took a tenth longer for it, though all that was more lay outside the tile.
func Large[T any](s []T) []T {
	bytes := uintptr(cap(s)) * unsafe.Sizeof(*new(T))
	if bytes < least {
		return s
	}
	from := uintptr(unsafe.Pointer(unsafe.SliceData(s)))
	skip := (large - from%large) % large
	collapse(unsafe.Slice((*byte)(unsafe.Add(unsafe.Pointer(unsafe.SliceData(s)), skip)), (bytes-skip)/large*large))
	return s
}
