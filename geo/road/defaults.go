package road

// DefaultProfile are speeds of Piedmont and its neighbours.
//
// Cars. Legal limits (Codice della strada, art. 142): 130 on motorways, 110 on
// extraurbane principali, 90 on other roads out of town, 50 in town. Nobody keeps
// them on average: LimitShare takes crossings and traffic off (OSRM's car profile
// takes a fifth; we less, since Bends takes its own part), and the ceiling by
// class keeps a mountain road without signs, where the law says 90, at what its
// class is built for. The free speeds are for roads whose limit is not mapped: of
// the order of OSRM's (motorway 90, trunk 85, primary 65, secondary 55, tertiary
// 40, unclassified and residential 25, service 15), higher on motorways, where
// 130 is driven at about 110 when the road is free, and on unclassified roads,
// which in Piedmont lead out of villages and whose bends are counted apart.
// They are judgements, not measurements: the road times that METRICS names
// (Ceresole Reale–Cuorgnè 45 minutes, Susa–Torino 45, Bardonecchia–Susa 33), the
// calibration against the estimate and compare-routes against an engine tell how
// far off they are, on a real extract of Piedmont.
func DefaultProfile() Profile {
	return Profile{
		Car: map[string]Pace{
			"motorway": {110, 115}, "motorway_link": {55, 65},
			"trunk": {80, 95}, "trunk_link": {45, 55},
			"primary": {62, 75}, "primary_link": {35, 45},
			"secondary": {54, 65}, "secondary_link": {32, 40},
			"tertiary": {44, 55}, "tertiary_link": {28, 35},
			"unclassified": {32, 45}, "road": {30, 40},
			"residential": {26, 34}, "living_street": {10, 12},
			"service": {15, 20}, "track": {15, 25},
		},
		CarAllowedKmH: 8,
		LimitShare:    0.85,
		Limits:        defaultLimits(),
		WalkLimit:     6,
		Surface:       defaultSurface(),
		Smoothness: map[string]float64{
			"bad": 40, "very_bad": 20, "horrible": 10, "very_horrible": 0, "impassable": 0,
		},
		Tracktype: map[string]float64{"grade1": 35, "grade2": 25, "grade3": 15, "grade4": 10, "grade5": 6},
		Service: map[string]float64{
			"driveway": 10, "parking_aisle": 10, "alley": 15, "drive-through": 8, "emergency_access": 0,
		},
		OneLaneKmH:     40,
		DestinationKmH: 15,
		Lateral:        2,
		Pickup:         1,
		Foot:           defaultFoot(),
		// Swiss Alpine Club: T1 as a road, T2 and T3 slower, from T4 on the hands
		// are needed: no way to a service.
		Hiking: map[string]float64{
			"hiking": 1, "mountain_hiking": 0.75, "demanding_mountain_hiking": 0.5,
			"alpine_hiking": 0, "demanding_alpine_hiking": 0, "difficult_alpine_hiking": 0,
		},
		FerryKmH: 12, // Intra–Laveno: about 4 km in 20 minutes
		// Above Sestriere (2,035 m), which is kept open all winter.
		PassMetres: 2100,
	}
}

// defaultLimits are the legal limits of zones in Italy, France and Switzerland,
// which the 40 km beyond the border reach, and of Liechtenstein and Austria.
func defaultLimits() map[string]float64 {
	return map[string]float64{
		"it:urban": 50, "it:rural": 90, "it:trunk": 110, "it:motorway": 130,
		"fr:urban": 50, "fr:rural": 80, "fr:trunk": 110, "fr:motorway": 130,
		"ch:urban": 50, "ch:rural": 80, "ch:trunk": 100, "ch:motorway": 120,
		"li:urban": 50, "li:rural": 80, "at:urban": 50, "at:rural": 100, "at:trunk": 100, "at:motorway": 130,
		"urban": 50, "it:living_street": 20, "fr:living_street": 20, "ch:living_street": 20, "at:living_street": 10,
	}
}

// defaultFoot: METRICS, 1.3 m/s everywhere (4.68 km/h); stairs at half of it.
func defaultFoot() map[string]float64 {
	const walk = 4.68
	foot := map[string]float64{"steps": walk / 2}
	for _, class := range []string{
		"primary", "primary_link", "secondary", "secondary_link", "tertiary", "tertiary_link",
		"unclassified", "road", "residential", "living_street", "service", "track",
		"pedestrian", "footway", "path", "cycleway", "bridleway", "platform", "corridor",
	} {
		foot[class] = walk
	}
	return foot
}

// defaultSurface is what a careful driver of an ordinary car does on it.
func defaultSurface() map[string]float64 {
	return map[string]float64{
		"paving_stones": 50, "concrete:lanes": 40, "concrete:plates": 60, "sett": 40, "cobblestone": 30,
		"cobblestone:flattened": 35, "unhewn_cobblestone": 20, "metal": 50, "wood": 30, "metal_grid": 40,
		"compacted": 45, "fine_gravel": 40, "gravel": 30, "pebblestone": 25, "unpaved": 30,
		"ground": 20, "dirt": 20, "earth": 20, "grass_paver": 20, "grass": 10, "clay": 20,
		"sand": 8, "mud": 5, "rock": 8, "stone": 10, "snow": 0, "ice": 0, "woodchips": 8, "stepping_stones": 0,
	}
}
