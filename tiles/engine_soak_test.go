//go:build soak

package tiles

import "time"

// Those that issue 6 names.
const (
	slowConnections = 2000
	freshWrites     = 1000
	freshReaders    = 64
	freshWithin     = 1 * time.Second
)
