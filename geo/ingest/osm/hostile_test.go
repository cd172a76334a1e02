package osm_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"runtime"
	"slices"
	"testing"

	"atlante/geo/ingest/osm"
	"atlante/geo/ingest/osm/osmtest"
	"atlante/geo/road"
)

func town() osmtest.File { return osmtest.Town("Borgo Prova", 1000, 7.6, 45, 6) }

// after gives the header of a right file and then a block of data.
func after(data osmtest.Message) []byte {
	return append(osmtest.Block("OSMHeader", town().Header()), osmtest.Block("OSMData", data)...)
}

// body gives the header of a right file and then a block with this body.
func body(b osmtest.Message) []byte {
	return append(osmtest.Block("OSMHeader", town().Header()), osmtest.Frame("OSMData", b)...)
}

// group gives a block of data with texts "", "highway", "primary" and one group.
func group(field int, object osmtest.Message) []byte {
	texts := osmtest.Message{}.Bytes(1, nil).Bytes(1, []byte("highway")).Bytes(1, []byte("primary"))
	return after(osmtest.Message{}.Bytes(1, texts).Bytes(2, osmtest.Message{}.Bytes(field, object)))
}

// withNodes is a right way, and then a group of nodes.
func withNodes(field int, object osmtest.Message) []byte {
	way := osmtest.Message{}.Number(1, 7).Packed(2, 1).Packed(3, 2).Deltas(8, 1, 2)
	nodes := osmtest.Message{}.Bytes(1, osmtest.Message{}.Bytes(1, nil).Bytes(1, []byte("a"))).Bytes(2, osmtest.Message{}.Bytes(field, object))
	return append(group(3, way), osmtest.Block("OSMData", nodes)...)
}

func tagged(id int64) osmtest.Message {
	return osmtest.Message{}.Number(1, id).Packed(2, 1).Packed(3, 2)
}

// Every way in which frames and packing can lie.
func TestLyingFrames(t *testing.T) {
	header := osmtest.Block("OSMHeader", town().Header())
	data := osmtest.Message{}.Bytes(1, nil)
	zipped := osmtest.Zip(data)
	long := binary.BigEndian.AppendUint32(nil, 1<<31)
	for name, c := range map[string]struct {
		b     []byte
		words string
	}{
		"empty":                   {nil, "vuoto"},
		"three bytes":             {[]byte{0, 0, 0}, "danneggiato"},
		"zeros":                   {make([]byte, 100), "non è un file .osm.pbf"},
		"text":                    {[]byte("nodi e strade, ma a parole"), "OPL"},
		"gzip":                    {[]byte("\x1f\x8b\x08\x00"), "gzip"},
		"zip":                     {[]byte("PK\x03\x04\x00"), "zip"},
		"picture":                 {[]byte("\x89PNG\r\n\x1a\n"), "non è un file .osm.pbf"},
		"data first":              {osmtest.Block("OSMData", data), "non è un file .osm.pbf"},
		"header twice":            {append(slices.Clone(header), header...), "tipo \"OSMHeader\""},
		"another kind":            {append(slices.Clone(header), osmtest.Block("OSMDatb", data)...), "tipo \"OSMDatb\""},
		"a long head":             {append(slices.Clone(header), long...), "testata"},
		"a body of -1":            {append(slices.Clone(header), head(osmtest.Message{}.Bytes(1, []byte("OSMData")).Number(3, -1))...), "lungo -1"},
		"a body of 2 GB":          {append(slices.Clone(header), head(osmtest.Message{}.Bytes(1, []byte("OSMData")).Number(3, 1<<31))...), "il massimo"},
		"a body that is short":    {append(slices.Clone(header), head(osmtest.Message{}.Bytes(1, []byte("OSMData")).Number(3, 1<<20))...), "finisce prima"},
		"no kind":                 {append(slices.Clone(header), head(osmtest.Message{}.Number(3, 1))...), "senza tipo"},
		"a kind that is a number": {append(slices.Clone(header), head(osmtest.Message{}.Number(1, 1).Number(3, 1))...), "danneggiato"},
		"not packed":              {body(osmtest.Message{}.Bytes(1, data)), "non sono compressi"},
		"lzma":                    {body(osmtest.Message{}.Number(2, 4).Bytes(4, zipped)), "lzma"},
		"zstd":                    {body(osmtest.Message{}.Number(2, 4).Bytes(7, zipped)), "zstd"},
		"nothing":                 {body(osmtest.Message{}.Number(2, 4)), "senza dati"},
		"no size":                 {body(osmtest.Message{}.Bytes(3, zipped)), "lungo -1"},
		"size too small":          {body(osmtest.Message{}.Number(2, int64(len(data)-1)).Bytes(3, zipped)), "ne contiene di più"},
		"size too large":          {body(osmtest.Message{}.Number(2, int64(len(data)+1)).Bytes(3, zipped)), "ne contiene"},
		"size below zero":         {body(osmtest.Message{}.Number(2, math.MinInt64).Bytes(3, zipped)), "il massimo"},
		"size beyond all":         {body(osmtest.Message{}.Number(2, math.MaxInt64).Bytes(3, zipped)), "il massimo"},
		"bomb":                    {body(osmtest.Message{}.Number(2, 1000).Bytes(3, osmtest.Zip(make([]byte, 40<<20)))), "ne contiene di più"},
		"left over":               {body(osmtest.Message{}.Number(2, int64(len(data))).Bytes(3, append(slices.Clone(zipped), 0))), "restano 1 byte"},
		"packed twice":            {body(osmtest.Message{}.Number(2, int64(len(data))).Bytes(3, zipped).Bytes(3, zipped)), "danneggiato"},
		"broken packing":          {body(osmtest.Message{}.Number(2, 2).Bytes(3, []byte("no zlib"))), "compressi sono rovinati"},
	} {
		_, err := read(t, c.b)
		refused(t, withName(err, name), c.words)
	}
}

