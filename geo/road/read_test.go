package road

import (
	"math"
	"strings"
	"testing"
)

// tagsOf "highway=primary oneway=yes"; a "~" stands for a blank in a value.
func tagsOf(s string) TagMap {
	tags := TagMap{}
	for _, pair := range strings.Fields(s) {
		key, value, _ := strings.Cut(pair, "=")
		tags[key] = strings.ReplaceAll(value, "~", " ")
	}
	return tags
}

const walk = float32(4.68)

func TestCarSpeeds(t *testing.T) {
	p := DefaultProfile()
	for _, x := range []struct {
		tags              string
		forward, backward float64
	}{
		{"highway=primary", 62, 62},
		{"highway=primary maxspeed=50", 42.5, 42.5},
		{"highway=primary maxspeed=50~km/h", 42.5, 42.5},
		{"highway=primary maxspeed=30~mph", 0.85 * 48.28032, 0.85 * 48.28032},
		{"highway=primary maxspeed=IT:urban", 42.5, 42.5},
		{"highway=primary maxspeed=RO:urban", 42.5, 42.5}, // of any country
		{"highway=primary maxspeed=50;70", 42.5, 42.5},
		{"highway=primary maxspeed=70|50", 42.5, 42.5},
		{"highway=primary maxspeed:forward=50 maxspeed:backward=70", 42.5, 59.5},
		{"highway=primary maxspeed=signals", 62, 62},
		{"highway=primary maxspeed=-5", 62, 62},
		{"highway=primary maxspeed=1e9", 62, 62},
		{"highway=primary maxspeed=none", 75, 75},
		{"highway=primary source:maxspeed=IT:urban", 42.5, 42.5},
		{"highway=residential maxspeed=CH:zone30", 25.5, 25.5},
		{"highway=residential maxspeed=DE:zone:30", 25.5, 25.5},
		{"highway=residential maxspeed=walk", 5.1, 5.1},
		{"highway=tertiary maxspeed=90", 55, 55}, // a mountain road is not driven at 90
		{"highway=unclassified maxspeed=IT:rural", 45, 45},
		{"highway=unclassified surface=gravel", 30, 30},
		{"highway=unclassified surface=asphalt;ground", 20, 20},
		{"highway=unclassified smoothness=impassable", 0, 0},
		{"highway=secondary lanes=1", 40, 40},
		{"highway=secondary lanes=1 oneway=yes", 54, 0},
		{"highway=secondary maxspeed:practical=35", 35, 35},
		{"highway=track", 0, 0},
		{"highway=track tracktype=grade2", 15, 15},
		{"highway=track motor_vehicle=destination tracktype=grade4", 10, 10},
		{"highway=track access=yes", 0, 0},
		{"highway=path motor_vehicle=yes", 8, 8},
		{"highway=pedestrian", 0, 0},
		{"highway=pedestrian access=yes", 0, 0},
		{"highway=construction", 0, 0},
		{"highway=service area=yes", 0, 0},
		{"highway=service service=driveway", 10, 10},
		{"building=yes", 0, 0},
	} {
		car, _, winter := p.Read(tagsOf(x.tags), 1)
		if math.Abs(float64(car.Forward)-x.forward) > 1e-5 || math.Abs(float64(car.Backward)-x.backward) > 1e-5 || winter {
			t.Errorf("%s: %+v, winter %t", x.tags, car, winter)
		}
	}
}

