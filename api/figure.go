package api

import (
	"math"

	"atlante/geo"
	"atlante/geo/cover"
)

// Coverage is what a publication says of one kind in one area.
type Coverage struct {
	Area           string   `json:"area" enum:"territory,zone,comune"`
	ID             *string  `json:"id" doc:"zone number or ISTAT code; null for the territory"`
	Name           string   `json:"name"`
	Territory      string   `json:"territory" enum:"all,mountain,inner" doc:"which comuni of the area count"`
	Kind           string   `json:"kind"`
	Completeness   string   `json:"completeness" doc:"of the list of places; not_surveyed: none registered does not mean none"`
	Mode           string   `json:"mode" enum:"car,foot,area,mixed" doc:"mixed where comuni differ"`
	Scenario       string   `json:"scenario" enum:"current,planned,external"`
	Residents      int      `json:"residents"`
	Places         int      `json:"places" doc:"located places that count in the scenario"`
	PlacesPer10000 *float64 `json:"places_per_10000" doc:"per 10,000 residents"`
	MedianMinutes  *float64 `json:"median_minutes" doc:"residents-weighted, rounded up to 0.1; null when unreachable or unknown"`
	P90Minutes     *float64 `json:"p90_minutes" doc:"90th percentile, rounded up to 0.1"`
	ChoiceMinutes  *float64 `json:"choice_minutes" doc:"median of second nearest minus nearest: what is lost if the nearest closes"`

	Organizations         int      `json:"organizations" doc:"that run places of the kind in the area; one that runs two is one"`
	OrganizationsPer10000 *float64 `json:"organizations_per_10000" doc:"per 10,000 residents"`
	ComuniWithout         int      `json:"comuni_without" doc:"comuni of the area with no located place of the kind"`
	EstimatedResidents    int      `json:"estimated_residents" doc:"whose minutes are estimates, because no road of the network comes there"`
	WalkOnlyResidents     int      `json:"walk_only_residents" doc:"who live over 2 km from the nearest road"`
	Reachable             *float64 `json:"reachable_places" doc:"median number of places within the kind's own threshold"`
	AccessPer10000        *float64 `json:"access_per_10000" doc:"places per 10,000 residents, each shared among all who reach it within 15, 30 or 45 minutes (E2SFCA, weights 1, 0.68, 0.22)"`
	Gini                  *float64 `json:"gini" doc:"inequality of that access among residents, 0 to 1; null where there is none"`
	GiniZones             *float64 `json:"gini_zones" doc:"the same between zones, of territories only"`
}

// CoverageCounts is Coverage with its counts in a list.
type CoverageCounts struct {
	Coverage
	Counts []Count `json:"counts" doc:"by area only the kind's own: within is served, beyond is not"`
}

// Count splits residents at a threshold; the four parts add up to all.
type Count struct {
	Threshold    string   `json:"threshold" enum:"15,30,45,own"`
	Minutes      *int     `json:"minutes" doc:"inclusive; null where the kind's own depends on the comune, and by area"`
	Within       int      `json:"within"`
	Beyond       int      `json:"beyond"`
	Unreachable  int      `json:"unreachable"`
	Unknown      int      `json:"unknown"`
	Share        *float64 `json:"share" doc:"within, of those whose state is known; null over nobody"`
	UnknownShare *float64 `json:"unknown_share" doc:"unknown, of all; null over nobody"`
}

// CoverageFlat is Coverage with a column for each count, as GIS programs want
// it; columns are null for thresholds that do not apply or were not asked for.
type CoverageFlat struct {
	Coverage
	Within15       *int     `json:"within_15"`
	Beyond15       *int     `json:"beyond_15"`
	Unreachable15  *int     `json:"unreachable_15"`
	Unknown15      *int     `json:"unknown_15"`
	Share15        *float64 `json:"share_15"`
	Within30       *int     `json:"within_30"`
	Beyond30       *int     `json:"beyond_30"`
	Unreachable30  *int     `json:"unreachable_30"`
	Unknown30      *int     `json:"unknown_30"`
	Share30        *float64 `json:"share_30"`
	Within45       *int     `json:"within_45"`
	Beyond45       *int     `json:"beyond_45"`
	Unreachable45  *int     `json:"unreachable_45"`
	Unknown45      *int     `json:"unknown_45"`
	Share45        *float64 `json:"share_45"`
	OwnMinutes     *int     `json:"own_minutes" doc:"the kind's own threshold; null where it depends on the comune, and by area"`
	WithinOwn      *int     `json:"within_own"`
	BeyondOwn      *int     `json:"beyond_own"`
	UnreachableOwn *int     `json:"unreachable_own"`
	UnknownOwn     *int     `json:"unknown_own"`
	ShareOwn       *float64 `json:"share_own"`
}

