package web

import (
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
	v := embedView{home, st.href("/")}
	v.Inside = true
	v.Assets = a.site.Assets("src/embed.ts")
	if atlas := a.site.Assets("src/map/atlas.ts").Script; atlas != "" {
		v.Assets.Preload = append(v.Assets.Preload, atlas)
	}
	return site.Answer{Page: "embed", View: v, Anywhere: true}, nil
}
