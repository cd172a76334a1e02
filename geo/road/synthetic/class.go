package synthetic

// class is a sort of road with the tags that OpenStreetMap would give it.
type class struct{ tags []Tag }

func tagged(pairs ...string) *class {
	c := &class{}
	for i := 0; i < len(pairs); i += 2 {
		c.tags = append(c.tags, Tag{pairs[i], pairs[i+1]})
	}
	return c
}

// The sorts of roads that are drawn.
var (
	motorway     = tagged("highway", "motorway", "maxspeed", "130")
	mountainWay  = tagged("highway", "motorway", "maxspeed", "100")
	motorwayLink = tagged("highway", "motorway_link", "maxspeed", "60")
	ringRoad     = tagged("highway", "trunk", "maxspeed", "90")
	ringLink     = tagged("highway", "trunk_link", "maxspeed", "60")
	primary      = tagged("highway", "primary", "maxspeed", "90")
	secondary    = tagged("highway", "secondary", "maxspeed", "70")
	tertiary     = tagged("highway", "tertiary")
	valleyRoad   = tagged("highway", "secondary", "maxspeed", "70")
	foothillRoad = tagged("highway", "tertiary", "maxspeed", "70")
	sideValley   = tagged("highway", "tertiary")
	passRoad     = tagged("highway", "tertiary")
	summerPass   = tagged("highway", "tertiary", "motor_vehicle:conditional", "no @ (Oct 15-May 31)", "seasonal", "summer", "winter_service", "no")
	avenue       = tagged("highway", "secondary", "maxspeed", "40")
	mainStreet   = tagged("highway", "tertiary", "maxspeed", "40")
	street       = tagged("highway", "residential")
	slowStreet   = tagged("highway", "residential", "maxspeed", "30")
	lane         = tagged("highway", "unclassified")
	gravelLane   = tagged("highway", "unclassified", "surface", "gravel")
	drive        = tagged("highway", "service", "service", "driveway")
	privateDrive = tagged("highway", "service", "access", "private")
	track        = tagged("highway", "track", "tracktype", "grade3")
	path         = tagged("highway", "path")
	footway      = tagged("highway", "footway")
	steps        = tagged("highway", "steps")
)
