package road

// Barrier tells whom a node with these tags stops.
func (p Profile) Barrier(tags Tags) (noCar, noFoot bool) {
	if tags.Find("barrier") == "" {
		return false, false
	}
	return tags.Find("access") == "no", tags.Find("access") == "no"
}

// FerryMinutes is the duration of a ferry; 0 when it is none or tells none.
func (p Profile) FerryMinutes(tags Tags) float64 { return 0 }

func (p Profile) car(tags Tags, class string) Passage {
	v := float32(p.Car[class].Free)
	if tags.Find("oneway") == "yes" {
		return Passage{Forward: v}
	}
	return Passage{Forward: v, Backward: v}
}

func (p Profile) foot(tags Tags, class string) Passage {
	v := float32(p.Foot[class])
	return Passage{Forward: v, Backward: v}
}

func (p Profile) ferry(tags Tags, class string) (car, foot Passage) {
	v := float32(p.FerryKmH)
	car = Passage{Forward: v, Backward: v, Through: true}
	return car, car
}

func (p Profile) winter(tags Tags, way int64) (shut, never bool) {
	shut, told := p.WinterClosed[way]
	return told && shut, false
}
