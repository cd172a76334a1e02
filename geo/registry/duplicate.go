package registry

import (
	"math"
	"net/url"
	"slices"
	"strings"

	orbgeo "github.com/paulmach/orb/geo"
	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// Traces are what two entries of the same body have in common, in the form in
// which it is compared: sorted, each once. The store looks candidates up by them.
type Traces struct {
	Codes   []string // codice fiscale and partita IVA
	Domains []string // registrable domains of websites and e-mail, in ASCII; none that many share
	Phones  []string // E.164
	Name    string   // folded
}

// TracesOf gives the traces of a content, private contacts too.
func TracesOf(c Content) Traces {
	t := Traces{Name: foldName(c.Name)}
	for _, s := range []string{code(c.Operator.CodiceFiscale), strings.TrimPrefix(code(c.Operator.PartitaIVA), "IT")} {
		if s != "" {
			t.Codes = append(t.Codes, s)
		}
	}
	for _, x := range c.Contacts {
		if d := domainOf(x); d != "" {
			t.Domains = append(t.Domains, d)
		}
		if n, ok := phone(x.Value); x.Kind == Phone && ok {
			t.Phones = append(t.Phones, n)
		}
	}
	for _, l := range []*[]string{&t.Codes, &t.Domains, &t.Phones} {
		slices.Sort(*l)
		*l = slices.Compact(*l)
	}
	return t
}

// The distance in metres and the likeness of names within which two entries may
// be one.
const (
	NearM    = 150
	LikeName = 0.6
)

// Alike gives the signs that two contents are about the same, strongest first,
// and the metres between them, NaN when a position is missing.
func Alike(a, b Content) (why []Likeness, apart float64) {
	x, y := TracesOf(a), TracesOf(b)
	apart = math.NaN()
	if a.Position != nil && b.Position != nil {
		apart = orbgeo.Distance(*a.Position, *b.Position)
	}
	if share(x.Codes, y.Codes) {
		why = append(why, SameCodiceFiscale)
	}
	if share(x.Domains, y.Domains) {
		why = append(why, SameDomain)
	}
	if share(x.Phones, y.Phones) {
		why = append(why, SamePhone)
	}
	if apart <= NearM && NameLikeness(a.Name, b.Name) >= LikeName {
		why = append(why, LikeNameNear)
	}
	return why, apart
}

func share(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// domainOf gives the registrable domain (Public Suffix List) of a website or
// e-mail address; "" when many bodies share it, or there is none.
func domainOf(c Contact) string {
	var host string
	switch c.Kind {
	case Email:
		_, host, _ = strings.Cut(c.Value, "@")
	case Website:
		address, ok := website(c.Value)
		if !ok {
			return ""
		}
		if u, err := url.Parse(address); err == nil {
			host = u.Hostname()
		}
	}
	ascii, err := idna.Lookup.ToASCII(host)
	if err != nil || ascii == "" {
		return ""
	}
	domain, err := publicsuffix.EffectiveTLDPlusOne(ascii)
	switch {
	case err != nil || slices.Contains(shared(), domain):
		return ""
	case slices.Contains(tenanted(), domain):
		return strings.TrimPrefix(ascii, "www.")
	}
	return domain
}

// tenanted are hosts where each site is a name of its own, and which the Public
// Suffix List does not name or has not always named.
func tenanted() []string {
	return strings.Fields(`wordpress.com altervista.org wixsite.com wix.com weebly.com jimdofree.com jimdosite.com webnode.it
		webnode.com blogspot.com business.site squarespace.com godaddysites.com netlify.app github.io`)
}

// shared are domains that say nothing of who writes: mailboxes that anybody can
// have in Italy (the common free and certified ones), social networks, and hosts
// of links and pages whose sites are paths, not names. The list need not be
// complete: what it misses is one more pair for a moderator to look at.
func shared() []string {
	return strings.Fields(`
		gmail.com googlemail.com google.com libero.it virgilio.it inwind.it iol.it blu.it giallo.it tiscali.it tiscalinet.it
		hotmail.com hotmail.it outlook.com outlook.it live.com live.it msn.com yahoo.com yahoo.it ymail.com rocketmail.com
		alice.it tim.it tin.it fastwebnet.it vodafone.it email.it katamail.com supereva.it teletu.it wind.it
		icloud.com me.com mac.com proton.me protonmail.com pm.me tutanota.com tuta.io gmx.com gmx.net aol.com mail.com zoho.com
		hotmail.fr outlook.fr outlook.de live.fr live.co.uk yahoo.fr yahoo.de yahoo.es yahoo.co.uk gmx.de gmx.at mail.ru
		pec.it legalmail.it arubapec.it postecert.it poste.it registerpec.it pecimprese.it cert.legalmail.it mypec.eu legalpec.it pecspeciale.it postacertificata.gov.it
		postecertifica.it sicurezzapostale.it ticertifica.it pecsicura.it gigapec.it casellapec.com pcert.it cgn.it actaliscertymail.it
		aruba.it namirial.com infocert.it notariato.it consulentidellavoropec.it commercialistipec.it psypec.it ingpec.eu archiworldpec.it
		autistici.org inventati.org riseup.net disroot.org
		facebook.com fb.com fb.me instagram.com twitter.com x.com linkedin.com youtube.com youtu.be tiktok.com t.me telegram.me
		whatsapp.com wa.me threads.net linktr.ee bit.ly goo.gl eventbrite.it eventbrite.com google.it openstreetmap.org wikipedia.org
	`)
}
