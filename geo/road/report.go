package road

// Report is what Build has made of a network for one mode.
type Report struct {
	Ways    int // of the network that the mode may use, refused ones left out
	Refused int // ways that say too little or absurd things: nodes missing, no length, speeds that are no speeds
	Nodes   int // of the graph
	Edges   int
	Arcs    int // that leave a node, parallel and closed ones left out
	Points  int // inner points of the edges
	Winter  int // edges closed in winter
	// Components are the strongly connected ones of the roads open all year,
	// counted at crossings and ends of roads.
	Components int
	// Largest is the share of the nodes of those roads that lie in the largest
	// component, 0 to 1.
	Largest float64
	// Dropped are the nodes outside the component that no way through it needs.
	Dropped int
	// Km of road in the graph, each counted once.
	Km float64
}
