//go:build !soak

package tiles

import "time"

// Fewer where the tests share a machine.
const (
	slowConnections = 200
	freshWrites     = 100
	freshReaders    = 16
	freshWithin     = 5 * time.Second
)