// withName tells which case an error is of.
func withName(err error, name string) error {
	if err == nil {
		return errors.New(name + ": accepted")
	}
	return err
}

func head(m osmtest.Message) []byte {
	return append(binary.BigEndian.AppendUint32(nil, uint32(len(m))), m...)
}

// Every way in which the messages inside can lie.
func TestLyingBlocks(t *testing.T) {
	dense := func() osmtest.Message { return osmtest.Message{}.Deltas(1, 1, 2) }
	here := func(m osmtest.Message) osmtest.Message {
		return m.Deltas(8, 450000000, 450000100).Deltas(9, 76000000, 76000100)
	}
	hidden := osmtest.Message{}.Packed(6, 1, 0)
	many := osmtest.Message{}.Number(1, 7).Packed(2, 1).Packed(3, 2)
	for name, c := range map[string]struct {
		b     []byte
		words string
	}{
		"no roads":               {after(osmtest.Message{}.Bytes(1, nil)), "nessuna strada"},
		"a text that is not":     {group(3, osmtest.Message{}.Number(1, 7).Packed(2, 1).Packed(3, 99)), "testo numero 99"},
		"a key without value":    {group(3, osmtest.Message{}.Number(1, 7).Packed(2, 1, 1).Packed(3, 2)), "non sono altrettanti"},
		"values alone":           {group(3, osmtest.Message{}.Number(1, 7).Packed(3, 2)), "non sono altrettanti"},
		"way 0":                  {group(3, tagged(0)), "identificativo"},
		"way -7":                 {group(3, tagged(-7)), "identificativo"},
		"node -1":                {group(3, many.Deltas(8, 1, -1)), "identificativo"},
		"node beyond all":        {group(3, many.Deltas(8, 1, math.MaxInt64)), "identificativo"},
		"numbers without end":    {group(3, append(many.Tag(8, osmtest.Delimited), 11, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1)), "numero"},
		"a list that is no list": {group(3, many.Number(8, 3)), "tipo previsto"},
		"a list cut off":         {group(3, append(many.Tag(8, osmtest.Delimited), 2, 255, 255)), "oltre il suo blocco"},
		"longer than its block":  {group(3, append(many.Tag(8, osmtest.Delimited), 100)), "oltre il suo blocco"},
		"a length below zero":    {group(3, append(many.Tag(8, osmtest.Delimited), 255, 255, 255, 255, 255, 255, 255, 255, 255, 1)), "lunghezza impossibile"},
		"field 0":                {group(3, append(many, 0)), "tipo previsto"},
		"an old kind of group":   {group(3, many.Tag(8, 3)), "tipo previsto"},
		"deleted way":            {group(3, many.Bytes(4, osmtest.Message{}.Number(6, 0))), "storia"},
		"steps of 0":             {after(osmtest.Message{}.Bytes(1, nil).Number(17, 0)), "passi di 0"},
		"steps of -100":          {after(osmtest.Message{}.Bytes(1, nil).Number(17, -100)), "passi di -100"},
		"steps beyond all":       {after(osmtest.Message{}.Bytes(1, nil).Number(17, math.MaxInt64)), "passi di"},
		"from beyond all":        {after(osmtest.Message{}.Bytes(1, nil).Number(19, math.MinInt64+1)), "passi di"},
		"from the least number":  {after(osmtest.Message{}.Bytes(1, nil).Number(20, math.MinInt64)), "passi di"},
		"texts twice":            {after(osmtest.Message{}.Bytes(1, osmtest.Message{}.Bytes(1, nil)).Bytes(1, osmtest.Message{}.Bytes(1, nil))), "tipo previsto"},
		"a place too few":        {withNodes(2, dense().Deltas(8, 1).Deltas(9, 1, 2)), "1 latitudini"},
		"no places":              {withNodes(2, dense()), "0 latitudini"},
		"texts left over":        {withNodes(2, here(dense()).Packed(10, 0, 0, 1, 1, 0)), "restano testi"},
		"texts cut off":          {withNodes(2, here(dense()).Packed(10, 0, 1)), "oltre il suo blocco"},
		"texts that are not":     {withNodes(2, here(dense()).Packed(10, 5, 5, 0, 0)), "testo numero 5"},
		"texts below zero":       {withNodes(2, here(dense()).Packed(10, -1, -1, 0, 0)), "testo numero -1"},
		"deleted nodes":          {withNodes(2, here(dense()).Bytes(5, hidden)), "storia"},
		"deleted plain node":     {withNodes(1, osmtest.Message{}.Signed(1, 1).Bytes(4, osmtest.Message{}.Number(6, 0))), "storia"},
		"node twice":             {withNodes(2, here(osmtest.Message{}.Deltas(1, 1, 1))), "più di una volta"},
		"places off the Earth":   {withNodes(2, dense().Deltas(8, math.MaxInt64, math.MinInt64).Deltas(9, 1, 2)), "coordinate impossibili"},
		"nodes that are not":     {withNodes(2, here(osmtest.Message{}.Deltas(1, 5, 6))), "1 senza tutti i loro nodi"},
		"history":                {headerWith("HistoricalInformation"), "storia"},
		"a feature to come":      {headerWith("Quantum"), "\"Quantum\""},
		"places on ways":         {withoutNodes(), "LocationsOnWays"},
		"no schema":              {osmtest.Block("OSMHeader", osmtest.Message{}.Bytes(16, []byte("x"))), "non è un file"},
	} {
		_, err := read(t, c.b)
		refused(t, withName(err, name), c.words)
	}
}

