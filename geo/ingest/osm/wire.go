package osm

import (
	"io"

	"github.com/paulmach/protoscan"
)

// message walks the fields of one protobuf message. protoscan keeps to the
// bytes that it was given; that types on the wire are those of the format is
// looked at here.
type message struct{ *protoscan.Message }

// walk calls visit with every field; one that visit does not read is passed over.
func walk(data []byte, visit func(field int, m *message) error) error {
	m := message{protoscan.New(data)}
	for m.Next() {
		if m.FieldNumber() <= 0 {
			return errShape
		}
		before := m.Index
		if err := visit(m.FieldNumber(), &m); err != nil {
			return wrong(err)
		}
		if m.Index != before {
			continue
		}
		if err := m.pass(); err != nil {
			return wrong(err)
		}
	}
	return wrong(m.Err())
}

// pass goes over a field that nobody reads.
func (m *message) pass() (err error) {
	switch m.WireType() {
	case protoscan.WireTypeVarint:
		_, err = m.Varint64()
	case protoscan.WireType64bit:
		_, err = m.Fixed64()
	case protoscan.WireTypeLengthDelimited:
		_, err = m.MessageData()
	case protoscan.WireType32bit:
		_, err = m.Fixed32()
	default:
		err = errShape
	}
	return err
}

// bytes of a text or of a message inside.
func (m *message) bytes() ([]byte, error) {
	if m.WireType() != protoscan.WireTypeLengthDelimited {
		return nil, errShape
	}
	return m.MessageData()
}

func (m *message) number() (int64, error) {
	if m.WireType() != protoscan.WireTypeVarint {
		return 0, errShape
	}
	return m.Int64()
}

func (m *message) signed() (int64, error) {
	if m.WireType() != protoscan.WireTypeVarint {
		return 0, errShape
	}
	return m.Sint64()
}

// list of packed numbers, read into it.
func (m *message) list(it *protoscan.Iterator) (*protoscan.Iterator, error) {
	if m.WireType() != protoscan.WireTypeLengthDelimited {
		return nil, errShape
	}
	return m.Iterator(it)
}

// count is how many numbers a list holds; none for nil.
func count(it *protoscan.Iterator) int {
	if it == nil {
		return 0
	}
	return it.Count(protoscan.WireTypeVarint)
}

// wrong makes the errors of protoscan ours: they are about the bytes.
func wrong(err error) error {
	switch err {
	case nil, errShape:
		return err
	case protoscan.ErrIntOverflow, protoscan.ErrInvalidLength:
		return damage("un numero o una lunghezza impossibile / an impossible number or length")
	case io.EOF, io.ErrUnexpectedEOF:
		return damage("un campo finisce oltre il suo blocco / a field runs past its block")
	}
	return err
}
