package access_test

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"atlante/geo"
	"atlante/geo/access"
)

func TestSecretsAreReadBackAndOnlyTheirHashIsKept(t *testing.T) {
	s, err := access.NewSecret(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	back, ok := access.ParseSecret(s.Text())
	if !ok || back != s || s.Hash() != sha256.Sum256(s[:]) || len(s.Text()) != 43 {
		t.Errorf("%v, %v", ok, back == s)
	}
	if strings.Contains(fmt.Sprintf("%v %s", s, s), s.Text()) {
		t.Error("a secret prints itself")
	}
	// The last character has two bits that say nothing: only one way of writing it counts.
	last := s.Text()[42]
	for _, bad := range []string{"", s.Text()[:42], s.Text() + "A", s.Text() + "=", " " + s.Text(), s.Text()[:42] + "*",
		s.Text()[:42] + string(last+1), strings.Repeat("A", 43)} {
		if _, ok := access.ParseSecret(bad); ok && bad[len(bad)-1] != last {
			t.Errorf("%q was taken for a secret", bad)
		}
	}
	if _, err := access.NewSecret(bytes.NewReader(make([]byte, 31))); err == nil {
		t.Error("a secret of too little randomness")
	}
}

func TestKeys(t *testing.T) {
	k, err := access.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, good := range []string{k.String(), uuid.NewString()} {
		if back, err := access.ParseKey(good); err != nil || back.String() != good || back.IsZero() {
			t.Errorf("%s: %v", good, err)
		}
	}
	for _, bad := range []string{"", "x", uuid.Nil.String(), "{" + k.String() + "}", "urn:uuid:" + k.String(),
		"6ba7b810-9dad-11d1-80b4-00c04fd430c8", strings.ReplaceAll(k.String(), "-", "")} {
		if _, err := access.ParseKey(bad); !errors.Is(err, geo.ErrInvalid) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestAddresses(t *testing.T) {
	for typed, want := range map[string][2]string{
		"anna@esempio.it":                 {"anna@esempio.it", "anna@esempio.it"},
		"  Anna.Rossi@Esempio.IT ":        {"Anna.Rossi@esempio.it", "anna.rossi@esempio.it"},
		"o'neil+map@circolo.example":      {"o'neil+map@circolo.example", "o'neil+map@circolo.example"},
		"info@società.it":                 {"info@xn--societ-nta.it", "info@xn--societ-nta.it"},
		strings.Repeat("a", 64) + "@x.it": {strings.Repeat("a", 64) + "@x.it", strings.Repeat("a", 64) + "@x.it"},
	} {
		address, folded, err := access.ParseEmail(typed)
		if err != nil || address != want[0] || folded != want[1] {
			t.Errorf("%q gives %q, %q, %v", typed, address, folded, err)
		}
		if again, _, err := access.ParseEmail(address); err != nil || again != address {
			t.Errorf("%q is not read back: %q, %v", address, again, err)
		}
	}
	for _, bad := range []string{"", "@", "a@", "@b.it", "a b@c.it", "a@b", "a@localhost", "a@[127.0.0.1]", "a@127.0.0.1", "à@b.it",
		"a@b.it\r\nBcc: x@y.it", "a\n@b.it", "a@b.it,c@d.it", "<a@b.it>", "Anna <a@b.it>", `"a b"@c.it`, ".a@b.it", "a..b@c.it",
		strings.Repeat("a", 65) + "@b.it", "a@" + strings.Repeat("b.", 130) + "it", "a@-b.it", "a@b_c.it", "a@b..it", "a@b.it;c"} {
		if address, _, err := access.ParseEmail(bad); !errors.Is(err, geo.ErrInvalid) {
			t.Errorf("%q was taken as %q, %v", bad, address, err)
		}
	}
}

func TestPathsToReturnTo(t *testing.T) {
	for _, good := range []string{"/", "/mie-schede", "/moderazione?zone=7&after=x", "/luoghi/0190?lang=en#qui", "/a//b"} {
		if !access.IsLocalPath(good) {
			t.Errorf("%q is of this site", good)
		}
	}
	for _, bad := range []string{"", "a", "//evil.example", "/\\evil.example", "\\/evil.example", "https://evil.example", "javascript:alert(1)",
		"/a\r\nSet-Cookie: x", "/a b", "/\tevil", "/à", "/a\x00", "/" + strings.Repeat("a", 500), " /a"} {
		if access.IsLocalPath(bad) {
			t.Errorf("%q leads elsewhere", bad)
		}
	}
}

func TestAskingsAreChecked(t *testing.T) {
	entry := uuid.New()
	good := access.Asking{Email: "a@b.it", Purpose: access.ToConfirm, Entry: entry, Lang: "it"}
	if err := good.Check(); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*access.Asking){
		"address":    func(a *access.Asking) { a.Email = "a" },
		"purpose":    func(a *access.Asking) { a.Purpose = "session" },
		"no entry":   func(a *access.Asking) { a.Entry = uuid.Nil },
		"no message": func(a *access.Asking) { a.Purpose = access.ToClaim },
		"elsewhere":  func(a *access.Asking) { a.To = "//evil.example" },
	} {
		a := good
		change(&a)
		if err := a.Check(); !errors.Is(err, geo.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A link opens a session only in the browser that asked, for ten minutes, and
// none for who was invited.
func TestWhatALinkDoes(t *testing.T) {
	asked := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	mine, other := access.Hash{1}, access.Hash{2}
	for _, c := range []struct {
		purpose        access.Purpose
		asker, browser access.Hash
		after          time.Duration
		used           bool
		works, session bool
	}{
		{access.ToSignIn, mine, mine, 0, false, true, true},
		{access.ToSignIn, mine, mine, 10*time.Minute - 1, false, true, true},
		{access.ToSignIn, mine, mine, 10 * time.Minute, false, false, false},
		{access.ToSignIn, mine, other, 0, false, false, false},
		{access.ToSignIn, mine, access.Hash{}, 0, false, false, false},
		{access.ToSignIn, access.Hash{}, access.Hash{}, 0, false, false, false},
		{access.ToSignIn, mine, mine, 0, true, false, true},
		{access.ToConfirm, mine, mine, time.Minute, false, true, true},
		{access.ToConfirm, mine, other, time.Minute, false, true, false},
		{access.ToConfirm, mine, mine, time.Hour, false, true, false},
		{access.ToConfirm, mine, mine, 24 * time.Hour, false, false, false},
		{access.ToConfirm, access.Hash{}, access.Hash{}, 0, false, true, false},
		{access.ToInvite, mine, mine, 0, false, true, false},
		{access.ToInvite, access.Hash{}, mine, 13 * 24 * time.Hour, false, true, false},
	} {
		l := access.Link{Purpose: c.purpose, Browser: c.asker, AskedAt: asked, ExpiresAt: asked.Add(c.purpose.Life())}
		if c.used {
			l.UsedAt = asked
		}
		now := asked.Add(c.after)
		if l.Works(c.browser, now) != c.works || l.OpensSession(c.browser, now) != c.session {
			t.Errorf("%+v: works %v, session %v", c, l.Works(c.browser, now), l.OpensSession(c.browser, now))
		}
	}
}

func TestASessionIsAPersonAndAnEnd(t *testing.T) {
	s := access.Session{Person: uuid.New(), Deadline: time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)}
	b, err := s.MarshalBinary()
	if err != nil || len(b) != 24 {
		t.Fatal(b, err)
	}
	var back access.Session
	if err := back.UnmarshalBinary(b); err != nil || back != s {
		t.Errorf("%+v, %v", back, err)
	}
	if err := back.UnmarshalBinary(b[:23]); err == nil {
		t.Error("half a session was read")
	}
}

func TestLimitsHaveNamesOfTheirOwn(t *testing.T) {
	seen := map[string]bool{}
	for _, l := range access.Limits() {
		if seen[l.Name] || l.IT == "" || l.EN == "" || len(l.Quotas) == 0 {
			t.Errorf("%+v", l)
		}
		seen[l.Name] = true
		for _, q := range l.Quotas {
			if q.Count < 1 || q.Window < time.Hour {
				t.Errorf("%s: %+v", l.Name, q)
			}
		}
	}
}
