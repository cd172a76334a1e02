package web

import (
	"errors"
	"net/http/httptest"
	"strings"
	"testing"

	"atlante/api/wire"
	"atlante/geo"
	"atlante/geo/cover"
	"atlante/web/site"
)

func read(t *testing.T, target string) (state, error) {
	t.Helper()
	r := httptest.NewRequest("GET", target, nil)
	q := wire.ReadForm(r, everyKey()...)
	s := stateOf(r, q)
	return s, q.Err()
}

func TestStateOfAnEmptyAddress(t *testing.T) {
	s, err := read(t, "/")
	want := state{Lang: site.Italian, Territory: geo.TerritoryMountain, Scenario: cover.ScenarioCurrent}
	if err != nil || s != want {
		t.Fatalf("got %+v, %v", s, err)
	}
	if got := s.href("/"); got != "/" {
		t.Errorf("the usual view has the address %q, want /", got)
	}
}

// What an address says is what its state writes again, in one order.
func TestStateThereAndBack(t *testing.T) {
	for _, address := range []string{
		"/?kind=portineria&minutes=15", "/?territory=inner&scenario=planned&zone=7",
		"/?q=via+po+%26+c%C3%B2&pos=7.35,45.15,9.5", "/?gap=g-casa_del_quartiere-12&lang=en",
		"/?place=018f2b6e-0000-7000-8000-000000000001&view=map", "/?comune=001272&lang=it", "/?zone=7&valley=ala", "/?cell=891f98611d3ffff",
	} {
		s, err := read(t, address)
		if err != nil {
			t.Errorf("%s: %v", address, err)
			continue
		}
		if got := s.href("/"); got != address {
			t.Errorf("got %s, want %s", got, address)
		}
	}
}

// A form sends empty fields; they mean nothing was chosen.
func TestEmptyFieldsOfAForm(t *testing.T) {
	s, err := read(t, "/?q=&kind=portineria&zone=")
	if err != nil || s.href("/") != "/?kind=portineria" {
		t.Errorf("got %s, %v", s.href("/"), err)
	}
}

func TestWhatAnAddressMayNotSay(t *testing.T) {
	for _, address := range []string{
		"/?foo=1", "/?kind=A", "/?kind=a&kind=b", "/?minutes=31", "/?minutes=-15", "/?territory=sea", "/?scenario=dream",
		"/?zone=0", "/?zone=x", "/?lang=fr", "/?pos=7.35,45.15", "/?pos=7.35,95,3", "/?pos=NaN,45,9", "/?pos=7,45,9,9",
		"/?view=both", "/?valley=Val+Ala", "/?gap=12", "/?gap=g-x", "/?gap=g-portineria--1", "/?gap=g-Portineria-1", "/?place=1",
		"/?place=018F2B6E-0000-7000-8000-000000000001", "/?comune=1272", "/?cell=zz", "/?cell=871f98400ffffff",
		"/?q=" + strings.Repeat("a", longestQuery+1), "/?q=%00", "/?%zz",
	} {
		if s, err := read(t, address); !errors.Is(err, geo.ErrInvalid) {
			t.Errorf("%s gives %+v, %v", address, s, err)
		}
	}
}

func TestLinksKeepTheChoices(t *testing.T) {
	s, err := read(t, "/?kind=cer&minutes=15&territory=all&scenario=planned&zone=7&q=susa&pos=7,45,9&gap=g-cer-1&lang=en")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, got, want string }{
		{"home", s.Home(), "/?kind=cer&minutes=15&territory=all&scenario=planned&zone=7&q=susa&pos=7,45,9&lang=en"},
		{"page", s.Page("/zone/7"), "/zone/7?kind=cer&minutes=15&territory=all&scenario=planned&zone=7&lang=en"},
		{"place", s.OpenPlace("x"), "/?kind=cer&minutes=15&territory=all&scenario=planned&zone=7&q=susa&place=x&lang=en"},
		{"no search", s.WithoutSearch(), "/?kind=cer&minutes=15&territory=all&scenario=planned&zone=7&pos=7,45,9&lang=en"},
		{"another kind", s.WithKind("partner").On("/zone"), "/zone?kind=partner&territory=all&scenario=planned&zone=7&lang=en"},
		{"a valley", s.WithValley("lanzo").Home(), "/?kind=cer&minutes=15&territory=all&scenario=planned&valley=lanzo&lang=en"},
		{"a page of a valley", s.WithValley("lanzo").Page("/zone"), "/zone?kind=cer&minutes=15&territory=all&scenario=planned&lang=en"},
		{"other language", s.WithLang(site.Italian).On("/zone"), "/zone?kind=cer&minutes=15&territory=all&scenario=planned&zone=7&lang=it"},
		{"planned off, gap kept", s.WithPlanned(false).On("/"), "/?kind=cer&minutes=15&territory=all&zone=7&q=susa&gap=g-cer-1&pos=7,45,9&lang=en"},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, c.got, c.want)
		}
	}
}

func TestThresholdShownFirst(t *testing.T) {
	mountain := geo.Kind{ModeMountain: geo.ModeCar, ThresholdCar: 45}
	odd := geo.Kind{ModeMountain: geo.ModeCar, ThresholdCar: 20}
	for _, c := range []struct {
		kind         geo.Kind
		chosen, want int
	}{{mountain, 0, 45}, {mountain, 15, 15}, {odd, 0, 30}, {geo.Kind{ByArea: true}, 30, 0}} {
		if got := threshold(c.kind, c.chosen); got != c.want {
			t.Errorf("%+v: got %d, want %d", c.kind, got, c.want)
		}
	}
}
