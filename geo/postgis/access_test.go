package postgis_test

import (
	"context"
	"crypto/rand"
	"errors"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/geotest"
	"atlante/geo/mail"
	"atlante/geo/postgis"
)

var noon = time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)

func newSecret(t testing.TB) access.Secret {
	t.Helper()
	s, err := access.NewSecret(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func person(t testing.TB, s *postgis.Store, email string) access.Person {
	t.Helper()
	p, err := s.SavePerson(t.Context(), access.Person{ID: uuid.Must(uuid.NewV7()), Email: email, Lang: "it"}, noon)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func link(t testing.TB, s *postgis.Store, purpose access.Purpose, browser access.Hash) access.Link {
	t.Helper()
	l := access.Link{Token: newSecret(t).Hash(), Purpose: purpose, Email: "Anna@esempio.example", Folded: "anna@esempio.example",
		Lang: "en", To: "/mie-schede?x=1", Browser: browser, AskedAt: noon, ExpiresAt: noon.Add(purpose.Life())}
	if purpose != access.ToSignIn {
		l.Entry, l.Message = uuid.New(), uuid.New()
	}
	if err := s.SaveLink(t.Context(), l); err != nil {
		t.Fatal(err)
	}
	return l
}

func TestALinkIsUsedOnceByWhoAsked(t *testing.T) {
	t.Parallel()
	s := geotest.Empty(t)
	mine, other := newSecret(t).Hash(), newSecret(t).Hash()
	l := link(t, s, access.ToSignIn, mine)
	for name, use := range map[string]func() (access.Link, error){
		"another browser": func() (access.Link, error) { return s.UseLink(t.Context(), l.Token, other, noon) },
		"no browser":      func() (access.Link, error) { return s.UseLink(t.Context(), l.Token, access.Hash{}, noon) },
		"too late":        func() (access.Link, error) { return s.UseLink(t.Context(), l.Token, mine, noon.Add(10*time.Minute)) },
		"another token":   func() (access.Link, error) { return s.UseLink(t.Context(), other, mine, noon) },
	} {
		if _, err := use(); !errors.Is(err, geo.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	looked, err := s.Link(t.Context(), l.Token)
	if err != nil || looked != l {
		t.Errorf("%+v, %v, expected %+v untouched", looked, err, l)
	}
	var used atomic.Int32
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			got, err := s.UseLink(t.Context(), l.Token, mine, noon.Add(time.Minute))
			if err == nil {
				used.Add(1)
				if got.UsedAt != noon.Add(time.Minute) || got.Folded != l.Folded {
					t.Errorf("%+v", got)
				}
			} else if !errors.Is(err, geo.ErrNotFound) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if used.Load() != 1 {
		t.Errorf("used %d times", used.Load())
	}
	nobody := link(t, s, access.ToSignIn, access.Hash{})
	if _, err := s.UseLink(t.Context(), nobody.Token, access.Hash{}, noon); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("a link that nobody asked for: %v", err)
	}
	elsewhere := link(t, s, access.ToConfirm, mine)
	if _, err := s.UseLink(t.Context(), elsewhere.Token, mine, noon.Add(24*time.Hour)); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("a link to confirm, a day later: %v", err)
	}
	if got, err := s.UseLink(t.Context(), elsewhere.Token, other, noon); err != nil || got.OpensSession(other, noon) || got.Entry != elsewhere.Entry {
		t.Errorf("%+v, %v", got, err)
	}
}

// Of a secret, a mail or an address of a machine nothing readable is kept.
func TestNothingReadableIsKept(t *testing.T) {
	t.Parallel()
	s := geotest.Empty(t)
	conn := geotest.Login(t, s)
	limiter := limiter(t, s, noon)
	if err := limiter.Take(t.Context(), access.LinksAsked(), access.Who{Address: netip.MustParseAddr("203.0.113.77"), Email: "anna@esempio.example"}); err != nil {
		t.Fatal(err)
	}
	var keys int
	if err := conn.QueryRow(t.Context(), `SELECT count(*) FROM atlante.rate`).Scan(&keys); err != nil || keys != len(access.LinksAsked().Quotas) {
		t.Fatalf("%d keys, %v", keys, err)
	}
	var found int
	err := conn.QueryRow(t.Context(), `SELECT count(*) FROM atlante.rate r WHERE r::text LIKE '%203.0.113%' OR r::text LIKE '%anna%'
		OR encode(r.key, 'escape') LIKE '%203.0.113%' OR encode(r.key, 'escape') LIKE '%anna%'`).Scan(&found)
	if err != nil || found != 0 {
		t.Errorf("%d rows show who was counted, %v", found, err)
	}
	m := mail.Message{ID: uuid.New(), To: "anna@esempio.example", Template: mail.SignIn, Lang: "it", At: noon,
		Values: map[string]string{mail.Path: "/accedi/" + newSecret(t).Text()}}
	if err := s.Enqueue(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	got, attempt, err := s.ClaimMail(t.Context(), noon, time.Minute)
	if err != nil || got.ID != m.ID || got.Values[mail.Path] != m.Values[mail.Path] || attempt != 1 {
		t.Fatalf("%+v, %d, %v", got, attempt, err)
	}
	if err := s.MailSent(t.Context(), m.ID, attempt, noon); err != nil {
		t.Fatal(err)
	}
	var values string
	if err := conn.QueryRow(t.Context(), `SELECT values::text FROM atlante.mail`).Scan(&values); err != nil || values != "{}" {
		t.Errorf("a mail that was sent keeps %s, %v", values, err)
	}
}

func limiter(t testing.TB, s *postgis.Store, now time.Time) *access.Limiter {
	t.Helper()
	secret, err := s.Secret(t.Context(), "limits", newSecret(t), noon)
	if err != nil {
		t.Fatal(err)
	}
	return &access.Limiter{Counters: s, Secret: secret, Now: func() time.Time { return now }}
}

// till says how many times somebody may before it is too many.
func till(t *testing.T, l *access.Limiter, limit access.Limit, who func(i int) access.Who) int {
	t.Helper()
	for i := range 300 {
		err := l.Take(t.Context(), limit, who(i))
		if errors.Is(err, geo.ErrTooMany) {
			return i
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return 300
}

func TestLimitsByAddressNetworkAndEmail(t *testing.T) {
	t.Parallel()
	s := geotest.Empty(t)
	l := limiter(t, s, noon)
	at := func(format string) access.Who { return access.Who{Address: netip.MustParseAddr(format)} }
	for name, c := range map[string]struct {
		limit access.Limit
		want  int
		who   func(i int) access.Who
	}{
		"one address":          {access.LinksAsked(), 20, func(int) access.Who { return at("192.0.2.1") }},
		"one IPv4 network":     {access.LinksAsked(), 60, func(i int) access.Who { return at(netip.AddrFrom4([4]byte{198, 51, 100, byte(i)}).String()) }},
		"one IPv6 /64":         {access.LinksAsked(), 20, func(i int) access.Who { return access.Who{Address: six(1, 1, i)} }},
		"one IPv6 /48":         {access.LinksAsked(), 60, func(i int) access.Who { return access.Who{Address: six(2, i, 0)} }},
		"many IPv6 /48":        {access.LinksAsked(), 300, func(i int) access.Who { return access.Who{Address: six(100+i, 0, 0)} }},
		"IPv4 inside IPv6":     {access.LinksAsked(), 20, func(i int) access.Who { return at([]string{"192.0.2.9", "::ffff:192.0.2.9"}[i%2]) }},
		"one e-mail, anywhere": {access.LinksAsked(), 30, func(i int) access.Who { return access.Who{Address: six(1000+i, 0, 0), Email: "anna@esempio.example"} }},
		"one e-mail, one /48":  {access.LinksAsked(), 5, func(i int) access.Who { return access.Who{Address: six(3, i, 0), Email: "berta@esempio.example"} }},
		"one e-mail, nowhere":  {access.LinksAsked(), 30, func(int) access.Who { return access.Who{Email: "carla@esempio.example"} }},
		"submissions":          {access.Submissions(), 5, func(int) access.Who { return at("192.0.2.1") }},
		"submissions, network": {access.Submissions(), 20, func(i int) access.Who { return at(netip.AddrFrom4([4]byte{203, 0, 113, byte(i)}).String()) }},
	} {
		if got := till(t, l, c.limit, c.who); got != c.want {
			t.Errorf("%s: %d were let through, expected %d", name, got, c.want)
		}
	}
	later := limiter(t, s, noon.Add(time.Hour))
	if err := later.Take(t.Context(), access.LinksAsked(), at("192.0.2.1")); err != nil {
		t.Errorf("an hour later: %v", err)
	}
	if err := later.Take(t.Context(), access.Submissions(), at("203.0.113.250")); !errors.Is(err, geo.ErrTooMany) {
		t.Errorf("a network is counted for a day: %v", err)
	}
}

// six is the IPv6 address number c in the /64 number b of the /48 number a.
func six(a, b, c int) netip.Addr {
	return netip.AddrFrom16([16]byte{0x20, 0x01, 0x0d, 0xb8, byte(a >> 8), byte(a), byte(b >> 8), byte(b), 0, 0, 0, 0, 0, 0, byte(c >> 8), byte(c)})
}

// Who is over the limit of his network uses up nothing of the one whose address
// he writes.
func TestFloodingDoesNotLockAnAddressOut(t *testing.T) {
	t.Parallel()
	l := limiter(t, geotest.Empty(t), noon)
	flood := access.Who{Address: netip.MustParseAddr("192.0.2.1")}
	if n := till(t, l, access.LinksAsked(), func(int) access.Who { return flood }); n != 20 {
		t.Fatal(n)
	}
	flood.Email = "anna@esempio.example"
	for range 10 {
		if err := l.Take(t.Context(), access.LinksAsked(), flood); !errors.Is(err, geo.ErrTooMany) {
			t.Fatal(err)
		}
	}
	if err := l.Take(t.Context(), access.LinksAsked(), access.Who{Address: netip.MustParseAddr("198.51.100.1"), Email: flood.Email}); err != nil {
		t.Errorf("the address is locked out: %v", err)
	}
}

// Somebody elsewhere who asks for links to an address, however often, does not
// keep the one who reads it from signing in.
func TestAskingForAnotherDoesNotLockHerOut(t *testing.T) {
	t.Parallel()
	l := limiter(t, geotest.Empty(t), noon)
	const victim = "moderatrice@esempio.example"
	for i := range 50 { // from as many addresses of one network
		err := l.Take(t.Context(), access.LinksAsked(), access.Who{Address: six(7, i, 0), Email: victim})
		if (err != nil) != (i >= 5) {
			t.Errorf("request %d: %v", i+1, err)
		}
	}
	for i := range 5 {
		if err := l.Take(t.Context(), access.LinksAsked(), access.Who{Address: netip.MustParseAddr("198.51.100.1"), Email: victim}); err != nil {
			t.Errorf("she herself, request %d: %v", i+1, err)
		}
	}
}

// Requests at the same time, with keys in any order, are all counted.
func TestCountsAreExact(t *testing.T) {
	t.Parallel()
	s := geotest.Empty(t)
	keys := []access.Hash{newSecret(t).Hash(), newSecret(t).Hash(), newSecret(t).Hash()}
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for range 25 {
				mine := []access.Hash{keys[i%3], keys[(i+1)%3], keys[(i+2)%3]}
				if _, err := s.Count(t.Context(), mine, []time.Time{noon, noon, noon}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	counts, err := s.Count(t.Context(), keys, []time.Time{noon, noon, noon})
	if err != nil || counts[0] != 201 || counts[1] != 201 || counts[2] != 201 {
		t.Errorf("%v, %v", counts, err)
	}
}

// A limiter that cannot count lets nobody through.
func TestLimitsAreClosedWithoutADatabase(t *testing.T) {
	t.Parallel()
	s := geotest.Empty(t)
	l := limiter(t, s, noon)
	l.Patience = 300 * time.Millisecond
	who := access.Who{Address: netip.MustParseAddr("192.0.2.1")}
	conn := geotest.Login(t, s)
	if _, err := conn.Exec(t.Context(), `ALTER TABLE atlante.rate RENAME TO away`); err != nil {
		t.Fatal(err)
	}
	if err := l.Take(t.Context(), access.LinksAsked(), who); !errors.Is(err, geo.ErrBusy) {
		t.Errorf("without its table: %v", err)
	}
	if _, err := conn.Exec(t.Context(), `ALTER TABLE atlante.away RENAME TO rate`); err != nil {
		t.Fatal(err)
	}
	tx, err := conn.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), `LOCK TABLE atlante.rate`); err != nil {
		t.Fatal(err)
	}
	if err := l.Take(t.Context(), access.LinksAsked(), who); !errors.Is(err, geo.ErrBusy) {
		t.Errorf("a database that does not answer: %v", err)
	}
	if err := tx.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := l.Take(t.Context(), access.LinksAsked(), who); err != nil {
		t.Errorf("afterwards: %v", err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := l.Take(gone, access.LinksAsked(), who); err == nil {
		t.Error("somebody who has left was let through")
	}
	s.Close()
	if err := l.Take(t.Context(), access.LinksAsked(), who); !errors.Is(err, geo.ErrBusy) {
		t.Errorf("without connections: %v", err)
	}
}

func TestSessionsEndByThemselvesAndForGood(t *testing.T) {
	t.Parallel()
	s := geotest.Empty(t)
	anna := person(t, s, "anna@esempio.example")
	now := noon
	x := postgis.Sessions{Store: s, Now: func() time.Time { return now }}
	begin := func(token string) {
		t.Helper()
		b, err := access.Session{Person: anna.ID, Deadline: now.Add(access.SessionLife)}.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		if err := x.CommitCtx(t.Context(), token, b, now.Add(access.SessionLife)); err != nil {
			t.Fatal(err)
		}
	}
	there := func(token string) bool {
		t.Helper()
		b, found, err := x.FindCtx(t.Context(), token)
		if err != nil {
			t.Fatal(err)
		}
		var got access.Session
		if found && (got.UnmarshalBinary(b) != nil || got.Person != anna.ID) {
			t.Errorf("%s is of %v", token, got)
		}
		return found
	}
	begin("a")
	for day := range 30 { // used every day
		now = noon.Add(time.Duration(day)*24*time.Hour + time.Hour)
		if !there("a") {
			t.Fatalf("over after %d days of use", day)
		}
	}
	if now = noon.Add(access.SessionLife); there("a") {
		t.Error("lasts longer than its life")
	}
	begin("b")
	if now = now.Add(access.SessionIdle); there("b") {
		t.Error("lasts without being used")
	}
	begin("c")
	begin("d")
	if err := x.DeleteCtx(t.Context(), "c"); err != nil || there("c") || !there("d") {
		t.Errorf("%v: c %v, d %v", err, there("c"), there("d"))
	}
	begin("e")
	if err := x.DeleteAll(t.Context(), anna.ID); err != nil || there("d") || there("e") {
		t.Errorf("%v: d %v, e %v", err, there("d"), there("e"))
	}
	begin("f")
	if err := s.PruneAccess(t.Context(), now.Add(8*24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	var n int
	if err := geotest.Login(t, s).QueryRow(t.Context(), `SELECT count(*) FROM atlante.session`).Scan(&n); err != nil || n != 0 {
		t.Errorf("%d sessions are kept, %v", n, err)
	}
}

func TestRolesAreReadAsTheyAre(t *testing.T) {
	t.Parallel()
	s := geotest.Empty(t)
	conn := geotest.Login(t, s)
	if _, err := conn.Exec(t.Context(), `INSERT INTO atlante.zone (id, name, source, licence) VALUES (7, 'Sette', 't', 't'), (8, 'Otto', 't', 't');
		INSERT INTO atlante.network (id, name, source, licence) VALUES ('rete', 'Rete', 't', 't')`); err != nil {
		t.Fatal(err)
	}
	anna, bruno := person(t, s, "Anna@esempio.example"), person(t, s, "bruno@esempio.example")
	if again := person(t, s, "anna@ESEMPIO.example"); again.ID != anna.ID || again.Email != "Anna@esempio.example" {
		t.Errorf("%+v is not %+v", again, anna)
	}
	grants := []access.Grant{{Role: access.Admin}, {Role: access.NetworkModerator, Network: "rete"}, {Role: access.ZoneModerator, Zone: 7},
		{Role: access.ZoneModerator, Zone: 8}}
	for _, g := range append(grants, grants...) {
		if err := s.SaveGrant(t.Context(), anna.ID, g, noon); err != nil {
			t.Fatal(err)
		}
	}
	p, err := s.Principal(t.Context(), anna.ID)
	if err != nil || p.Person != anna || len(p.Grants) != 4 || p.Grants[0] != grants[0] || p.Grants[3] != grants[3] {
		t.Errorf("%+v, %v", p, err)
	}
	if p, err := s.Principal(t.Context(), bruno.ID); err != nil || p.Grants != nil {
		t.Errorf("%+v, %v", p, err)
	}
	if err := s.SaveGrant(t.Context(), bruno.ID, access.Grant{Role: access.ZoneModerator}, noon); err == nil {
		t.Error("a zone moderator without a zone")
	}
	if err := s.SaveGrant(t.Context(), bruno.ID, access.Grant{Role: access.ZoneModerator, Zone: 8}, noon); err != nil {
		t.Fatal(err)
	}
	for zone, want := range map[geo.ZoneID]int{7: 1, 8: 2, 9: 1} { // 9: the administrator
		if list, err := s.Moderators(t.Context(), zone, ""); err != nil || len(list) != want {
			t.Errorf("zone %d: %v, %v", zone, list, err)
		}
	}
	if err := s.DeleteGrant(t.Context(), anna.ID, grants[0]); err != nil {
		t.Fatal(err)
	}
	if err := s.DeleteGrant(t.Context(), anna.ID, grants[0]); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("a role that is not there: %v", err)
	}
	if list, err := s.Granted(t.Context()); err != nil || len(list) != 4 {
		t.Errorf("%v, %v", list, err)
	}
	if err := s.Forget(t.Context(), anna); err != nil {
		t.Fatal(err)
	}
	if p, err := s.Principal(t.Context(), anna.ID); err != nil || len(p.Grants) != 0 {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestTokensOfPrograms(t *testing.T) {
	t.Parallel()
	s := geotest.Empty(t)
	token, client := newSecret(t), uuid.New()
	if err := s.SaveToken(t.Context(), token.Hash(), "prova", client, noon); err != nil {
		t.Fatal(err)
	}
	if got, name, err := s.TokenClient(t.Context(), token.Hash()); err != nil || got != client || name != "prova" {
		t.Errorf("%v, %q, %v", got, name, err)
	}
	if _, _, err := s.TokenClient(t.Context(), newSecret(t).Hash()); !errors.Is(err, geo.ErrNotFound) {
		t.Error(err)
	}
	if n, err := s.RevokeTokens(t.Context(), client, noon); err != nil || n != 1 {
		t.Errorf("%d, %v", n, err)
	}
	if _, _, err := s.TokenClient(t.Context(), token.Hash()); !errors.Is(err, geo.ErrNotFound) {
		t.Error(err)
	}
}

// The secret of the server is made once, also by many at a time.
func TestTheSecretIsMadeOnce(t *testing.T) {
	t.Parallel()
	s := geotest.Empty(t)
	var all sync.WaitGroup
	got := make([]string, 8)
	for i := range got {
		all.Go(func() {
			v, err := s.Secret(t.Context(), "limits", newSecret(t), noon)
			if err != nil {
				t.Error(err)
			}
			got[i] = string(v)
		})
	}
	all.Wait()
	for _, v := range got {
		if v != got[0] || len(v) != 32 {
			t.Error("not the same for all")
		}
	}
}

// The role that makes tiles sees nothing of all this.
func TestTilesSeeNothingOfAccess(t *testing.T) {
	t.Parallel()
	_, login := geotest.Database(t)
	conn := session(t, login, "atlante_tiles")
	for _, table := range []string{"person", "person_grant", "link", "session", "rate", "secret", "token", "mail"} {
		if _, err := conn.Exec(t.Context(), "SELECT 1 FROM "+pgx.Identifier{"atlante", table}.Sanitize()); err == nil {
			t.Errorf("atlante_tiles may read %s", table)
		}
	}
}