func TestOneWaysAndAccess(t *testing.T) {
	p := DefaultProfile()
	for _, x := range []struct {
		tags                  string
		forward, backward     bool // by car
		onFoot, onFootBackway bool
	}{
		{"highway=residential", true, true, true, true},
		{"highway=residential oneway=yes", true, false, true, true},
		{"highway=residential oneway=-1", false, true, true, true},
		{"highway=residential oneway=reversible", false, false, true, true},
		{"highway=residential oneway=yes oneway:motor_vehicle=no", true, true, true, true},
		{"highway=residential oneway:foot=yes", true, true, true, false},
		{"highway=residential junction=roundabout", true, false, true, true},
		{"highway=residential junction=circular oneway=no", true, true, true, true},
		{"highway=motorway", true, false, false, false},
		{"highway=motorway oneway=no", true, true, false, false},
		{"highway=motorway_link", true, true, false, false},
		{"highway=residential access=no", false, false, false, false},
		{"highway=residential access=private foot=yes", false, false, true, true},
		{"highway=residential access=no motorcar=yes", true, true, false, false},
		{"highway=residential vehicle=no", false, false, true, true},
		{"highway=residential vehicle=no motor_vehicle=destination", true, true, true, true},
		{"highway=residential motor_vehicle=agricultural;forestry", false, false, true, true},
		{"highway=residential motor_vehicle=forestry;destination", true, true, true, true},
		{"highway=residential motor_vehicle=whatever access=no", false, false, false, false},
		{"highway=residential motor_vehicle:backward=no", true, false, true, true},
		{"highway=residential foot:backward=no", true, true, true, false},
		{"highway=residential foot=no", true, true, false, false},
		{"highway=trunk", true, true, false, false},
		{"highway=trunk sidewalk=right", true, true, true, true},
		{"highway=primary motorroad=yes", true, true, false, false},
		{"highway=footway", false, false, true, true},
		{"highway=path sac_scale=alpine_hiking", false, false, false, false},
		{"highway=busway", false, false, false, false},
	} {
		car, foot, _ := p.Read(tagsOf(x.tags), 1)
		if car.Forward > 0 != x.forward || car.Backward > 0 != x.backward || foot.Forward > 0 != x.onFoot || foot.Backward > 0 != x.onFootBackway {
			t.Errorf("%s: car %+v, foot %+v", x.tags, car, foot)
		}
	}
	if car, _, _ := p.Read(tagsOf("highway=secondary access=destination"), 1); car.Forward != 15 {
		t.Errorf("destination: %+v", car)
	}
}

func TestOnFoot(t *testing.T) {
	p := DefaultProfile()
	for tags, want := range map[string]float32{
		"highway=residential": walk, "highway=path": walk, "highway=steps": walk / 2,
		"highway=path sac_scale=hiking": walk, "highway=path sac_scale=mountain_hiking": walk * 0.75,
		"highway=track tracktype=grade5": walk,
	} {
		if _, foot, _ := p.Read(tagsOf(tags), 1); math.Abs(float64(foot.Forward-want)) > 1e-5 || foot.Forward != foot.Backward {
			t.Errorf("%s: %+v", tags, foot)
		}
	}
}

func TestNobodyGetsOffMotorwaysTunnelsAndFerries(t *testing.T) {
	p := DefaultProfile()
	for tags, want := range map[string]bool{
		"highway=motorway": true, "highway=motorway_link": true, "highway=trunk motorroad=yes": true,
		"highway=secondary tunnel=yes": true, "highway=secondary tunnel=building_passage": false,
		"highway=trunk": false, "route=ferry motor_vehicle=yes": true,
	} {
		if car, _, _ := p.Read(tagsOf(tags), 1); car.Through != want || !car.Open() {
			t.Errorf("%s: %+v", tags, car)
		}
	}
}

func TestFerries(t *testing.T) {
	p := DefaultProfile()
	for _, x := range []struct {
		tags      string
		car, foot bool
		minutes   float64
	}{
		{"route=ferry", false, true, 0},
		{"route=ferry motorcar=yes duration=0:20", true, true, 20},
		{"route=ferry motor_vehicle=no duration=01:30:30", false, true, 90.5},
		{"route=ferry foot=no vehicle=yes duration=PT1H5M", true, false, 65},
		{"route=ferry duration=45", false, true, 45},
		{"route=ferry duration=soon", false, true, 0},
		{"route=ferry duration=-5", false, true, 0},
		{"route=ferry duration=9999:00", false, true, 0},
		{"route=shuttle_train duration=20", true, false, 20},
		{"route=ferry access=no", false, false, 0},
		{"route=bus", false, false, 0},
		{"highway=primary duration=20", true, true, 0},
	} {
		car, foot, _ := p.Read(tagsOf(x.tags), 1)
		if m := p.FerryMinutes(tagsOf(x.tags)); car.Open() != x.car || foot.Open() != x.foot || m != x.minutes {
			t.Errorf("%s: car %+v, foot %+v, %g minutes", x.tags, car, foot, m)
		}
	}
	if got := (Passage{Forward: 12}).Lasting(4000, 20); got != (Passage{Forward: 12}) {
		t.Errorf("4 km in 20 minutes: %+v", got)
	}
	if got := (Passage{Forward: 1, Backward: 1, Through: true}).Lasting(9000, 30); got != (Passage{Forward: 18, Backward: 18, Through: true}) {
		t.Errorf("9 km in 30 minutes: %+v", got)
	}
	if got := (Passage{Forward: 7}).Lasting(0, 20); got != (Passage{Forward: 7}) {
		t.Errorf("no length: %+v", got)
	}
}

