package geo

import "time"

// EngineComparison is what came out when the times along the roads in use were set
// beside those that another routing engine gives for the same pairs of points.
// Both are times on the road alone: no walk to it, no parking.
type EngineComparison struct {
	At      time.Time
	Engine  string // "osrm" or "valhalla"
	Address string // of the server: scheme and host, nothing else
	// Checksum of the file and hash of the profile that the roads were made of.
	Checksum, ProfileHash string
	Synthetic             bool // the roads were made by a program
	Asked                 int  // pairs
	Compared              int  // those that both know a way for
	OnlyOurs, OnlyTheirs  int  // those that one of both knows a way for
	// Median and P90 of |ours − theirs| / theirs over the compared pairs, by the
	// nearest rank; Bias is the median of (ours − theirs) / theirs. All 0 when none
	// was compared.
	Median, P90, Bias float64
}
