package road

// foot says how a way of a highway class is walked. Squares are walked along
// their outline.
func (p Profile) foot(tags Tags, class string) Passage {
	speed, known := p.Foot[class]
	access, special := granted(tags, keysOfFeet, "")
	if access == closed {
		access = summerGrant(tags, keysOfFeet)
		if access == untold {
			return Passage{}
		}
	}
	if class == "trunk" || class == "trunk_link" { // where a sign or a pavement says so
		invited := special && access != untold
		switch first(tags, "sidewalk", "sidewalk:both", "sidewalk:left", "sidewalk:right") {
		case "both", "left", "right", "yes":
			invited = true
		}
		speed, known = p.Foot["road"], invited
	}
	if !known || first(tags, "motorroad") == "yes" && !special {
		return Passage{}
	}
	if part, ok := p.Hiking[first(tags, "sac_scale")]; ok {
		speed *= part
	}
	forward, backward := oneWay(footTags{tags}, "", "oneway:foot")
	out := Passage{Through: through(tags, class)}
	if forward {
		out.Forward = float32(speed)
	}
	if backward {
		out.Backward = float32(speed)
	}
	return directed(tags, keysOfFeet, out)
}

// footTags hide what turns vehicles round a roundabout.
type footTags struct{ Tags }

func (t footTags) Find(key string) string {
	if key == "junction" {
		return ""
	}
	return t.Tags.Find(key)
}