func TestTheHashFollowsEveryConstant(t *testing.T) {
	seen := map[string]string{DefaultProfile().Hash(): "default"}
	if DefaultProfile().Hash() != DefaultProfile().Hash() {
		t.Fatal("not stable")
	}
	for name, change := range map[string]func(*Profile){
		"car":         func(p *Profile) { p.Car["track"] = Pace{15, 26} },
		"car class":   func(p *Profile) { p.Car["raceway"] = Pace{} },
		"allowed":     func(p *Profile) { p.CarAllowedKmH++ },
		"share":       func(p *Profile) { p.LimitShare += 0.01 },
		"limits":      func(p *Profile) { p.Limits["it:urban"] = 45 },
		"walk":        func(p *Profile) { p.WalkLimit++ },
		"surface":     func(p *Profile) { p.Surface["mud"]++ },
		"smoothness":  func(p *Profile) { p.Smoothness["bad"]++ },
		"tracktype":   func(p *Profile) { delete(p.Tracktype, "grade5") },
		"service":     func(p *Profile) { p.Service["alley"]++ },
		"one lane":    func(p *Profile) { p.OneLaneKmH++ },
		"destination": func(p *Profile) { p.DestinationKmH++ },
		"foot":        func(p *Profile) { p.Foot["steps"]++ },
		"hiking":      func(p *Profile) { p.Hiking["hiking"] = 0.9 },
		"ferry":       func(p *Profile) { p.FerryKmH++ },
		"lateral":     func(p *Profile) { p.Lateral += 0.1 },
		"pickup":      func(p *Profile) { p.Pickup += 0.1 },
		"pass":        func(p *Profile) { p.PassMetres++ },
		"winter":      func(p *Profile) { p.WinterClosed = map[int64]bool{1: true} },
		"winter open": func(p *Profile) { p.WinterClosed = map[int64]bool{1: false} },
	} {
		p := DefaultProfile()
		change(&p)
		if other, dup := seen[p.Hash()]; dup {
			t.Errorf("%s has the hash of %s", name, other)
		}
		seen[p.Hash()] = name
	}
}

// Whatever the tags, speeds are such that Build takes them.
func FuzzRead(f *testing.F) {
	f.Add("primary", "50 mph", "no @ (Nov-May)", "1:20", "asphalt;mud")
	f.Add("path", "IT:zone:", "yes@;@(", "PT-5M", ";;")
	f.Add("ferry", "none", "no @ (Nov 99-Feb 0)", "::", "x")
	p := DefaultProfile()
	f.Fuzz(func(t *testing.T, class, maxspeed, condition, duration, list string) {
		tags := TagMap{"highway": class, "maxspeed": maxspeed, "access:conditional": condition, "motor_vehicle:conditional": list,
			"duration": duration, "surface": list, "seasonal": list, "access": duration}
		ferry := TagMap{"route": "ferry", "maxspeed": maxspeed, "duration": duration, "motorcar": "yes"}
		for _, x := range []TagMap{tags, ferry} {
			car, foot, _ := p.Read(x, 1)
			for _, v := range []float32{car.Forward, car.Backward, foot.Forward, foot.Backward} {
				if v != 0 && !(v >= slowest && v <= fastest) {
					t.Fatalf("%v: %v", x, v)
				}
			}
			p.Barrier(x)
			if m := p.FerryMinutes(x); !(m >= 0 && m <= 48*60) {
				t.Fatalf("%v: %g minutes", x, m)
			}
		}
	})
}
