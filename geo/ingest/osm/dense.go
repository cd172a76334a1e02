package osm

import (
	"errors"

	"github.com/paulmach/protoscan"
)

// Fields of dense nodes: columns, each number the difference from the one
// before.
const (
	fieldDenseInfo = 5
	fieldTexts     = 10 // key, value, key, value … 0 for each node; empty when none has tags
)

func (b *blockReader) dense(data []byte) error {
	var ids, lats, lons, texts *protoscan.Iterator
	err := walk(data, func(field int, m *message) (err error) {
		switch field {
		case fieldID:
			b.it[0], err = m.list(b.it[0])
			ids = b.it[0]
		case fieldDenseInfo:
			err = with(m, allSeen)
		case fieldLat:
			b.it[1], err = m.list(b.it[1])
			lats = b.it[1]
		case fieldLon:
			b.it[2], err = m.list(b.it[2])
			lons = b.it[2]
		case fieldTexts:
			b.it[3], err = m.list(b.it[3])
			texts = b.it[3]
		}
		return err
	})
	if err != nil {
		return err
	}
	n := count(ids)
	if count(lats) != n || count(lons) != n {
		return damage("%d nodi con %d latitudini e %d longitudini / columns of different lengths", n, count(lats), count(lons))
	}
	if count(texts) == 0 {
		texts = nil
	}
	return b.columns(ids, lats, lons, texts)
}

// columns goes down the columns together.
func (b *blockReader) columns(ids, lats, lons, texts *protoscan.Iterator) error {
	var id, lat, lon int64
	for ids != nil && ids.HasNext() {
		if err := errors.Join(step(ids, &id), step(lats, &lat), step(lons, &lon)); err != nil {
			return err
		}
		if err := possible(id); err != nil {
			return err
		}
		if err := b.denseTags(texts); err != nil {
			return err
		}
		if err := b.visitor.node(id, b.grid.at(lon, lat), b.tags); err != nil {
			return err
		}
	}
	if texts != nil && texts.HasNext() {
		return damage("restano testi dopo l'ultimo nodo / texts left over after the last node")
	}
	return nil
}

// step adds the next difference of a column.
func step(column *protoscan.Iterator, sum *int64) error {
	n, err := column.Sint64()
	*sum += n
	return wrong(err)
}

// denseTags reads texts up to the 0 that ends those of a node.
func (b *blockReader) denseTags(texts *protoscan.Iterator) error {
	b.tags = b.tags[:0]
	if texts == nil {
		return nil
	}
	for {
		k, err := texts.Int64()
		if err != nil || k == 0 {
			return wrong(err)
		}
		v, err := texts.Int64()
		if err != nil {
			return wrong(err)
		}
		if err := b.tag(k, v); err != nil {
			return err
		}
	}
}

// allSeen refuses nodes that their metadata say were deleted. Fields are those
// of DenseInfo.
func allSeen(info []byte) error {
	return walk(info, func(field int, m *message) error {
		if field != 6 {
			return nil
		}
		list, err := m.list(nil)
		for err == nil && list.HasNext() {
			var visible uint64
			if visible, err = list.Varint64(); err == nil && visible == 0 {
				return errHistory
			}
		}
		return err
	})
}
