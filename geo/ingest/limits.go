package ingest

// Limits bound what a reader will take in, so that no file can exhaust the
// machine. None is ever unbounded.
type Limits struct {
	Bytes        int64 // of the file as it arrives
	Rows         int
	Cell         int   // bytes of one value
	Columns      int   // of one row
	ZipEntries   int   // files inside a zip
	ZipRatio     int64 // unpacked bytes per packed byte
	ZipUnpacked  int64 // bytes unpacked out of one zip
	Vertices     int   // of all boundaries together
	RingVertices int   // of one comune
}

// WebLimits are for files that arrive through a page.
func WebLimits() Limits {
	return Limits{
		Bytes: 20 << 20, Rows: 1_000_000, Cell: 64 << 10, Columns: 200,
		ZipEntries: 16, ZipRatio: 50, ZipUnpacked: 400 << 20,
		Vertices: 5_000_000, RingVertices: 1_000_000,
	}
}

// CLILimits are for files named on the command line: the zip of ISTAT holds
// the boundaries of all Italy in several folders.
func CLILimits() Limits {
	l := WebLimits()
	l.Bytes = 1 << 30
	l.ZipEntries = 1_000
	l.ZipUnpacked = 4 << 30
	l.Vertices = 20_000_000
	l.RingVertices = 5_000_000
	return l
}

// orDefault gives the limits of the web when none were set.
func (l Limits) orDefault() Limits {
	if l == (Limits{}) {
		return WebLimits()
	}
	return l
}
