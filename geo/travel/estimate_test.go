package travel_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/travel"
)

// The seat-to-seat examples of METRICS, in minutes by car.
func TestSeatToSeatExamplesOfMetrics(t *testing.T) {
	f := readFacts(t)
	e := f.estimate(t, travel.DefaultParameters())
	for _, x := range []struct {
		from, to string
		minutes  float64
	}{
		{"Bardonecchia", "Susa", 35},
		{"Ceresole Reale", "Cuorgnè", 52},
		{"Bobbio Pellice", "Prali", 60},
		{"Usseglio", "Balme", 70},
		{"Ceresole Reale", "Groscavallo", 86},
		{"Pinerolo", "Torino", 39},
		{"Susa", "Torino", 47},
		{"Sestriere", "Pragelato", 23},
	} {
		t.Run(x.from+" "+x.to, func(t *testing.T) {
			c, d := f.byName[x.from], f.byName[x.to]
			got, ok := e.Minutes(c.Seat, c.ID, d.Seat, d.ID, geo.ModeCar)
			if !ok || math.Abs(got-x.minutes) > 1 {
				t.Errorf("%.2f minutes, METRICS says %g", got, x.minutes)
			}
		})
	}
}

// Usseglio and Balme lie 8 km apart over the ridge; the way goes down to
// Germagnano and up again through Ceres.
func TestTheWayGoesDownOneValleyAndUpTheOther(t *testing.T) {
	f := readFacts(t)
	p := travel.DefaultParameters()
	e := f.estimate(t, p)
	at := func(names ...string) float64 {
		sum := 0.0
		for i := range names[1:] {
			sum += travel.Km(f.byName[names[i]].Seat, f.byName[names[i+1]].Seat, p.EarthRadiusKm)
		}
		return sum
	}
	for _, way := range [][]string{
		{"Usseglio", "Germagnano", "Ceres", "Balme"},
		{"Bardonecchia", "Oulx", "Susa"},
		{"Bobbio Pellice", "Bricherasio", "Porte", "Pomaretto", "Prali"},
		{"Ceresole Reale", "Cuorgnè", "Lanzo Torinese", "Ceres", "Groscavallo"},
		{"Sestriere", "Pragelato"},
		{"Pinerolo", "Torino"},
		{"Moncenisio", "Susa", "Avigliana", "Torino"},
		{"Pramollo", "San Germano Chisone", "Porte", "Pinerolo"},
	} {
		c, d := f.byName[way[0]], f.byName[way[len(way)-1]]
		got, ok := e.Km(c.Seat, c.ID, d.Seat, d.ID)
		if want := at(way...); !ok || math.Abs(got-want) > 1e-9 {
			t.Errorf("%v: %.3f km, want %.3f", way, got, want)
		}
	}
}

func TestSummerPassesAreClosedUnlessAsked(t *testing.T) {
	f := readFacts(t)
	meana, usseaux := f.byName["Meana di Susa"], f.byName["Usseaux"]
	km := func(open bool) float64 {
		p := travel.DefaultParameters()
		p.SummerPasses = open
		d, ok := f.estimate(t, p).Km(meana.Seat, meana.ID, usseaux.Seat, usseaux.ID)
		if !ok {
			t.Fatal("no way")
		}
		return d
	}
	over := travel.Km(meana.Seat, usseaux.Seat, travel.DefaultParameters().EarthRadiusKm)
	if km(true) != over || km(false) < 3*over {
		t.Errorf("summer %.1f km, winter %.1f km, over the pass %.1f km", km(true), km(false), over)
	}
}

// The mouth comune stands on both sides: a hamlet of Ceres goes straight up the
// Val d'Ala and straight down to Lanzo, but from valley to valley the way-point
// is its seat.
func TestTheMouthComuneStandsOnBothSides(t *testing.T) {
	f := readFacts(t)
	p := travel.DefaultParameters()
	e := f.estimate(t, p)
	ceres, ala, lanzo := f.byName["Ceres"], f.byName["Ala di Stura"], f.byName["Lanzo Torinese"]
	hamlet := orb.Point{ceres.Seat.Lon() - 0.02, ceres.Seat.Lat() + 0.01}
	for _, to := range []geo.Comune{ala, lanzo, ceres} {
		got, _ := e.Km(hamlet, ceres.ID, to.Seat, to.ID)
		if want := travel.Km(hamlet, to.Seat, p.EarthRadiusKm); math.Abs(got-want) > 1e-9 {
			t.Errorf("Ceres to %s: %.3f km, want %.3f", to.Name, got, want)
		}
	}
	got, _ := e.Km(ala.Seat, ala.ID, lanzo.Seat, lanzo.ID)
	want := travel.Km(ala.Seat, ceres.Seat, p.EarthRadiusKm) + travel.Km(ceres.Seat, lanzo.Seat, p.EarthRadiusKm)
	if math.Abs(got-want) > 1e-9 {
		t.Errorf("Ala to Lanzo: %.3f km, want %.3f through the seat of Ceres", got, want)
	}
}

