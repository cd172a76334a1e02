package web

import (
	"slices"
	"strings"

	"atlante/geo"
	"atlante/web/site"
)

// embedView is the map alone, for pages of others: the sentence, the map, its
// legend, and the way to the whole.
type embedView struct {
	homeView
	Whole string // the same view in the atlas
}

// embed is the one page that others may show inside theirs. It offers no form, sets
// no cookie and reads none.
func (a *atlas) embed(sr *site.Request) (site.Answer, error) {
	st, ok := sr.Links.(state)
	if !ok {
		return site.Answer{}, errNoState
	}
	r := request{sr, st}
	_, view, err := a.home(r)
	if err != nil {
		return site.Answer{}, err
	}
	home, ok := view.(homeView)
	if !ok {
		return site.Answer{}, errNoState
	}
	if st.Minutes != 0 && home.otherThreshold() {
		home.hideGaps()
	}
	home.Sentence = withoutAdvice(home.Sentence, sr.Say("sentence.estimate.import"))
	v := embedView{home, st.href("/")}
	v.Inside = true
	v.Assets = a.site.Assets("src/embed.ts")
	if atlas := a.site.Assets("src/map/atlas.ts").Script; atlas != "" {
		v.Assets.Preload = append(v.Assets.Preload, atlas)
	}
	return site.Answer{Page: "embed", View: v, Anywhere: true}, nil
}

// otherThreshold tells whether the chosen minutes are not those of the gaps, which
// are always drawn at the kind's own threshold. In inner areas both modes may count.
func (v homeView) otherThreshold() bool {
	if v.Minutes == 0 { // by area
		return false
	}
	return v.Minutes != v.Own || v.Map.Area != geo.TerritoryMountain && v.Minutes != v.Kind.Threshold(v.Kind.ModeElse)
}

// hideGaps takes the gaps out of the map and its legend. The map of the atlas says
// beside them which threshold they stand for; here is no room for that.
func (v *homeView) hideGaps() {
	v.Map.Gaps, v.Legend.Gap = []mapGap{}, ""
	if strings.HasPrefix(v.Map.Selected, "gap:") {
		v.Map.Selected = ""
	}
}

// withoutAdvice leaves out of a sentence what only those who run the service can do,
// and the sign before it.
func withoutAdvice(sentence []site.Part, advice string) []site.Part {
	at := slices.IndexFunc(sentence, func(p site.Part) bool { return p.Text == advice && p.Href != "" })
	if at < 1 || strings.TrimSpace(sentence[at-1].Text) != ";" {
		return sentence
	}
	return slices.Delete(slices.Clone(sentence), at-1, at+1)
}
