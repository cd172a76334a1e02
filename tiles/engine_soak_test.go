//go:build soak

package tiles

// slowConnections are those that issue 6 names.
const slowConnections = 2000
