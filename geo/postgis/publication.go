package postgis

import (
	"context"
	"encoding/json"

	"github.com/jackc/pgx/v5"

	"atlante/geo"
	"atlante/geo/cover"
	"atlante/geo/hex"
)

// Publication gives the latest publication; Stale tells that its inputs have
// changed since. geo.ErrNotFound before the first.
func (s *Store) Publication(ctx context.Context) (cover.Publication, error) {
	var p cover.Publication
	var graph []byte
	err := s.db.QueryRow(ctx, query("publication")).Scan(&p.ID, &p.CreatedAt, &p.Model, &p.PlacesVersion, &p.TerritoryVersion,
		&p.ParametersHash, &p.Previous, &p.BoundarySource, &p.BoundaryApprox, &p.ResidentsTier, &p.CellCount,
		&p.PopulatedCells, &p.Stale, &p.RoadsVersion, &graph)
	if err == nil && graph != nil {
		err = json.Unmarshal(graph, &p.Graph)
	}
	return p, notFound(err, "La copertura non è ancora stata calcolata: il primo calcolo dura meno di un minuto / no publication yet")
}

// Figures lists figures of the latest publication: whole territory first, then
// zones, then comuni, each by number and by kind.
func (s *Store) Figures(ctx context.Context, f cover.FigureFilter) ([]cover.Figure, error) {
	return all(ctx, s.db, func(r pgx.CollectableRow) (cover.Figure, error) {
		var g cover.Figure
		var minutes, within, beyond, unreachable, unknown []int
		err := r.Scan(&g.Area.Kind, &g.Area.ID, &g.Area.Territory, &g.Scenario, &g.Kind, &g.Mode, &g.Residents, &g.Places,
			&minutes, &within, &beyond, &unreachable, &unknown, &g.Median, &g.P90, &g.Choice, &g.PerTenThousand,
			&g.Organizations, &g.OrganizationsPerTenThousand, &g.ComuniWithout, &g.Estimated, &g.WalkOnly, &g.Reachable, &g.Access, &g.Gini, &g.GiniZones)
		for i := range minutes {
			g.Counts = append(g.Counts, cover.Count{Minutes: minutes[i], Within: within[i], Beyond: beyond[i],
				Unreachable: unreachable[i], Unknown: unknown[i]})
		}
		return g, err
	}, "figures", scenario(f.Scenario), plain(f.Kinds), string(f.Area), f.AreaID, string(f.Territory))
}

// scenario fills in the default.
func scenario(s cover.Scenario) string {
	if s == "" {
		return string(cover.ScenarioCurrent)
	}
	return string(s)
}

// CellDetail gives all that the latest publication says of one cell of
// resolution 9, at each kind's mode in the comune that owns it.
func (s *Store) CellDetail(ctx context.Context, cell hex.Cell, sc cover.Scenario) (cover.CellDetail, error) {
	d := cover.CellDetail{Cell: cell}
	err := s.db.QueryRow(ctx, query("cell"), int64(cell)).Scan(&d.Comune, &d.ComuneName, &d.Residents)
	if err != nil {
		return d, notFound(err, "La cella %s non è nel territorio alla risoluzione 9 / not a cell of the territory", cell)
	}
	d.Kinds, err = all(ctx, s.db, scanCellKind, "cell_kinds", int64(cell), scenario(sc))
	return d, err
}

func scanCellKind(r pgx.CollectableRow) (cover.CellKind, error) {
	var k cover.CellKind
	var first, second reached
	err := r.Scan(&k.Kind, &k.Mode, &k.State, &first.place, &first.name, &first.comune, &first.minutes,
		&second.place, &second.name, &second.comune, &second.minutes, &k.GapID, &k.SnapMetres, &k.Estimated)
	k.Nearest, k.Second = first.value(), second.value()
	return k, err
}

// reached is a place and its minutes as they come from an outer join.
type reached struct {
	place   *geo.PlaceID
	name    *string
	comune  *string
	minutes *float64
}

func (r reached) value() *cover.Reached {
	if r.place == nil || r.minutes == nil {
		return nil
	}
	out := &cover.Reached{Place: *r.place, Minutes: *r.minutes}
	if r.name != nil {
		out.Name = *r.name
	}
	if r.comune != nil {
		out.Comune = geo.ComuneID(*r.comune)
	}
	return out
}
