package osm

import (
	"github.com/paulmach/protoscan"
)

// Fields of nodes, ways and relations that stand alone.
const (
	fieldID     = 1
	fieldKeys   = 2
	fieldValues = 3
	fieldInfo   = 4
	fieldRefs   = 8
	fieldLat    = 8
	fieldLon    = 9
)

// object is what nodes, ways and relations have in common.
type object struct {
	id           int64
	keys, values *protoscan.Iterator
}

// common reads a field that all objects have. signed tells how the id is
// written.
func (b *blockReader) common(o *object, field int, m *message, signed bool) (err error) {
	switch field {
	case fieldID:
		if signed {
			o.id, err = m.signed()
		} else {
			o.id, err = m.number()
		}
	case fieldKeys:
		b.it[0], err = m.list(b.it[0])
		o.keys = b.it[0]
	case fieldValues:
		b.it[1], err = m.list(b.it[1])
		o.values = b.it[1]
	case fieldInfo:
		err = with(m, seen)
	}
	return err
}

// whole looks at an id, and reads the tags.
func (b *blockReader) whole(o object) error {
	if err := possible(o.id); err != nil {
		return err
	}
	return b.pairs(o.keys, o.values)
}

// possible tells whether a number can be an id. Negative ones belong to drafts
// that were never sent to OpenStreetMap.
func possible(id int64) error {
	if id <= 0 || id >= maxID {
		return damage("%d non può essere un identificativo di OpenStreetMap / is no id of OpenStreetMap", id)
	}
	return nil
}

func (b *blockReader) way(data []byte) error {
	var o object
	var list *protoscan.Iterator
	err := walk(data, func(field int, m *message) (err error) {
		if field == fieldRefs {
			b.it[2], err = m.list(b.it[2])
			list = b.it[2]
			return err
		}
		return b.common(&o, field, m, false)
	})
	if err != nil {
		return err
	}
	if err := b.whole(o); err != nil {
		return err
	}
	if n := count(list); n > maxRefs {
		return damage("una linea di %d nodi: il massimo è %d / a way of too many nodes", n, maxRefs)
	}
	b.refs = b.refs[:0]
	for id := int64(0); list != nil && list.HasNext(); {
		step, err := list.Sint64()
		if err != nil {
			return wrong(err)
		}
		id += step
		if err := possible(id); err != nil {
			return err
		}
		b.refs = append(b.refs, id)
	}
	return b.visitor.way(o.id, b.tags, b.refs)
}

func (b *blockReader) relation(data []byte) error {
	var o object
	err := walk(data, func(field int, m *message) error { return b.common(&o, field, m, false) })
	if err != nil {
		return err
	}
	if err := b.whole(o); err != nil {
		return err
	}
	return b.visitor.relation(b.tags)
}

func (b *blockReader) node(data []byte) error {
	var o object
	var lat, lon int64
	err := walk(data, func(field int, m *message) (err error) {
		switch field {
		case fieldLat:
			lat, err = m.signed()
		case fieldLon:
			lon, err = m.signed()
		default:
			err = b.common(&o, field, m, true)
		}
		return err
	})
	if err != nil {
		return err
	}
	if err := b.whole(o); err != nil {
		return err
	}
	return b.visitor.node(o.id, b.grid.at(lon, lat), b.tags)
}
