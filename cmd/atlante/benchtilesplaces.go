package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"sort"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/gazetteer"
	"atlante/geo/hex"
)

// tileSeed makes the data set and the walk over it: the same seed, the same tiles.
const tileSeed = 20260421

// madePlace is a generated place: what the tiles say of one, and where it is.
type madePlace struct {
	id                           uuid.UUID
	kind, name, comune           string
	status, precision, confirmed string // confirmed: ISO date, empty when never
	at                           orb.Point
	cell                         hex.Cell
}

// inhabited is a cell where people live, and the residents of it that a comune counts.
type inhabited struct {
	cell      hex.Cell
	comune    geo.ComuneID
	residents float64
}

// placeMaker draws places one after the other. Where more people live there are
// more of them, though not in proportion: 200,000 places in the proportion of
// residents would put 80,000 into Turin alone, which no map draws one by one. The
// weight of a cell is the cube root of its residents, about.
type placeMaker struct {
	rng    *rand.Rand
	cells  []inhabited
	upTo   []float64 // sums of the weights, ascending
	comuni map[geo.ComuneID]geo.Comune
	kinds  []geo.Kind
	seats  []geo.Comune

	identified int // how many have an identifier
}

func newPlaceMaker(cells []inhabited, comuni []geo.Comune, kinds []geo.Kind) *placeMaker {
	m := &placeMaker{rng: rand.New(rand.NewPCG(tileSeed, 1)), cells: cells, kinds: kinds, comuni: map[geo.ComuneID]geo.Comune{}, seats: comuni}
	for _, c := range comuni {
		m.comuni[c.ID] = c
	}
	sum := 0.0
	for _, c := range cells {
		sum += math.Pow(c.residents, 0.35)
		m.upTo = append(m.upTo, sum)
	}
	return m
}