// A file whose nodes were taken out, their places given to the ways.
func withoutNodes() []byte {
	f := town()
	f.Nodes, f.Optional = f.Nodes[:3], []string{"LocationsOnWays"}
	return f.Bytes()
}

func headerWith(feature string) []byte {
	f := town()
	f.Required = []string{feature}
	return f.Bytes()
}

// A few ways that were cut at the edge of an extract are refused and counted;
// the rest is good.
func TestFewRefusedWays(t *testing.T) {
	f := osmtest.Town("Borgo Prova", 1000, 7.6, 45, 40)
	primary := map[string]string{"highway": "primary"}
	f.Ways = append(f.Ways,
		osmtest.Way{ID: 1, Nodes: []int64{1000, 999_999}, Tags: primary},
		osmtest.Way{ID: 2, Nodes: []int64{1000}, Tags: primary},
		osmtest.Way{ID: 3, Nodes: []int64{1000, 5}, Tags: primary})
	f.Nodes = append(f.Nodes, osmtest.Node{ID: 5, Lon: 7, Lat: 91})
	e := mustRead(t, f.Bytes())
	if r := e.Report; r.MissingNodes != 1 || r.TooShort != 1 || r.Impossible != 1 || r.RoadWays != 80 || r.RoadNodes != 1600 {
		t.Errorf("%+v", r)
	}
	f.Ways = append(f.Ways, osmtest.Way{ID: 1000, Nodes: []int64{1000, 1001}, Tags: primary})
	_, err := read(t, f.Bytes())
	refused(t, err, "strada 1000 è nel file più di una volta")
}

