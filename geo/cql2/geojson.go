package cql2

import "github.com/paulmach/orb"

// shape reads a geometry of GeoJSON. What it calls nests as deep as a
// multipolygon in a collection and no deeper.
func (v value) shape(inCollection bool) (orb.Geometry, error) {
	if v.is != '{' {
		return nil, fail(v.at, "qui ci vuole una geometria GeoJSON, un oggetto con type e coordinates", "here goes a GeoJSON geometry, an object with type and coordinates")
	}
	kind, _ := v.find("type")
	if kind.text == "GeometryCollection" && !inCollection {
		return v.collection()
	}
	if err := v.only("type", "coordinates", "bbox"); err != nil {
		return nil, err
	}
	c, is := v.find("coordinates")
	if !is || c.is != '[' {
		return nil, fail(v.at, "alla geometria mancano le coordinate (\"coordinates\": […])", `the geometry lacks its coordinates ("coordinates": […])`)
	}
	if len(c.items) == 0 {
		return nil, empty(c.at)
	}
	switch kind.text {
	case "Point":
		var one positions
		err := one.read(c)
		if err != nil {
			return nil, err
		}
		return one.points[0], nil
	case "LineString":
		return c.line()
	case "Polygon":
		return c.polygon()
	case "MultiPoint":
		all, err := c.positions()
		return orb.MultiPoint(all.points), err
	case "MultiLineString":
		out, err := each(c, value.line)
		return orb.MultiLineString(out), err
	case "MultiPolygon":
		out, err := each(c, value.polygon)
		return orb.MultiPolygon(out), err
	}
	return nil, fail(max(kind.at, v.at), "il tipo della geometria dev'essere Point, LineString, Polygon o il loro Multi… (o GeometryCollection, ma non in un'altra)",
		"the type of the geometry must be Point, LineString, Polygon or their Multi… (or GeometryCollection, but not in another one)")
}

func (v value) collection() (orb.Geometry, error) {
	if err := v.only("type", "geometries", "bbox"); err != nil {
		return nil, err
	}
	list, is := v.find("geometries")
	if !is || list.is != '[' {
		return nil, fail(v.at, "alla raccolta mancano le geometrie (\"geometries\": […])", `the collection lacks its geometries ("geometries": […])`)
	}
	out, err := each(list, func(one value) (orb.Geometry, error) { return one.shape(true) })
	return orb.Collection(out), err
}

// each reads every item of a list that is not empty.
func each[T any](v value, item func(value) (T, error)) ([]T, error) {
	if v.is != '[' {
		return nil, fail(v.at, "qui ci vuole un elenco di coordinate, per esempio [[7.3, 44.9], [7.4, 44.9]]", "here goes an array of coordinates, for example [[7.3, 44.9], [7.4, 44.9]]")
	}
	if len(v.items) == 0 {
		return nil, empty(v.at)
	}
	var out []T
	for _, i := range v.items {
		one, err := item(i)
		if err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	return out, nil
}

// read a position: two numbers, or three of which the last is an elevation.
func (p *positions) read(v value) error {
	n, err := v.numbers()
	if err != nil {
		return err
	}
	if len(n) != 2 && len(n) != 3 {
		return fail(v.at, "una posizione è longitudine e latitudine, e al più una quota: qui sono %d numeri",
			"a position is longitude and latitude, and an elevation at most: here are %d numbers", len(n))
	}
	p.add(v.at, n[0], n[1])
	return nil
}

func (v value) positions() (positions, error) {
	var out positions
	_, err := each(v, func(one value) (struct{}, error) { return struct{}{}, out.read(one) })
	return out, err
}

func (v value) line() (orb.LineString, error) {
	all, err := v.positions()
	if err != nil {
		return nil, err
	}
	return all.line(v.at)
}

func (v value) polygon() (orb.Polygon, error) {
	return each(v, func(one value) (orb.Ring, error) {
		all, err := one.positions()
		if err != nil {
			return nil, err
		}
		return all.ring(one.at)
	})
}
