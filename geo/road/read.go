package road

// Read says how the way with these tags is travelled by car and on foot, and
// whether it is closed in winter. Both passages are closed when it is no road, or
// none that may be used. way is its OpenStreetMap id.
//
// A ferry that tells its duration has the profile's speed here: the length is
// not among the tags. Give it its own with FerryMinutes and Passage.Lasting.
func (p Profile) Read(tags Tags, way int64) (car, foot Passage, winter bool) {
	class := first(tags, "highway")
	if class == "" {
		class = first(tags, "route")
		if class != "ferry" && class != "shuttle_train" {
			return Passage{}, Passage{}, false
		}
		car, foot = p.ferry(tags, class)
	} else {
		car, foot = p.car(tags, class), p.foot(tags, class)
	}
	if !car.Open() && !foot.Open() {
		return Passage{}, Passage{}, false
	}
	shut, never := p.winter(tags, way, car.Open())
	if never {
		return Passage{}, Passage{}, false
	}
	return car, foot, shut
}