// What a file may hold is bounded, and the limit is said.
func TestLimits(t *testing.T) {
	b := town().Bytes()
	for name, set := range map[string]func(*osm.Limits){
		"MB":      func(l *osm.Limits) { l.Bytes = int64(len(b)) - 1 },
		"GB":      func(l *osm.Limits) { l.Raw = 300 },
		"testi":   func(l *osm.Limits) { l.Strings = 5 },
		"edifici": func(l *osm.Limits) { l.Ways = 11 },
		"nodi di": func(l *osm.Limits) { l.Refs = 71 },
		"gruppi":  func(l *osm.Limits) { l.Pages = 1 },
		"civici":  func(l *osm.Limits) { l.Names = 35 },
	} {
		l := osm.DefaultLimits()
		set(&l)
		f := town()
		if name == "gruppi" {
			f.Ways = append(f.Ways, osmtest.Way{ID: 1, Nodes: []int64{1000, 5000}, Tags: map[string]string{"highway": "primary"}})
		}
		file := f.Bytes()
		_, err := osm.ReadWithin(t.Context(), bytes.NewReader(file), int64(len(file)), road.DefaultProfile(), l, func(int64, int64) {})
		refused(t, err, name)
	}
	mustRead(t, b)
}

// Whatever a file of a few bytes declares, it takes no more memory than a right
// one.
func TestLiesTakeNoMemory(t *testing.T) {
	declared := append(osmtest.Block("OSMHeader", town().Header()), head(osmtest.Message{}.Bytes(1, []byte("OSMData")).Number(3, 32<<20))...)
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := read(t, declared)
	runtime.ReadMemStats(&now)
	refused(t, err, "finisce prima")
	if took := now.TotalAlloc - before.TotalAlloc; took > 4<<20 {
		t.Errorf("%d KB for a file of %d bytes", took>>10, len(declared))
	}
}

// Files that unpack to a thousand times their size: of ids that lie far apart, of
// ways without end. Each is refused at a limit that goes by its own size.
func TestBombs(t *testing.T) {
	far := osmtest.Message{}
	for range 90_000 { // each on a page of its own
		far = binary.AppendUvarint(far, 2<<11)
	}
	scattered := osmtest.Message{}.Bytes(1, osmtest.Message{}.Bytes(1, nil).Bytes(1, []byte("highway")).Bytes(1, []byte("primary")))
	way := osmtest.Message{}.Number(1, 7).Packed(2, 1).Packed(3, 2).Bytes(8, far)
	group := osmtest.Message{}
	for range 100 {
		group = group.Bytes(3, way)
	}
	scattered = scattered.Bytes(2, group)
	ids := after(scattered)
	endless := group.Bytes(3, osmtest.Message{}.Number(1, 7).Packed(2, 1).Packed(3, 2).Bytes(8, bytes.Repeat([]byte{2}, 100_001)))
	long := after(osmtest.Message{}.Bytes(1, osmtest.Message{}.Bytes(1, nil).Bytes(1, []byte("highway")).Bytes(1, []byte("primary"))).Bytes(2, endless[len(group):]))
	for name, c := range map[string]struct {
		b     []byte
		words string
	}{"ids": {ids, "limite"}, "a long way": {long, "una linea di 100001 nodi"}} {
		var before, now runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := read(t, c.b)
		runtime.ReadMemStats(&now)
		refused(t, withName(err, name), c.words)
		t.Logf("%s: %d KB, %d MB taken", name, len(c.b)>>10, (now.TotalAlloc-before.TotalAlloc)>>20)
		if took := now.TotalAlloc - before.TotalAlloc; took > 300<<20 {
			t.Errorf("%s: %d MB for a file of %d KB", name, took>>20, len(c.b)>>10)
		}
	}
}
