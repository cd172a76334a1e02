package pages

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// The array is the same afterwards, and large pages lie under it where the kernel has them to give.
func TestLarge(t *testing.T) {
	for _, n := range []int{0, 1000, least/8 - 1, least / 8, 3*least/8 + 77} {
		s := make([]uint64, n)
		for i := range s {
			s[i] = uint64(i) * 0x9E3779B97F4A7C15
		}
		got := Large(s)
		if len(got) != n || n > 0 && &got[0] != &s[0] {
			t.Fatalf("%d numbers: another array of %d", n, len(got))
		}
		for i := range got {
			if got[i] != uint64(i)*0x9E3779B97F4A7C15 {
				t.Fatalf("number %d of %d has changed", i, n)
			}
		}
		if n >= least/8 && collapses(t) {
			at := uintptr(unsafe.Pointer(&s[n/2]))
			if kB := hugeUnder(t, at); kB < 2048 {
				t.Errorf("%d numbers: %d kB of large pages in their mapping", n, kB)
			}
		}
	}
}

// collapses tells whether the kernel knows what is asked of it.
func collapses(t *testing.T) bool {
	b, err := unix.Mmap(-1, 0, 4*large, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = unix.Munmap(b) }()
	b[0] = 1
	from := (large - uintptr(unsafe.Pointer(&b[0]))%large) % large
	b[from] = 1
	return unix.Madvise(b[from:from+large], unix.MADV_COLLAPSE) == nil
}

// hugeUnder reads how many kB of large pages the mapping of an address has.
func hugeUnder(t *testing.T, at uintptr) (kB int) {
	f, err := os.Open("/proc/self/smaps")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	in := false
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var from, to uintptr
		if n, _ := fmt.Sscanf(lines.Text(), "%x-%x ", &from, &to); n == 2 {
			in = from <= at && at < to
		} else if in && strings.HasPrefix(lines.Text(), "AnonHugePages:") {
			_, _ = fmt.Sscanf(lines.Text(), "AnonHugePages: %d kB", &kB)
			return kB
		}
	}
	return 0
}
