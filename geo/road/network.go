// Package road turns what a file says of roads into graphs that travel times can
// be searched on: one for cars and one for people on foot. It reads no file and
// knows no place.
package road

// Network is what a file says of roads, before a graph is made of it.
type Network struct {
	Nodes []Node // by ID; each is used by at least one way
	Ways  []Way  // by ID
}

// Node is a point of a road.
type Node struct {
	ID       int64 // of OpenStreetMap
	Lon, Lat int32 // 1e-7 degrees, EPSG:4326
	// NoCar and NoFoot: a barrier that stops who travels so.
	NoCar, NoFoot bool
}

// Way is a road that a car or a person on foot may use at least one way.
type Way struct {
	ID    int64   // of OpenStreetMap
	Nodes []int32 // into Network.Nodes, at least two
	Car   Passage
	Foot  Passage
	// Winter tells that the road is closed in winter: who travels by car or on
	// foot takes it only when the passes open in summer count.
	Winter bool
}

// Passage is how fast a way is travelled, in km/h, in the order of its nodes and
// against it; 0 where that is not allowed. A ferry has the speed that its
// duration gives (Profile.FerryMinutes, Lasting).
type Passage struct {
	Forward, Backward float32
	// Through tells that nobody gets on or off along it: a motorway, a ferry, a
	// tunnel. It is travelled, but no point is joined to it between its ends.
	Through bool
}

// Open tells whether the way may be travelled at all.
func (p Passage) Open() bool { return p.Forward > 0 || p.Backward > 0 }

// Lasting is the passage with the speed of a way of so many metres that takes so
// many minutes; unchanged when either is not above 0.
func (p Passage) Lasting(metres, minutes float64) Passage {
	if !(metres > 0) || !(minutes > 0) {
		return p
	}
	kmh := float32(metres / minutes * 60 / 1000)
	if p.Forward > 0 {
		p.Forward = kmh
	}
	if p.Backward > 0 {
		p.Backward = kmh
	}
	return p
}
