package registry_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"atlante/geo/registry"
)

func TestAlike(t *testing.T) {
	at := func(name string, lon, lat float64) registry.Content {
		return registry.Content{Name: name, Position: &orb.Point{lon, lat}}
	}
	with := func(k registry.ContactKind, v string) registry.Content {
		return registry.Content{Contacts: []registry.Contact{{Kind: k, Value: v}}}
	}
	for _, x := range []struct {
		name string
		a, b registry.Content
		want []registry.Likeness
	}{
		{"nothing said", registry.Content{}, registry.Content{}, nil},
		{"codice fiscale and partita IVA", registry.Content{Operator: registry.Operator{CodiceFiscale: "00514490010"}},
			registry.Content{Operator: registry.Operator{PartitaIVA: "IT 00514490010"}}, []registry.Likeness{registry.SameCodiceFiscale}},
		{"web and mail", with(registry.Website, "https://www.barrito.it/chi-siamo"), with(registry.Email, "info@barrito.it"), []registry.Likeness{registry.SameDomain}},
		{"free mail", with(registry.Email, "a@gmail.com"), with(registry.Email, "b@gmail.com"), nil},
		{"certified mail", with(registry.Email, "a@pec.it"), with(registry.Email, "b@pec.it"), nil},
		{"Facebook", with(registry.Website, "facebook.com/a"), with(registry.Website, "https://it-it.facebook.com/b"), nil},
		{"blogs of one host", with(registry.Website, "a.wordpress.com"), with(registry.Website, "b.wordpress.com"), nil},
		{"one blog", with(registry.Website, "http://a.wordpress.com/x"), with(registry.Website, "a.wordpress.com"), []registry.Likeness{registry.SameDomain}},
		{"phone", with(registry.Phone, "011 4420000"), with(registry.Phone, "+39 0114420000"), []registry.Likeness{registry.SamePhone}},
		{"like name, near", at("Portineria di Porta Palazzo", 7.6800, 45.07), at("PORTINERIA PORTA PALAZZO APS", 7.6810, 45.07), []registry.Likeness{registry.LikeNameNear}},
		{"like name, 160 m", at("Barrito", 7.68, 45.07), at("Barrito", 7.68, 45.07+160/111_195.0), nil},
		{"other name, near", at("Barrito", 7.68, 45.07), at("Cascina Roccafranca", 7.68, 45.07), nil},
	} {
		for range 2 {
			if why, _ := registry.Alike(x.a, x.b); !slices.Equal(why, x.want) {
				t.Errorf("%s: %v, want %v", x.name, why, x.want)
			}
			x.a, x.b = x.b, x.a // likeness has no direction
		}
	}
	if _, apart := registry.Alike(registry.Content{}, at("x", 7, 45)); !math.IsNaN(apart) {
		t.Error("without a position the distance is not unknown")
	}
}

func TestNameLikeness(t *testing.T) {
	for _, x := range []struct {
		a, b string
		like bool
	}{
		{"Casa del Quartiere di San Salvario", "San Salvario - Casa Quartiere", true},
		{"Cascina Roccafranca", "Fondazione Cascina Roccafranca", true},
		{"Cascina Roccafranca", "Cascina Rocafranca", true},
		{"S. Ambrogio", "Sant'Ambrogio", true},
		{"Più SpazioQuattro", "piu spazio quattro", false}, // split words: only the map tells
		{"Casa del Quartiere di San Salvario", "Casa del Quartiere Barrito", false},
		{"Portineria di Ceres", "Portineria di Usseglio", false},
		{"Circolo ARCI", "Circolo ACLI", false},
		{"APS", "ODV", false}, {"", "", false}, {"A", "", false},
	} {
		l, back := registry.NameLikeness(x.a, x.b), registry.NameLikeness(x.b, x.a)
		if (l >= registry.LikeName) != x.like || l < 0 || l > 1 {
			t.Errorf("%q and %q: %.2f", x.a, x.b, l)
		}
		if math.Abs(l-back) > 1e-9 {
			t.Errorf("%q and %q: %.3f one way, %.3f the other", x.a, x.b, l, back)
		}
	}
}

func ExampleAlike() {
	a := registry.Content{Name: "Barrito", Contacts: []registry.Contact{{Kind: registry.Website, Value: "https://www.barrito.it"}}}
	b := registry.Content{Name: "Il Barrito APS", Contacts: []registry.Contact{{Kind: registry.Email, Value: "info@barrito.it"}}}
	why, _ := registry.Alike(a, b)
	fmt.Println(why)
	// Output: [same_domain]
}
