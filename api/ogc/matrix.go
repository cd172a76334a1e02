package ogc

import (
	"math"
	"strconv"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"atlante/api/wire"
	"atlante/geo/layer"
)

const (
	matrixID  = "WebMercatorQuad"
	matrixURI = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
	mercator  = "http://www.opengis.net/def/crs/EPSG/0/3857"
	// halfway around the equator, in metres of EPSG:3857: where its plane ends.
	edge = 20037508.3427892
	// metresPerPixel that 17-083r4 takes for a screen.
	metresPerPixel = 0.00028
	tileSize       = 256
)

var matrixTitle = wire.Text{IT: "WebMercatorQuad: la griglia delle mappe in rete (EPSG:3857)", EN: "WebMercatorQuad: the grid of maps on the web (EPSG:3857)"}

// MatrixSets is the answer of /tileMatrixSets.
type MatrixSets struct {
	Links []Link    `json:"links"`
	Sets  []SetItem `json:"tileMatrixSets"`
}

// SetItem names a grid.
type SetItem struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	URI   string `json:"uri"`
	CRS   string `json:"crs"`
	Links []Link `json:"links"`
}

// MatrixSet is a grid (17-083r4, annex B).
type MatrixSet struct {
	ID        string   `json:"id"`
	Title     string   `json:"title"`
	URI       string   `json:"uri"`
	CRS       string   `json:"crs"`
	Axes      []string `json:"orderedAxes"`
	WellKnown string   `json:"wellKnownScaleSet"`
	Matrices  []Matrix `json:"tileMatrices"`
	Links     []Link   `json:"links"`
}

// Matrix is the grid at a zoom.
type Matrix struct {
	ID       string     `json:"id"`
	Scale    float64    `json:"scaleDenominator"`
	CellSize float64    `json:"cellSize"`
	Corner   string     `json:"cornerOfOrigin"`
	Origin   [2]float64 `json:"pointOfOrigin"`
	Width    int        `json:"matrixWidth"`
	Height   int        `json:"matrixHeight"`
	TileW    int        `json:"tileWidth"`
	TileH    int        `json:"tileHeight"`
}

// MatrixLimits says where in the grid there are tiles at a zoom.
type MatrixLimits struct {
	Matrix string `json:"tileMatrix"`
	MinRow uint32 `json:"minTileRow"`
	MaxRow uint32 `json:"maxTileRow"`
	MinCol uint32 `json:"minTileCol"`
	MaxCol uint32 `json:"maxTileCol"`
}

func matrixSets(c *call) (answer, error) {
	doc := MatrixSets{Links: c.around(asJSON), Sets: []SetItem{{matrixID, matrixTitle.In(c.lang), matrixURI, mercator,
		c.pair("/tileMatrixSets/"+matrixID, "self", asJSON, matrixTitle.IT, matrixTitle.EN)}}}
	title := wire.Text{IT: "Griglie delle tile", EN: "Grids of the tiles"}
	return answer{doc, Page{Name: "matrices", Title: title, Trail: trail(), View: matrixTitle}}, nil
}

func matrixSet(c *call) (answer, error) {
	doc := MatrixSet{ID: matrixID, Title: matrixTitle.In(c.lang), URI: matrixURI, CRS: mercator, Axes: []string{"X", "Y"},
		WellKnown: "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible", Matrices: matrices(), Links: c.around(asJSON)}
	t := trail(Crumb{wire.Text{IT: "Griglie delle tile", EN: "Grids of the tiles"}, Root + "/tileMatrixSets"})
	return answer{doc, Page{Name: "matrix", Title: wire.Text{IT: matrixID, EN: matrixID}, Trail: t, View: doc.Matrices}}, nil
}

// matrices are the zooms of the atlas, from 0.
func matrices() []Matrix {
	highest := 0
	for _, l := range layer.Catalogue() {
		highest = max(highest, int(l.MaxZoom))
	}
	var out []Matrix
	for z := range highest + 1 {
		n := 1 << z
		cell := 2 * edge / float64(tileSize*n)
		out = append(out, Matrix{strconv.Itoa(z), cell / metresPerPixel, cell, "topLeft", [2]float64{-edge, edge}, n, n, tileSize, tileSize})
	}
	return out
}

// limits of the tiles that a box can touch.
func limits(b orb.Bound, lowest, highest uint32) []MatrixLimits {
	var out []MatrixLimits
	for z := lowest; z <= highest; z++ {
		nw := maptile.At(orb.Point{b.Min[0], clampLat(b.Max[1])}, maptile.Zoom(z))
		se := maptile.At(orb.Point{b.Max[0], clampLat(b.Min[1])}, maptile.Zoom(z))
		out = append(out, MatrixLimits{strconv.Itoa(int(z)), nw.Y, se.Y, nw.X, se.X})
	}
	return out
}

// clampLat keeps a latitude on the plane of EPSG:3857.
func clampLat(v float64) float64 { return math.Max(-85, math.Min(85, v)) }

// zoom is the name of a matrix.
func zoom(z uint32) string { return strconv.Itoa(int(z)) }