func coverageOf(f cover.Figure, k geo.Kind, name string) Coverage {
	return Coverage{
		Area: string(f.Area.Kind), ID: known(f.Area.ID), Name: name, Territory: string(f.Area.Territory),
		Kind: string(f.Kind), Completeness: k.Completeness, Mode: f.Mode, Scenario: string(f.Scenario),
		Residents: f.Residents, Places: f.Places, PlacesPer10000: f.PerTenThousand,
		MedianMinutes: up(f.Median), P90Minutes: up(f.P90), ChoiceMinutes: up(f.Choice),
		Organizations: f.Organizations, OrganizationsPer10000: f.OrganizationsPerTenThousand, ComuniWithout: f.ComuniWithout,
		EstimatedResidents: f.Estimated, WalkOnlyResidents: f.WalkOnly, Reachable: f.Reachable,
		AccessPer10000: f.Access, Gini: f.Gini, GiniZones: f.GiniZones,
	}
}

// up rounds minutes up to a tenth, so that "minutes ≤ θ" still says "covered"
// for every whole θ. The small step back undoes the error of the product.
func up(minutes *float64) *float64 {
	if minutes == nil {
		return nil
	}
	v := math.Ceil(*minutes*10-1e-9) / 10
	return &v
}

// counts at the thresholds wanted: one of them or all (0), and always the
// kind's own.
func counts(f cover.Figure, k geo.Kind, minutes int) []Count {
	out := make([]Count, 0, len(f.Counts))
	for _, c := range f.Counts {
		if minutes == 0 || c.Minutes == minutes || c.Minutes == 0 {
			out = append(out, countOf(c, f, k))
		}
	}
	return out
}

func countOf(c cover.Count, f cover.Figure, k geo.Kind) Count {
	out := Count{
		Threshold: "own", Minutes: known(c.Minutes), Within: c.Within, Beyond: c.Beyond,
		Unreachable: c.Unreachable, Unknown: c.Unknown, Share: c.Share(),
	}
	switch c.Minutes {
	case 0:
		out.Minutes = known(k.Threshold(geo.Mode(f.Mode)))
	case 15:
		out.Threshold = "15"
	case 30:
		out.Threshold = "30"
	case 45:
		out.Threshold = "45"
	}
	if all := c.Residents(); all > 0 {
		share := float64(c.Unknown) / float64(all)
		out.UnknownShare = &share
	}
	return out
}

func flat(f cover.Figure, k geo.Kind, name string, minutes int) CoverageFlat {
	out := CoverageFlat{Coverage: coverageOf(f, k, name)}
	for _, c := range counts(f, k, minutes) {
		switch c.Threshold {
		case "15":
			out.Within15, out.Beyond15, out.Unreachable15, out.Unknown15, out.Share15 = &c.Within, &c.Beyond, &c.Unreachable, &c.Unknown, c.Share
		case "30":
			out.Within30, out.Beyond30, out.Unreachable30, out.Unknown30, out.Share30 = &c.Within, &c.Beyond, &c.Unreachable, &c.Unknown, c.Share
		case "45":
			out.Within45, out.Beyond45, out.Unreachable45, out.Unknown45, out.Share45 = &c.Within, &c.Beyond, &c.Unreachable, &c.Unknown, c.Share
		default:
			out.OwnMinutes = c.Minutes
			out.WithinOwn, out.BeyondOwn, out.UnreachableOwn, out.UnknownOwn, out.ShareOwn = &c.Within, &c.Beyond, &c.Unreachable, &c.Unknown, c.Share
		}
	}
	return out
}
