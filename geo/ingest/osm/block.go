package osm

import (
	"github.com/paulmach/osm"
	"github.com/paulmach/protoscan"
)

// visitor takes the objects of a file; what it does not want is not decoded.
// Tags and refs are good until it returns.
type visitor struct {
	node     func(id int64, at place, tags osm.Tags) error
	way      func(id int64, tags osm.Tags, refs []int64) error
	relation func(tags osm.Tags) error
}

// blockReader decodes blocks of data for a visitor.
type blockReader struct {
	limits  Limits
	visitor visitor

	strings []string
	grid    grid
	groups  [][]byte

	tags osm.Tags
	refs []int64
	it   [5]*protoscan.Iterator
}

// Fields of a block of data and of a group in it.
const (
	fieldStrings     = 1
	fieldGroup       = 2
	fieldGranularity = 17
	fieldLatOffset   = 19
	fieldLonOffset   = 20

	fieldNode     = 1
	fieldDense    = 2
	fieldWay      = 3
	fieldRelation = 4
)

// read takes a block apart. Groups come last: they need the rest.
func (b *blockReader) read(data []byte) error {
	b.grid, b.groups, b.strings = grid{step: 100}, b.groups[:0], b.strings[:0]
	var table []byte
	err := walk(data, func(field int, m *message) (err error) {
		switch field {
		case fieldStrings:
			if table != nil {
				return errShape
			}
			table, err = m.bytes()
		case fieldGroup:
			var g []byte
			g, err = m.bytes()
			b.groups = append(b.groups, g)
		case fieldGranularity:
			b.grid.step, err = m.number()
		case fieldLatOffset:
			b.grid.lat, err = m.number()
		case fieldLonOffset:
			b.grid.lon, err = m.number()
		}
		return err
	})
	if err != nil {
		return err
	}
	if err := b.grid.check(); err != nil {
		return err
	}
	if err := b.readStrings(table); err != nil {
		return err
	}
	for _, g := range b.groups {
		if err := walk(g, b.object); err != nil {
			return err
		}
	}
	return nil
}

// readStrings cuts the table of texts out of one string, so that a block costs
// one allocation and not one for each text.
func (b *blockReader) readStrings(table []byte) error {
	all := string(table)
	return walk(table, func(field int, m *message) error {
		if field != 1 {
			return nil
		}
		text, err := m.bytes()
		if err != nil {
			return err
		}
		if len(b.strings) == b.limits.Strings {
			return tooMuch(len(b.strings)+1, b.limits.Strings, "testi in un blocco / texts in a block")
		}
		at := m.Index - len(text)
		b.strings = append(b.strings, all[at:at+len(text)])
		return nil
	})
}

// object reads one object of a group, or the dense nodes that it is made of.
func (b *blockReader) object(field int, m *message) error {
	switch {
	case field == fieldNode && b.visitor.node != nil:
		return with(m, b.node)
	case field == fieldDense && b.visitor.node != nil:
		return with(m, b.dense)
	case field == fieldWay && b.visitor.way != nil:
		return with(m, b.way)
	case field == fieldRelation && b.visitor.relation != nil:
		return with(m, b.relation)
	}
	return nil
}

func with(m *message, read func([]byte) error) error {
	data, err := m.bytes()
	if err != nil {
		return err
	}
	return read(data)
}

// text number n of the block's table; the file says the number.
func (b *blockReader) text(n int64) (string, error) {
	if n < 0 || n >= int64(len(b.strings)) {
		return "", damage("il testo numero %d non c'è nel blocco / a text that the block does not hold", n)
	}
	return b.strings[n], nil
}

// pairs reads tags out of two lists of equal length.
func (b *blockReader) pairs(keys, values *protoscan.Iterator) error {
	b.tags = b.tags[:0]
	if count(keys) != count(values) {
		return damage("chiavi e valori non sono altrettanti / keys and values differ in number")
	}
	for keys != nil && keys.HasNext() {
		k, err := keys.Uint32()
		if err != nil {
			return wrong(err)
		}
		v, err := values.Uint32()
		if err != nil {
			return wrong(err)
		}
		if err := b.tag(int64(k), int64(v)); err != nil {
			return err
		}
	}
	return nil
}

func (b *blockReader) tag(k, v int64) error {
	key, err := b.text(k)
	if err != nil {
		return err
	}
	value, err := b.text(v)
	b.tags = append(b.tags, osm.Tag{Key: key, Value: value})
	return err
}

// seen refuses an object that its metadata say was deleted. Fields are those of
// Info.
func seen(info []byte) error {
	return walk(info, func(field int, m *message) error {
		if field != 6 {
			return nil
		}
		if visible, err := m.number(); err != nil || visible == 0 {
			return orHistory(err)
		}
		return nil
	})
}

func orHistory(err error) error {
	if err != nil {
		return err
	}
	return errHistory
}
