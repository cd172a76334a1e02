package cover

import (
	"cmp"
	"math"
	"slices"
)

// Weighted is a value that some residents share; +Inf is unreachable.
type Weighted struct {
	Value  float64
	Weight int
}

// Quantile is the smallest value whose cumulative residents reach permille
// thousandths of the total, unreachable last; false over nobody. It sorts the
// sample in place. The median is 500, the 90th percentile 900.
func Quantile(sample []Weighted, permille int) (float64, bool) {
	slices.SortFunc(sample, func(a, b Weighted) int { return cmp.Compare(a.Value, b.Value) })
	total := 0
	for _, s := range sample {
		total += s.Weight
	}
	if total == 0 {
		return 0, false
	}
	sum := 0
	for _, s := range sample {
		sum += s.Weight
		if s.Weight > 0 && reaches(sum, total, permille) {
			return s.Value, true
		}
	}
	return 0, false
}

// reaches compares in whole numbers: no rounding moves a quantile.
func reaches(sum, total, permille int) bool { return sum*1000 >= permille*total }

// FGT is the family of Foster, Greer and Thorbecke (1984): F_a = Σ p·g^a / Σ p
// over the gap ratios g, 0 meaning not poor. a = 0 says how many, 1 how deep, 2
// how severe. It is false over nobody.
func FGT(gaps []Weighted, a int) (float64, bool) {
	sum, total := 0.0, 0
	for _, g := range gaps {
		total += g.Weight
		if g.Value > 0 {
			sum += float64(g.Weight) * math.Pow(g.Value, float64(a))
		}
	}
	if total == 0 {
		return 0, false
	}
	return sum / float64(total), true
}

// GapRatio of a travel time: max(0, (T−θ)/θ).
func GapRatio(minutes, threshold float64) float64 {
	return max(0, (minutes-threshold)/threshold)
}

// Under is P(T > θ), the probability that a cell is underserved: Φ(ln(T/θ)/σ),
// 1 when unreachable (+Inf).
func Under(minutes, threshold, sigma float64) float64 {
	if math.IsInf(minutes, 1) {
		return 1
	}
	return 0.5 * math.Erfc(-math.Log(minutes/threshold)/sigma/math.Sqrt2)
}

// Shown is how minutes are shown as an integer: rounded up, so that "minutes ≤ θ"
// is "covered".
func Shown(minutes float64) int { return int(math.Ceil(minutes)) }
