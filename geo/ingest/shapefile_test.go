package ingest_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"testing"

	"github.com/paulmach/orb"
)

// shape is a comune as the tests write it into a shapefile: rings in the order
// and direction in which they are to stand in the file.
type shape struct {
	code, name string
	kind       uint32 // 0 means 5, a plain polygon
	rings      []orb.Ring
}

const utmPRJ = `PROJCS["WGS_1984_UTM_Zone_32N",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]]],PROJECTION["Transverse_Mercator"],UNIT["Meter",1.0]]`

// square is a ring of side metres or degrees, clockwise as outer rings are in
// a shapefile.
func square(x, y, side float64) orb.Ring {
	return orb.Ring{{x, y}, {x, y + side}, {x + side, y + side}, {x + side, y}, {x, y}}
}

func reversed(r orb.Ring) orb.Ring {
	c := r.Clone()
	c.Reverse()
	return c
}

// twoComuni are made up, but lie where metres of zone 32N should.
func twoComuni() []shape {
	return []shape{
		{code: "001001", name: "Agliè", rings: []orb.Ring{square(400_000, 5_020_000, 5_000), reversed(square(401_000, 5_021_000, 500)), square(410_000, 5_020_000, 100)}},
		{code: "001002", name: "Airasca", kind: 15, rings: []orb.Ring{square(380_000, 4_970_000, 4_000)}},
	}
}

func writeSHP(shapes []shape) []byte {
	var body bytes.Buffer
	for i, s := range shapes {
		var c bytes.Buffer
		le := func(v any) { _ = binary.Write(&c, binary.LittleEndian, v) }
		kind := s.kind
		if kind == 0 {
			kind = 5
		}
		le(kind)
		le([4]float64{})
		points := 0
		for _, r := range s.rings {
			points += len(r)
		}
		le(uint32(len(s.rings)))
		le(uint32(points))
		from := 0
		for _, r := range s.rings {
			le(uint32(from))
			from += len(r)
		}
		for _, r := range s.rings {
			for _, p := range r {
				le([2]float64(p))
			}
		}
		if kind == 15 { // heights: their range, then one for each point
			le(make([]float64, 2+points))
		}
		_ = binary.Write(&body, binary.BigEndian, [2]uint32{uint32(i + 1), uint32(c.Len() / 2)})
		body.Write(c.Bytes())
	}
	var h [100]byte
	binary.BigEndian.PutUint32(h[0:], 9994)
	binary.BigEndian.PutUint32(h[24:], uint32(100+body.Len())/2)
	binary.LittleEndian.PutUint32(h[28:], 1000)
	binary.LittleEndian.PutUint32(h[32:], 5)
	return append(h[:], body.Bytes()...)
}

func writeDBF(shapes []shape) []byte {
	fields := []struct {
		name  string
		width int
	}{{"COD_PROV", 4}, {"PRO_COM_T", 6}, {"COMUNE", 40}}
	size := 1
	var head bytes.Buffer
	for _, f := range fields {
		var d [32]byte
		copy(d[:11], f.name)
		d[11], d[16] = 'C', byte(f.width)
		head.Write(d[:])
		size += f.width
	}
	var out [32]byte
	out[0] = 3
	binary.LittleEndian.PutUint32(out[4:], uint32(len(shapes)))
	binary.LittleEndian.PutUint16(out[8:], uint16(32+head.Len()+1))
	binary.LittleEndian.PutUint16(out[10:], uint16(size))
	all := append(out[:], head.Bytes()...)
	all = append(all, 0x0d)
	for _, s := range shapes {
		all = append(all, ' ')
		for i, v := range []string{s.code[:3], s.code, s.name} {
			cell := bytes.Repeat([]byte(" "), fields[i].width)
			copy(cell, v)
			all = append(all, cell...)
		}
	}
	return append(all, 0x1a)
}

// entry is a file of a zip.
type entry struct {
	name string
	data []byte
}

func zipOf(t testing.TB, entries ...entry) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		w, err := z.Create(e.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(e.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// istatZip packs shapes as ISTAT does: comuni and regions in folders.
func istatZip(t testing.TB, shapes []shape, prj string) []byte {
	const stem = "Limiti01012026_g/Com01012026_g/Com01012026_g_WGS84"
	region := []shape{{code: "000001", name: "Piemonte", rings: []orb.Ring{square(300_000, 4_900_000, 200_000)}}}
	entries := []entry{
		{"Limiti01012026_g/Reg01012026_g/Reg01012026_g_WGS84.shp", writeSHP(region)},
		{"Limiti01012026_g/Reg01012026_g/Reg01012026_g_WGS84.dbf", writeDBF(region)},
		{stem + ".shp", writeSHP(shapes)}, {stem + ".dbf", writeDBF(shapes)}, {stem + ".shx", nil},
	}
	if prj != "" {
		entries = append(entries, entry{stem + ".prj", []byte(prj)})
	}
	return zipOf(t, entries...)
}

// geoJSONOf writes the shapes as a FeatureCollection; crs "" leaves it out.
func geoJSONOf(shapes []shape, crs string) string {
	s := `{"type":"FeatureCollection",`
	if crs != "" {
		s += fmt.Sprintf(`"crs":{"type":"name","properties":{"name":%q}},`, crs)
	}
	s += `"features":[`
	for i, x := range shapes {
		if i > 0 {
			s += ","
		}
		s += fmt.Sprintf(`{"type":"Feature","properties":{"com_istat_code":%q,"name":%q},"geometry":{"type":"Polygon","coordinates":[`, x.code, x.name)
		for j, r := range x.rings {
			if j > 0 {
				s += ","
			}
			s += "["
			for k, p := range r {
				if k > 0 {
					s += ","
				}
				s += fmt.Sprintf("[%v,%v]", p[0], p[1])
			}
			s += "]"
		}
		s += "]}}"
	}
	return s + "]}"
}

var notANumber = math.NaN()
