package layer

// markerPaths are the outlines of the markers as paths of SVG in a box of 24 by 24,
// y down, one for each kind in their order: told apart by shape, never by colour
// alone. The map, its legend and the published styles draw the same paths.
var markerPaths = []string{
	"M12 3a9 9 0 1 1 0 18a9 9 0 1 1 0-18z", // circle
	"M4 4h16v16H4z",                        // square
	"M12 2.5L22 20.5H2z",                   // triangle
	"M12 1.5L22.5 12L12 22.5L1.5 12z",      // diamond
	"M12 2l9.9 7.2l-3.8 11.6H5.9L2.1 9.2z", // pentagon
	"M2 4h20L12 21.5z",                     // triangle, point down
	"M8.5 2.5h7v6h6v7h-6v6h-7v-6h-6v-7h6z", // cross
	"M7 3h10l5 9l-5 9H7l-5-9z",             // hexagon
	"M12 1.5l3 7.2l7.7.6l-5.9 5l1.9 7.6L12 17.8l-6.7 4.1l1.9-7.6l-5.9-5l7.7-.6z", // star
}

// MarkerPath is the outline of the marker of the i-th kind.
func MarkerPath(i int) string { return markerPaths[i%len(markerPaths)] }

// Markers is how many outlines there are before they repeat.
func Markers() int { return len(markerPaths) }
