package road

import "testing"

func TestWinter(t *testing.T) {
	p := DefaultProfile()
	p.WinterClosed = map[int64]bool{7: true, 8: false}
	for _, x := range []struct {
		tags   string
		way    int64
		winter bool
	}{
		{"highway=tertiary", 1, false},
		{"highway=tertiary", 7, true},
		{"highway=tertiary winter_service=no", 1, true},
		{"highway=tertiary winter_service=no", 8, false},
		{"highway=footway winter_service=no", 1, false}, // not cleared, but walked
		{"highway=tertiary seasonal=yes", 1, true},
		{"highway=tertiary seasonal=no", 1, false},
		{"highway=tertiary seasonal=spring;summer;autumn", 1, true},
		{"highway=path seasonal=summer", 1, true},
		{"highway=tertiary access:conditional=no~@~(Nov-May)", 1, true},
		{"highway=tertiary motor_vehicle:conditional=no~@~(Oct~15-May~31)", 1, true},
		{"highway=tertiary motor_vehicle:conditional=no~@~Nov-Apr", 1, true},
		{"highway=tertiary motor_vehicle:conditional=no~@~winter", 1, true},
		{"highway=tertiary motor_vehicle:conditional=no~@~(Nov,Dec,Jan-Mar)", 1, true},
		{"highway=tertiary motor_vehicle:conditional=no~@~(Nov-Apr);yes~@~(May-Oct)", 1, true},
		{"highway=tertiary motor_vehicle=no motor_vehicle:conditional=yes~@~(Jun~1-Oct~31)", 1, true},
		{"highway=tertiary access=no access:conditional=yes~@~(Jun-Sep)", 1, true},
		{"highway=tertiary motor_vehicle:conditional=no~@~(Jul-Aug)", 1, false},
		{"highway=tertiary motor_vehicle:conditional=no~@~(Dec~24-Dec~26)", 1, false},
		{"highway=tertiary motor_vehicle:conditional=no~@~(Nov-Mar~20:00-06:00)", 1, false},
		{"highway=tertiary motor_vehicle:conditional=no~@~(2023~Nov-2024~Mar)", 1, false},
		{"highway=tertiary motor_vehicle:conditional=no~@~(Nov-May~AND~weight>3.5)", 1, false},
		{"highway=tertiary motor_vehicle:conditional=destination~@~(Nov-May)", 1, false},
		{"highway=tertiary motor_vehicle:conditional=no~@~(((", 1, false},
		{"highway=tertiary mountain_pass=yes ele=2476", 1, true},
		{"highway=tertiary mountain_pass=yes ele=2476 winter_service=yes", 1, false},
		{"highway=tertiary mountain_pass=yes ele=2035", 1, false}, // Sestriere
		{"highway=tertiary mountain_pass=yes", 1, false},
	} {
		car, foot, winter := p.Read(tagsOf(x.tags), x.way)
		if winter != x.winter || !foot.Open() && !car.Open() {
			t.Errorf("%s: winter %t, car %+v, foot %+v", x.tags, winter, car, foot)
		}
	}
	if car, foot, _ := p.Read(tagsOf("highway=track tracktype=grade1 seasonal=winter"), 1); car.Open() || foot.Open() {
		t.Error("a road over ice is no road")
	}
}

func TestBarriers(t *testing.T) {
	p := DefaultProfile()
	for _, x := range []struct {
		tags          string
		noCar, noFoot bool
	}{
		{"highway=crossing", false, false},
		{"highway=crossing access=no", false, false},
		{"barrier=bollard", true, false},
		{"barrier=bollard access=yes", true, false},
		{"barrier=bollard motor_vehicle=yes", false, false},
		{"barrier=gate", false, false},
		{"barrier=gate access=private", true, true},
		{"barrier=gate access=private foot=yes", true, false},
		{"barrier=gate motor_vehicle=private", true, false},
		{"barrier=gate locked=yes", true, false},
		{"barrier=lift_gate vehicle=destination", false, false},
		{"barrier=toll_booth", false, false},
		{"barrier=wall", true, true},
		{"barrier=cycle_barrier", true, false},
	} {
		if noCar, noFoot := p.Barrier(tagsOf(x.tags)); noCar != x.noCar || noFoot != x.noFoot {
			t.Errorf("%s: %t %t", x.tags, noCar, noFoot)
		}
	}
}
