package osmtest

import "encoding/binary"

// Message is a protobuf message that is being written. Nothing keeps it from
// being nonsense.
type Message []byte

// Wire types.
const (
	Varint    = 0
	Delimited = 2
)

// Tag begins a field.
func (m Message) Tag(field, wire int) Message {
	return binary.AppendUvarint(m, uint64(field)<<3|uint64(wire))
}

// Number adds a field with a number.
func (m Message) Number(field int, n int64) Message {
	return binary.AppendUvarint(m.Tag(field, Varint), uint64(n))
}

// Signed adds a field with a number in zigzag.
func (m Message) Signed(field int, n int64) Message { return m.Number(field, zigzag(n)) }

// Bytes adds a text or a message.
func (m Message) Bytes(field int, b []byte) Message {
	return append(binary.AppendUvarint(m.Tag(field, Delimited), uint64(len(b))), b...)
}

// Packed adds a list of numbers.
func (m Message) Packed(field int, list ...int64) Message {
	var b []byte
	for _, n := range list {
		b = binary.AppendUvarint(b, uint64(n))
	}
	return m.Bytes(field, b)
}

// Deltas adds a list of numbers as differences in zigzag.
func (m Message) Deltas(field int, list ...int64) Message {
	before := int64(0)
	steps := make([]int64, len(list))
	for i, n := range list {
		steps[i], before = zigzag(n-before), n
	}
	return m.Packed(field, steps...)
}

func zigzag(n int64) int64 { return n<<1 ^ n>>63 }
