package access

import (
	"encoding/binary"
	"errors"
	"time"

	"github.com/google/uuid"
)

// The life of a session: absolute, and without being used.
const (
	SessionLife = 30 * 24 * time.Hour
	SessionIdle = 7 * 24 * time.Hour
)

// BrowserLife is how long a browser keeps the secret of its drafts.
const BrowserLife = 90 * 24 * time.Hour

// Session is all that a session holds. Roles are not in it: they are read at
// each request, so that one that is taken away is gone at once.
type Session struct {
	Person   uuid.UUID
	Deadline time.Time // to the second
}

const sessionBytes = 8 + 16

// MarshalBinary writes 24 bytes: the deadline in seconds, big-endian, and the person.
func (s Session) MarshalBinary() ([]byte, error) {
	b := binary.BigEndian.AppendUint64(make([]byte, 0, sessionBytes), uint64(s.Deadline.Unix()))
	return append(b, s.Person[:]...), nil
}

// UnmarshalBinary reads what MarshalBinary has written.
func (s *Session) UnmarshalBinary(b []byte) error {
	if len(b) != sessionBytes {
		return errors.New("a session has 24 bytes")
	}
	s.Deadline = time.Unix(int64(binary.BigEndian.Uint64(b)), 0).UTC()
	copy(s.Person[:], b[8:])
	return nil
}
