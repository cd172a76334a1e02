//go:build !soak

package tiles

// slowConnections are fewer where the tests share a machine.
const slowConnections = 200
