package web

import (
	"cmp"
	"slices"

	"atlante/geo"
	"atlante/geo/cover"
)

// listView is the column of the map: what the map shows, as a list.
type listView struct {
	Whole      []wholeGroup
	Gaps       []cover.Gap
	ByArea     bool
	Places     []geo.Place
	Planned    []geo.Place // not counted unless the reader switches them on
	MorePlaces bool        // than the list shows
	Shown      int
	Comuni     []comuneRow
	More       int // comuni that the list leaves to the page of all comuni
}

// comuneRow is a comune with the figures of the chosen kind.
type comuneRow struct {
	geo.Comune
	finding
	Median    median
	HasFigure bool
}

// listedComuni and listedPlaces are how many the column shows; it says where the
// others are.
const (
	listedComuni = 40
	listedPlaces = 300
)

// listView lists what is chosen; here are the comuni of the chosen zone and valley.
func (c *scene) listView(gaps []cover.Gap, here []geo.Comune) (*listView, error) {
	v := &listView{Gaps: gaps, ByArea: c.kind.ByArea}
	var err error
	if v.Whole, err = c.whole([]geo.KindID{c.kind.ID}, c.state.Zone); err != nil {
		return nil, err
	}
	all, more, err := c.atlas.store.Places(c.Context(), geo.PlaceFilter{
		Kinds: []geo.KindID{c.kind.ID}, Zone: c.state.Zone, Page: geo.Page{Limit: listedPlaces}})
	if err != nil {
		return nil, err
	}
	v.MorePlaces, v.Shown = more != "", len(all)
	v.Places, v.Planned = c.split(c.placesOfValley(all, here))
	rows, err := c.comuneRows(within(here, c.state.Territory))
	if err != nil {
		return nil, err
	}
	worstFirst(rows)
	if len(rows) > listedComuni {
		v.More = len(rows)
		rows = rows[:listedComuni]
	}
	v.Comuni = rows
	return v, nil
}

// openings are the planned openings that count, when the reader has switched them on.
func (c *scene) openings(here []geo.Comune) ([]geo.Place, error) {
	if !c.state.Planned() {
		return nil, nil
	}
	all, _, err := c.atlas.store.Places(c.Context(), geo.PlaceFilter{
		Kinds: []geo.KindID{c.kind.ID}, Zone: c.state.Zone, Page: geo.Page{Limit: everything}})
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(p geo.Place) bool { return p.Status != geo.StatusPlanned })
	return c.placesOfValley(all, here), nil
}

// split keeps apart the places that do not count in the chosen scenario.
func (c *scene) split(all []geo.Place) (counted, planned []geo.Place) {
	for _, p := range all {
		switch {
		case p.Status == geo.StatusClosed:
		case p.Status == geo.StatusPlanned && !c.state.Planned():
			planned = append(planned, p)
		default:
			counted = append(counted, p)
		}
	}
	return counted, planned
}

func (c *scene) comuneRows(comuni []geo.Comune) ([]comuneRow, error) {
	figures, err := c.byArea(c.kind.ID, cover.AreaComune, geo.TerritoryAll)
	if err != nil {
		return nil, err
	}
	var rows []comuneRow
	for _, m := range comuni {
		fig, ok := figures[string(m.ID)]
		rows = append(rows, comuneRow{m, find(fig, c.kind, c.minutes), c.median(fig), ok})
	}
	return rows, nil
}

// worstFirst puts first the comuni with most residents who are not reached.
func worstFirst(rows []comuneRow) {
	slices.SortStableFunc(rows, func(a, b comuneRow) int {
		return cmp.Or(cmp.Compare(b.Beyond(), a.Beyond()), cmp.Compare(a.Name, b.Name))
	})
}