// next place. Every fiftieth is known by its comune only, so that several share a
// point and the tiles have to draw them apart.
func (m *placeMaker) next() (madePlace, error) {
	in := m.cells[sort.SearchFloat64s(m.upTo, m.rng.Float64()*m.upTo[len(m.upTo)-1])]
	centre, err := in.cell.Centre()
	if err != nil {
		return madePlace{}, err
	}
	turn, far := 2*math.Pi*m.rng.Float64(), 0.0016*math.Sqrt(m.rng.Float64()) // degrees of latitude: within a cell of 174 m and a little beyond
	at := orb.Point{centre[0] + far*math.Cos(turn)/math.Cos(centre[1]*math.Pi/180), centre[1] + far*math.Sin(turn)}
	p := madePlace{comune: string(in.comune), precision: pick(m.rng, precisions), status: pick(m.rng, statuses)}
	if m.rng.IntN(50) == 0 {
		c := m.seats[m.rng.IntN(len(m.seats))]
		p.comune, p.precision, at = string(c.ID), "comune", c.Seat
	}
	p.at = orb.Point{math.Round(at[0]*1e6) / 1e6, math.Round(at[1]*1e6) / 1e6}
	if p.cell, err = hex.Of(p.at, 9); err != nil {
		return p, err
	}
	p.kind = string(m.kinds[min(len(m.kinds)-1, int(m.rng.ExpFloat64()))].ID)
	p.name = m.name(m.comuni[geo.ComuneID(p.comune)].Name)
	if m.rng.IntN(10) < 6 {
		p.confirmed = time.Date(2025, 10, 1+m.rng.IntN(400), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	}
	p.id = m.identifier()
	return p, nil
}

// imports are how many files the places came with, one every nine days; places of a file have come at ten a millisecond.
const imports = 40

// identifier draws a UUID of version 7 (RFC 9562), as places have: 48 bits of milliseconds, then 74 of chance.
func (m *placeMaker) identifier() (id uuid.UUID) {
	m.identified++
	first, last := m.rng.Uint64(), m.rng.Uint64()
	day := time.Date(2025, 10, 1, 9, 0, 0, 0, time.UTC).AddDate(0, 0, 9*int(first>>32%imports))
	stamp := uint64(day.UnixMilli() + int64(m.identified/10))
	binary.BigEndian.PutUint64(id[:8], stamp<<16|7<<12|first&0xfff)
	binary.BigEndian.PutUint64(id[8:], 2<<62|last>>2)
	return id
}

// weighted words: how many of a hundred are so.
type weighted struct {
	word  string
	share int
}

var (
	precisions = []weighted{{"exact", 45}, {"house_number", 40}, {"street", 10}, {"locality", 5}}
	statuses   = []weighted{{"active", 92}, {"temporarily_closed", 3}, {"seasonal", 3}, {"planned", 2}}
)

func pick(rng *rand.Rand, from []weighted) string {
	n := rng.IntN(100)
	for _, w := range from {
		if n -= w.share; n < 0 {
			return w.word
		}
	}
	return from[0].word
}

var (
	bodies = []string{"Cooperativa sociale", "Associazione", "Circolo", "Emporio solidale", "Bottega", "Sportello", "Centro d'incontro", "Orto condiviso",
		"Biblioteca", "Società di mutuo soccorso", "Casa", "Forno di comunità", "Laboratorio", "Rifugio", "Banca del tempo", "Ciclofficina"}
	titles = []string{"La Fenice", "Il Ponte", "San Giuseppe", "Aurora", "Terra Mia", "Le Radici", "L'Arcobaleno", "Stella Alpina", "Il Sentiero",
		"La Rondine", "Val Chiara", "Il Mulino", "La Quercia", "Nuova Vita", "I Tigli", "Santa Maria", "L'Abbraccio", "Il Girasole", "Pra Fiorito",
		"La Lanterna", "Margherita", "Il Cantiere", "La Sorgente", "Le Querce", "Crocevia", "Il Nodo", "Passo dopo passo", "La Torre"}
)

// name of a place, as varied as names of such places are.
func (m *placeMaker) name(comune string) string {
	s := bodies[m.rng.IntN(len(bodies))] + " " + titles[m.rng.IntN(len(titles))]
	switch m.rng.IntN(4) {
	case 0:
		return s + " di " + comune
	case 1:
		return s + " " + strconv.Itoa(1+m.rng.IntN(99))
	}
	return s
}

// copyPlaces writes n places into the table of what people see. Entries and
// revisions of the registry are left out: no tile reads them.
func copyPlaces(ctx context.Context, conn *pgx.Conn, m *placeMaker, batch uuid.UUID, n int) error {
	var rows bytes.Buffer
	w := csv.NewWriter(&rows)
	for range n {
		p, err := m.next()
		if err != nil {
			return err
		}
		_ = w.Write([]string{p.id.String(), p.kind, p.name, gazetteer.Fold(p.name), p.comune, fmt.Sprintf("SRID=4326;POINT(%.6f %.6f)", p.at[0], p.at[1]),
			strconv.FormatInt(int64(p.cell), 10), p.precision, p.status, p.confirmed, batch.String()})
	}
	w.Flush()
	for _, statement := range []string{
		`CREATE TEMP TABLE made (id uuid, kind text, name text, folded text, comune text, position ext.geometry, cell bigint, precision text, status text, confirmed_on date, batch uuid)`,
	} {
		if _, err := conn.Exec(ctx, statement); err != nil {
			return err
		}
	}
	if _, err := conn.PgConn().CopyFrom(ctx, &rows, `COPY made FROM STDIN (FORMAT csv)`); err != nil {
		return err
	}
	_, err := conn.Exec(ctx, `INSERT INTO atlante.place (id, kind, name, folded, address, locality, comune, position, cell, precision, radius_m,
		  street_confirmed, position_source, status, service_area, may_reach, note, source, licence, confirmed_on, batch)
		SELECT id, kind, name, folded, '', '', comune, position, cell, precision, 0, false, 'made', status, '{}', '{}', '', 'made', 'CC0-1.0', confirmed_on, batch
		  FROM made`)
	return err
}
