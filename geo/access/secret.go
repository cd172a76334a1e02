package access

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
)

// Secret is 32 random bytes that make whoever holds them known: in a link, a
// cookie or a token. Only its Hash is kept.
type Secret [32]byte

// NewSecret draws a secret.
func NewSecret(random io.Reader) (Secret, error) {
	var s Secret
	if _, err := io.ReadFull(random, s[:]); err != nil {
		return Secret{}, fmt.Errorf("draw a secret: %w", err)
	}
	return s, nil
}

// ParseSecret reads what Text has written. Whatever else is no secret of ours;
// why it is not does not matter to anybody.
func ParseSecret(text string) (Secret, bool) {
	var s Secret
	b, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(b) != len(s) {
		return Secret{}, false
	}
	copy(s[:], b)
	return s, s != Secret{}
}

// Text is the secret as 43 characters of base64url, for links and cookies.
func (s Secret) Text() string { return base64.RawURLEncoding.EncodeToString(s[:]) }

// String keeps a secret out of logs.
func (s Secret) String() string { return "secret" }

// Hash is what the database keeps of the secret.
func (s Secret) Hash() Hash { return sha256.Sum256(s[:]) }

// IsZero tells that there is no secret behind the hash.
func (h Hash) IsZero() bool { return h == Hash{} }
