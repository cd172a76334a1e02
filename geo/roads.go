package geo

import "time"

// RoadVersion is a version of the roads: one graph for each mode, both made of
// the same file.
type RoadVersion struct {
	ID        int64
	CreatedAt time.Time
	Active    bool // the one that travel times come from
	File      string
	Checksum  string // sha256 of the file, hexadecimal
	// DataDate is that of the data as the file tells it, RFC 3339; "" when it does
	// not.
	DataDate    string
	ProfileHash string // of the speeds and rules that it was read by
	Synthetic   bool   // made up by a program: it shows no real road
	Writer      string // program that wrote the file
	Source      Source
	Read        RoadCounts
	Graphs      map[Mode]GraphCounts
	// Uncovered are the comuni whose seat is farther than the limit from every
	// road for cars: their times stay estimates.
	Uncovered []ComuneID
}

// RoadCounts says what was found in a file and what of it was refused.
type RoadCounts struct {
	FileNodes, FileWays, FileRelations int
	Nodes, Ways                        int // of the network
	MissingNodes                       int // ways refused: nodes that the file does not hold
	TooShort                           int // ways refused: fewer than two nodes
	Impossible                         int // ways refused: coordinates that are not on Earth
	Beyond                             int // ways left out: too far from the territory
	Streets, Houses, Hamlets           int // names for the gazetteer
	Unreadable                         int // names left out: no text that can be shown
}

// Refused is how many ways were refused.
func (c RoadCounts) Refused() int { return c.MissingNodes + c.TooShort + c.Impossible }

// GraphCounts says what was made of the roads for one mode.
type GraphCounts struct {
	Ways, Refused      int
	Nodes, Edges, Arcs int
	Components         int     // strongly connected, of the roads open all year
	Largest            float64 // share of the nodes in the largest of them
	Dropped            int     // nodes left out because no way through the largest needs them
	Winter             int     // edges closed in winter
	Km                 float64
}
