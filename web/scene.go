package web

import (
	"atlante/geo"
	"atlante/geo/cover"
)

// scene is what the pages with figures start from: who asks for what, and the
// publication that answers.
type scene struct {
	request
	atlas   *atlas
	pub     cover.Publication
	version int64 // of the layer cells: what the page is made from, and pins its tiles to
	kinds   []geo.Kind
	kind    geo.Kind // the chosen one
	minutes int      // the chosen threshold; 0 for by-area kinds
	list    []geo.Zone
	valleys map[geo.ValleyID]string
	tree    []geo.Valley // the same with what they open into
}

func (a *atlas) scene(r request) (*scene, error) {
	c := &scene{request: r, atlas: a, valleys: map[geo.ValleyID]string{}}
	// Before the figures: should they change in between, the page is told to be
	// older than it is, and asks for nothing worse than to be loaded again.
	versions, err := a.store.LayerVersions(r.Context())
	if err != nil {
		return nil, err
	}
	c.version = versions["cells"]
	if c.pub, err = a.publication(r); err != nil {
		return nil, err
	}
	if c.kinds, err = a.store.Kinds(r.Context()); err != nil {
		return nil, err
	}
	if c.kind, err = a.kindOf(c.kinds, r.state.Kind); err != nil {
		return nil, err
	}
	c.minutes = threshold(c.kind, r.state.Minutes)
	if c.list, err = a.store.Zones(r.Context(), false); err != nil {
		return nil, err
	}
	c.tree, err = a.store.Valleys(r.Context())
	for _, v := range c.tree {
		c.valleys[v.ID] = v.Name
	}
	return c, err
}

// zone finds a zone by number; nil when there is none.
func (c *scene) zone(id geo.ZoneID) *geo.Zone {
	for i := range c.list {
		if c.list[i].ID == id {
			return &c.list[i]
		}
	}
	return nil
}

// kindByID finds a kind; one that is gone keeps its short name.
func (c *scene) kindByID(id geo.KindID) geo.Kind {
	for _, k := range c.kinds {
		if k.ID == id {
			return k
		}
	}
	return geo.Kind{ID: id, NameIT: string(id), NameEN: string(id), PluralIT: string(id), PluralEN: string(id)}
}

// frame is the frame of a page with figures.
func (c *scene) frame(section, title string) frame {
	f := c.request.frame(section, title)
	f.Stamp, f.Publication, f.Version = c.stamp(c.pub), &c.pub, c.version
	return f
}

// name, plural and nearest are the words of a kind in the reader's language.
func (c *scene) name(k geo.Kind) string    { return c.Lang.Pick(k.NameIT, k.NameEN) }
func (c *scene) plural(k geo.Kind) string  { return c.Lang.Pick(k.PluralIT, k.PluralEN) }
func (c *scene) nearest(k geo.Kind) string { return c.Lang.Pick(k.NearestIT, k.NearestEN) }

// figure asks for the one figure of an area; ok is false when there is none.
func (c *scene) figure(kind geo.KindID, area cover.AreaKind, id string, t geo.Territory) (cover.Figure, bool, error) {
	list, err := c.atlas.store.Figures(c.Context(), cover.FigureFilter{
		Kinds: []geo.KindID{kind}, Scenario: c.state.Scenario, Area: area, AreaID: id, Territory: t})
	if err != nil || len(list) == 0 {
		return cover.Figure{}, false, err
	}
	return list[0], true, nil
}

// byArea asks for the figures of a kind in all areas of a sort, by their id.
func (c *scene) byArea(kind geo.KindID, area cover.AreaKind, t geo.Territory) (map[string]cover.Figure, error) {
	list, err := c.atlas.store.Figures(c.Context(), cover.FigureFilter{
		Kinds: []geo.KindID{kind}, Scenario: c.state.Scenario, Area: area, Territory: t})
	out := make(map[string]cover.Figure, len(list))
	for _, f := range list {
		out[f.Area.ID] = f
	}
	return out, err
}