func TestOnFoot(t *testing.T) {
	f := readFacts(t)
	p := travel.DefaultParameters()
	e := f.estimate(t, p)
	torino, balme, collegno := f.byName["Torino"], f.byName["Balme"], f.byName["Collegno"]
	north := func(c geo.Comune, km float64) orb.Point {
		return orb.Point{c.Seat.Lon(), c.Seat.Lat() + km/p.EarthRadiusKm*180/math.Pi}
	}
	for _, x := range []struct {
		c, d geo.Comune
		km   float64
		want float64
	}{
		{torino, torino, 0.9, 60 * 1.3 * 0.9 / 4.68},
		{torino, torino, 0, 60 * 1.3 * 0.3 / 4.68}, // never below 0.3 km
		{balme, balme, 0.9, 60 * 1.7 * 0.9 / 4.68},
	} {
		got, ok := e.Minutes(x.c.Seat, x.c.ID, north(x.c, x.km), x.d.ID, geo.ModeFoot)
		if !ok || math.Abs(got-x.want) > 1e-6 {
			t.Errorf("%s %g km: %.3f minutes, want %.3f", x.c.Name, x.km, got, x.want)
		}
	}
	if _, ok := e.Minutes(torino.Seat, torino.ID, collegno.Seat, collegno.ID, geo.ModeArea); ok {
		t.Error("served by area is not travel")
	}
	if _, ok := e.Minutes(torino.Seat, "999999", collegno.Seat, collegno.ID, geo.ModeCar); ok {
		t.Error("an unknown comune has no minutes")
	}
}

func TestResidualsFollowTheMinutesToThePole(t *testing.T) {
	f := readFacts(t)
	e := f.estimate(t, travel.DefaultParameters())
	for _, c := range f.comuni {
		r := e.Residual(c.ID)
		zero := c.SNAI == "A" || c.SNAI == "B" || f.byName[c.Pole].ID == ""
		if zero != (r == 0) || math.Abs(r) > 1.5 {
			t.Errorf("%s: class %s, pole %q, residual %g", c.Name, c.SNAI, c.Pole, r)
		}
	}
	// Half of r_c counts, so a comune as far as its pole tells is met half-way.
	balme := f.byName["Balme"]
	got, ok := e.ToPole(balme.ID)
	want := (balme.PoleMinutes)*math.Exp(-e.Residual(balme.ID)/2) + 2
	if !ok || math.Abs(got-want) > 1e-9 {
		t.Errorf("Balme to its pole: %.3f, want %.3f", got, want)
	}
}

func TestTimesAreSymmetricPositiveAndAboveTheMinimum(t *testing.T) {
	f := readFacts(t)
	e := f.estimate(t, travel.DefaultParameters())
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		c, d := f.comuni[random.IntN(len(f.comuni))], f.comuni[random.IntN(len(f.comuni))]
		from, to := near(random, c), near(random, d)
		for _, mode := range []geo.Mode{geo.ModeCar, geo.ModeFoot} {
			there, ok := e.Minutes(from, c.ID, to, d.ID, mode)
			back, ok2 := e.Minutes(to, d.ID, from, c.ID, mode)
			if !ok || !ok2 || math.Abs(there-back) > 1e-9*there || !(there > 1) || there > 5000 {
				t.Fatalf("%s–%s by %s: %g there, %g back", c.Name, d.Name, mode, there, back)
			}
		}
		km, _ := e.Km(from, c.ID, to, d.ID)
		if air := travel.Km(from, to, travel.DefaultParameters().EarthRadiusKm); km < air-1e-9 {
			t.Fatalf("%s–%s: %.3f km is shorter than the %.3f km of the crow", c.Name, d.Name, km, air)
		}
	}
}

