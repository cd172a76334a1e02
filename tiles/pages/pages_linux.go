package pages

import "golang.org/x/sys/unix"

// collapse is there since Linux 6.1; before, memory stays as it is.
func collapse(b []byte) { _ = unix.Madvise(b, unix.MADV_COLLAPSE) }
