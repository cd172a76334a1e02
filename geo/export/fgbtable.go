package export

import (
	"encoding/json"
	"fmt"

	flatbuffers "github.com/google/flatbuffers/go"
	"github.com/paulmach/orb"

	"atlante/geo/feature"
)

// The tables of FlatGeobuf 3 (header.fbs, feature.fbs): a field is its number in
// the schema.

// Types of geometry and of columns, as the schema numbers them.
const (
	fgbPoint, fgbPolygon, fgbMultiPolygon = 1, 3, 6

	fgbBool, fgbLong, fgbDouble, fgbString, fgbDateTime = 2, 7, 10, 11, 13
)

func fgbGeometryType(g feature.Geometry) byte {
	switch g {
	case feature.Point:
		return fgbPoint
	case feature.Polygon:
		return fgbPolygon
	}
	return fgbMultiPolygon
}

// fgbColumnType gives days the type of instants: there is none of their own.
func fgbColumnType(t feature.Type) byte {
	switch t {
	case feature.Integer:
		return fgbLong
	case feature.Real:
		return fgbDouble
	case feature.Boolean:
		return fgbBool
	case feature.Day, feature.Instant:
		return fgbDateTime
	}
	return fgbString
}

// fgbFeature finishes the builder with a feature, its size in front.
func fgbFeature(b *flatbuffers.Builder, geometry flatbuffers.UOffsetT, values []byte) {
	properties := b.CreateByteVector(values)
	b.StartObject(3)
	b.PrependUOffsetTSlot(0, geometry, 0)
	b.PrependUOffsetTSlot(1, properties, 0)
	b.FinishSizePrefixed(b.EndObject())
}

func fgbGeometry(b *flatbuffers.Builder, g orb.Geometry) (flatbuffers.UOffsetT, error) {
	switch g := g.(type) {
	case orb.Point:
		return fgbShape(b, fgbPoint, 0, doubles(b, g[:]), 0), nil
	case orb.Polygon:
		return fgbRings(b, g), nil
	case orb.MultiPolygon:
		parts := make([]flatbuffers.UOffsetT, len(g))
		for i, p := range g {
			parts[i] = fgbRings(b, p)
		}
		return fgbShape(b, fgbMultiPolygon, 0, 0, offsets(b, parts)), nil
	}
	return 0, fmt.Errorf("%T is none of the geometries of a collection", g)
}

// fgbRings writes the rings of a polygon one after the other; ends are where each
// is over, in points.
func fgbRings(b *flatbuffers.Builder, p orb.Polygon) flatbuffers.UOffsetT {
	points := 0
	for _, ring := range p {
		points += len(ring)
	}
	b.StartVector(8, 2*points, 8)
	for i := len(p) - 1; i >= 0; i-- {
		for j := len(p[i]) - 1; j >= 0; j-- {
			b.PrependFloat64(p[i][j][1])
			b.PrependFloat64(p[i][j][0])
		}
	}
	xy := b.EndVector(2 * points)
	b.StartVector(4, len(p), 4)
	for i, end := len(p)-1, points; i >= 0; i-- {
		b.PrependUint32(uint32(end))
		end -= len(p[i])
	}
	return fgbShape(b, fgbPolygon, b.EndVector(len(p)), xy, 0)
}

func fgbShape(b *flatbuffers.Builder, kind byte, ends, xy, parts flatbuffers.UOffsetT) flatbuffers.UOffsetT {
	b.StartObject(8)
	b.PrependUOffsetTSlot(0, ends, 0)
	b.PrependUOffsetTSlot(1, xy, 0)
	b.PrependByteSlot(6, kind, 0)
	b.PrependUOffsetTSlot(7, parts, 0)
	return b.EndObject()
}

func doubles(b *flatbuffers.Builder, list []float64) flatbuffers.UOffsetT {
	b.StartVector(8, len(list), 8)
	for i := len(list) - 1; i >= 0; i-- {
		b.PrependFloat64(list[i])
	}
	return b.EndVector(len(list))
}

func offsets(b *flatbuffers.Builder, list []flatbuffers.UOffsetT) flatbuffers.UOffsetT {
	b.StartVector(4, len(list), 4)
	for i := len(list) - 1; i >= 0; i-- {
		b.PrependUOffsetT(list[i])
	}
	return b.EndVector(len(list))
}

// header is the table before the index, its size in front.
func (x *flatGeobuf) header(indexed bool) []byte {
	b := flatbuffers.NewBuilder(4 << 10)
	columns := x.columns(b)
	system := x.system(b)
	texts := []flatbuffers.UOffsetT{
		b.CreateString(x.collection.ID), b.CreateString(x.about.Title),
		b.CreateString(x.about.Description), b.CreateString(x.about.json()),
	}
	var envelope flatbuffers.UOffsetT
	if !x.extent.empty() {
		envelope = doubles(b, []float64{x.extent.minX, x.extent.minY, x.extent.maxX, x.extent.maxY})
	}
	node := uint16(0)
	if indexed {
		node = fgbNode
	}
	b.StartObject(14)
	b.PrependUint64Slot(8, uint64(len(x.items)), 0)
	b.PrependUOffsetTSlot(0, texts[0], 0)
	b.PrependUOffsetTSlot(1, envelope, 0)
	b.PrependUOffsetTSlot(7, columns, 0)
	b.PrependUOffsetTSlot(10, system, 0)
	b.PrependUOffsetTSlot(11, texts[1], 0)
	b.PrependUOffsetTSlot(12, texts[2], 0)
	b.PrependUOffsetTSlot(13, texts[3], 0)
	b.PrependUint16Slot(9, node, 16)
	b.PrependByteSlot(2, fgbGeometryType(x.collection.Geometry), 0)
	b.FinishSizePrefixed(b.EndObject())
	return b.FinishedBytes()
}

func (x *flatGeobuf) columns(b *flatbuffers.Builder) flatbuffers.UOffsetT {
	list := make([]flatbuffers.UOffsetT, len(x.collection.Fields))
	for i, f := range x.collection.Fields {
		name, title := b.CreateString(f.Name), b.CreateString(x.title(f))
		b.StartObject(11)
		b.PrependUOffsetTSlot(0, name, 0)
		b.PrependUOffsetTSlot(2, title, 0)
		b.PrependByteSlot(1, fgbColumnType(f.Type), 0)
		list[i] = b.EndObject()
	}
	return offsets(b, list)
}

func (x *flatGeobuf) system(b *flatbuffers.Builder) flatbuffers.UOffsetT {
	s := systems[x.crs]
	organization, name, wkt := b.CreateString(s.organization), b.CreateString(s.name), b.CreateString(wktOf(x.crs))
	b.StartObject(6)
	b.PrependUOffsetTSlot(0, organization, 0)
	b.PrependInt32Slot(1, int32(s.code), 0)
	b.PrependUOffsetTSlot(2, name, 0)
	b.PrependUOffsetTSlot(4, wkt, 0)
	return b.EndObject()
}

// json is what a file says of itself, where the format has a place for a text.
func (a About) json() string {
	b, err := json.Marshal(struct {
		Licence     string `json:"license"`
		LicenceURL  string `json:"license_url"`
		Attribution string `json:"attribution"`
		Date        string `json:"date"`
		Version     string `json:"version"`
		Address     string `json:"source,omitempty"`
	}{a.Licence, a.LicenceURL, a.Attribution, a.instant(), a.Version, a.Address})
	if err != nil { // a struct of strings
		panic(err)
	}
	return string(b)
}
