package cover

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"atlante/geo"
	"atlante/geo/travel"
)

// Parameters are all the constants of residents, coverage and gaps; METRICS says
// where each comes from. They are an input of every publication: see Hash.
type Parameters struct {
	Travel travel.Parameters
	Spread SpreadParameters
	Gaps   GapParameters
}

// SpreadParameters shape the tier "spread" of residents per cell.
type SpreadParameters struct {
	CentreDensity  float64 // residents per km² at the seat
	MinKm, MaxKm   float64 // bounds of λ_c
	ReachInLambdas float64 // no weight beyond
}

// GapParameters rule flags and underserved areas.
type GapParameters struct {
	Territories        []geo.Territory // where gaps are looked for, in order
	RaiseAbove         float64         // · θ, in two publications running
	LowerAt            float64         // · θ, in two publications running
	LinkMinutes        float64         // by road: cells this near each other belong together
	LinkRings          int             // without roads: cells this many steps apart do
	MaxComuni          int
	MaxResidents       int
	MinResidents       int     // fewer are scattered, unless
	MinComuneShare     float64 // they are this share of a comune
	KeepID             float64 // Jaccard with the predecessor
	UnreachableMinutes float64 // in the depth F_1
}

// DefaultParameters are those of METRICS.
func DefaultParameters() Parameters {
	return Parameters{
		Travel: travel.DefaultParameters(),
		Spread: SpreadParameters{CentreDensity: 6000, MinKm: 0.3, MaxKm: 5, ReachInLambdas: 4},
		Gaps: GapParameters{
			Territories: []geo.Territory{geo.TerritoryMountain, geo.TerritoryInner},
			RaiseAbove:  1.1, LowerAt: 0.9, LinkMinutes: 10, LinkRings: 3,
			MaxComuni: 10, MaxResidents: 10_000, MinResidents: 200, MinComuneShare: 0.5,
			KeepID: 0.5, UnreachableMinutes: 120,
		},
	}
}

// Hash is stable and covers the parameters and what the kinds fix: their modes
// and thresholds. The order of the kinds does not matter to readers but does to
// the hash: pass them by Position.
func (p Parameters) Hash(kinds []geo.Kind) string {
	var b strings.Builder
	line := func(name string, values ...any) {
		b.WriteString(name)
		for _, v := range values {
			if f, ok := v.(float64); ok {
				v = strconv.FormatFloat(f, 'g', -1, 64)
			}
			fmt.Fprintf(&b, " %v", v)
		}
		b.WriteByte('\n')
	}
	line("cover/1", p.Travel.Hash())
	s, g := p.Spread, p.Gaps
	line("spread", s.CentreDensity, s.MinKm, s.MaxKm, s.ReachInLambdas)
	line("territories", g.Territories)
	line("flags", g.RaiseAbove, g.LowerAt)
	line("areas", g.LinkMinutes, g.LinkRings, g.MaxComuni, g.MaxResidents, g.MinResidents, g.MinComuneShare)
	line("identity", g.KeepID)
	line("depth", g.UnreachableMinutes)
	line("thresholds", Thresholds)
	for _, k := range kinds {
		line("kind", k.ID, k.ByArea, k.Itinerant, k.ModeMountain, k.ModeElse, k.ThresholdCar, k.ThresholdFoot)
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:8])
}