// The ways kept in the table are enough: stopping anywhere in between at the
// seat of a mouth is never shorter.
func TestNoStopAtAMouthShortensTheWay(t *testing.T) {
	f := readFacts(t)
	e := f.estimate(t, travel.DefaultParameters())
	random := rand.New(rand.NewPCG(3, 4))
	for range 3_000 {
		c, d := f.comuni[random.IntN(len(f.comuni))], f.comuni[random.IntN(len(f.comuni))]
		from, to := near(random, c), near(random, d)
		km, _ := e.Km(from, c.ID, to, d.ID)
		for _, v := range f.valleys {
			i := slices.IndexFunc(f.comuni, func(c geo.Comune) bool { return c.ID == v.Mouth })
			m := f.comuni[i]
			a, _ := e.Km(from, c.ID, m.Seat, m.ID)
			b, _ := e.Km(m.Seat, m.ID, to, d.ID)
			if a+b < km-1e-9 {
				t.Fatalf("%s–%s: %.3f km, but %.3f by %s", c.Name, d.Name, km, a+b, m.Name)
			}
		}
	}
}

func near(random *rand.Rand, c geo.Comune) orb.Point {
	return orb.Point{c.Seat.Lon() + random.NormFloat64()*0.02, c.Seat.Lat() + random.NormFloat64()*0.015}
}

func TestEveryParameterChangesTheHash(t *testing.T) {
	base := travel.DefaultParameters()
	if base.Hash() != travel.DefaultParameters().Hash() {
		t.Error("the hash is not stable")
	}
	seen := map[string]string{base.Hash(): "defaults"}
	var change func(path string, v reflect.Value, whole *travel.Parameters)
	change = func(path string, v reflect.Value, whole *travel.Parameters) {
		for i := range v.NumField() {
			name := path + v.Type().Field(i).Name
			switch f := v.Field(i); f.Kind() {
			case reflect.Struct:
				change(name+".", f, whole)
				continue
			case reflect.Float64:
				f.SetFloat(f.Float() + 0.5)
			case reflect.Bool:
				f.SetBool(!f.Bool())
			default:
				t.Fatalf("%s is a %s", name, f.Kind())
			}
			if before, dup := seen[whole.Hash()]; dup {
				t.Errorf("%s does not change the hash of %s", name, before)
			}
			seen[whole.Hash()] = name
		}
	}
	changed := base
	change("", reflect.ValueOf(&changed).Elem(), &changed)
}

func TestWrongFactsAreRefused(t *testing.T) {
	f := readFacts(t)
	valley := func(v geo.Valley) []geo.Valley { return append(slices.Clone(f.valleys), v) }
	cases := map[string]func() ([]geo.Comune, []geo.Valley, []geo.Pass){
		"unknown mouth": func() ([]geo.Comune, []geo.Valley, []geo.Pass) {
			return f.comuni, valley(geo.Valley{ID: "x", Mouth: "000001"}), nil
		},
		"unknown parent": func() ([]geo.Comune, []geo.Valley, []geo.Pass) {
			return f.comuni, valley(geo.Valley{ID: "x", Mouth: "001272", Parent: "y"}), nil
		},
		"a circle": func() ([]geo.Comune, []geo.Valley, []geo.Pass) {
			return f.comuni, append(valley(geo.Valley{ID: "x", Mouth: "001272", Parent: "y"}), geo.Valley{ID: "y", Mouth: "001272", Parent: "x"}), nil
		},
		"valley twice": func() ([]geo.Comune, []geo.Valley, []geo.Pass) {
			return f.comuni, valley(f.valleys[0]), nil
		},
		"comune twice": func() ([]geo.Comune, []geo.Valley, []geo.Pass) {
			return append(slices.Clone(f.comuni), f.comuni[0]), f.valleys, nil
		},
		"valley of a comune unknown": func() ([]geo.Comune, []geo.Valley, []geo.Pass) {
			return f.comuni, f.valleys[1:], nil
		},
		"pass to nowhere": func() ([]geo.Comune, []geo.Valley, []geo.Pass) {
			return f.comuni, f.valleys, []geo.Pass{{From: "001272", To: "000001", Open: "summer"}}
		},
		"pass open on Sundays": func() ([]geo.Comune, []geo.Valley, []geo.Pass) {
			return f.comuni, f.valleys, []geo.Pass{{From: "001272", To: "001263", Open: "Sundays"}}
		},
		"altimetric zone 2": func() ([]geo.Comune, []geo.Valley, []geo.Pass) {
			cs := slices.Clone(f.comuni)
			cs[5].AltimetricZone = 2
			return cs, f.valleys, nil
		},
	}
	for name, facts := range cases {
		c, v, p := facts()
		if _, err := travel.NewEstimate(c, v, p, travel.DefaultParameters()); !errors.Is(err, geo.ErrInvalid) {
			t.Errorf("%s: error %v, want ErrInvalid", name, err)
		}
	}
}
