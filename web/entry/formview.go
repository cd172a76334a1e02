package entry

import (
	"cmp"
	"slices"

	"atlante/geo"
	"atlante/geo/access"
	"atlante/geo/gazetteer"
	"atlante/geo/registry"
	"atlante/web/site"
)

// formView is the form, for a new entry and for one that exists.
type formView struct {
	site.Frame
	Action  string // the address that the form is sent to
	Key     string
	Began   string
	Draft   string // the entry that the form is about, "" before there is one
	Version int
	Base    int // the revision that the form was filled from
	New     bool

	Faults     []faultLine
	Saved      string // when the draft was saved, in words; "" not yet
	Kinds      []choice
	Forms      []choice
	Areas      []choice
	Wheelchair []choice
	Status     []choice
	Networks   []choice
	Comuni     []geo.Comune
	Points     []pointChoice
	Located    bool // the address was looked up just now
	Typed      bool // it holds what was typed and is not saved
	AsksPoint  bool // the address has changed: does the point still hold?
	Duplicates []duplicateView
	Near       []string  // comuni that may be the one that was typed
	NoStreet   string    // the comune in which the street was not found, "" when it was
	Edit       *editView // nil for a new entry

	form   form
	faults registry.Faults
	words  map[string]string
	waits  func(registry.Field) bool
	lang   site.Lang
}

// faultLine is what is wrong, with the field to go to.
type faultLine struct{ Field, Text string }

// choice is one of several answers.
type choice struct {
	Value, Text, About string
	Chosen             bool
}

// pointChoice is a point that the entry may stand at, "" for none.
type pointChoice struct {
	Value, Text, How string
	Chosen           bool
	Own              bool // put on the map by the one who writes
}

// Open tells whether the form can be sent: one that exists may only be read.
func (v *formView) Open() bool { return v.Edit == nil || v.Edit.Editable }

// Reply is what is written to the moderator who asked for changes.
func (v *formView) Reply() string { return v.form.text(nameReply) }

// Licence and Privacy tell whether the boxes are ticked; the others are what the
// template asks of the form.
func (v *formView) Licence() bool { return v.form.ticked(string(registry.FieldLicence)) }

// Privacy tells whether the notice was said to be read.
func (v *formView) Privacy() bool { return v.form.ticked(string(registry.FieldPrivacy)) }

// PointFor is the address that the point was chosen for.
func (v *formView) PointFor() string { return v.form.text(namePointFor) }

// Distinct are the entries of which was said that they are others.
func (v *formView) Distinct() []string { return v.form.distinct() }

// Waits tells whether a change of a field waits for a moderator.
func (v *formView) Waits(name string) bool { return v.waits != nil && v.waits(registry.Field(name)) }

// Fault is what is wrong with a field, "" when nothing is.
func (v *formView) Fault(name string) string { return v.fault(registry.Field(name)) }

func (v *formView) fault(name registry.Field) string {
	for _, f := range v.faults {
		if f.Field == name {
			return v.lang.Pick(f.IT, f.EN)
		}
	}
	return ""
}

// More tells whether the facts that few write are to be shown at once: when one
// of them is filled in, or wrong.
func (v *formView) More() bool {
	for _, name := range []registry.Field{registry.FieldOperator, registry.FieldLegalForm, registry.FieldCodiceFiscale,
		registry.FieldPartitaIVA, registry.FieldNetwork, registry.FieldServiceArea, registry.FieldHours, registry.FieldWheelchair} {
		if v.form.get(name) != "" || v.fault(name) != "" {
			return true
		}
	}
	status := v.form.get(registry.FieldStatus)
	return status != "" && status != string(geo.StatusActive)
}

// blame shows what is wrong: in the summary, in the order of the form, and at
// each field.
func (v *formView) blame(faults registry.Faults) {
	v.faults = faults
	for _, f := range faults {
		v.Faults = append(v.Faults, faultLine{string(f.Field), v.lang.Pick(f.IT, f.EN)})
	}
}

// offers is what the form offers to choose from.
type offers struct {
	kinds    []geo.Kind
	comuni   []geo.Comune
	networks []access.Network
}

func (p *pages) offers(r *site.Request) (o offers, err error) {
	if o.kinds, err = p.store.Kinds(r.Context()); err != nil {
		return o, err
	}
	if o.networks, err = p.store.Networks(r.Context()); err != nil {
		return o, err
	}
	o.comuni, _, err = p.store.Comuni(r.Context(), geo.ComuneFilter{})
	return o, err
}

// show makes the form as it is shown, with all that can be chosen.
func (p *pages) show(r *site.Request, f form, o offers, title string) *formView {
	v := &formView{Frame: p.frame(r, title), form: f, lang: r.Lang, words: r.Texts.Under(""), Comuni: o.comuni, Key: p.newKey()}
	v.Action = r.Page(r.URL.Path)
	chosen := geo.KindID(f.get(registry.FieldKind))
	for _, k := range o.kinds {
		v.Kinds = append(v.Kinds, choice{string(k.ID), r.Lang.Pick(k.NameIT, k.NameEN), v.words["kind.about."+string(k.ID)], k.ID == chosen})
	}
	v.Networks = append(v.Networks, choice{Text: r.Say("network.none"), Chosen: f.get(registry.FieldNetwork) == ""})
	for _, n := range o.networks {
		v.Networks = append(v.Networks, choice{Value: string(n.ID), Text: n.Name, Chosen: string(n.ID) == f.get(registry.FieldNetwork)})
	}
	v.Forms = choices(v.words, "legalform.", append([]registry.LegalForm{""}, registry.LegalForms()...), f.get(registry.FieldLegalForm))
	v.Wheelchair = choices(v.words, "wheelchair.", []registry.Wheelchair{registry.WheelchairUnknown, registry.WheelchairYes,
		registry.WheelchairLimited, registry.WheelchairNo}, f.get(registry.FieldWheelchair))
	v.Status = choices(v.words, "entrystatus.", []geo.OperatingStatus{geo.StatusActive, geo.StatusSeasonal, geo.StatusTemporarilyClosed,
		geo.StatusPlanned, geo.StatusClosed}, cmp.Or(f.get(registry.FieldStatus), string(geo.StatusActive)))
	ticked := f.areas()
	for _, a := range registry.Areas() {
		v.Areas = append(v.Areas, choice{Value: string(a), Text: v.words["area."+string(a)], Chosen: slices.Contains(ticked, a)})
	}
	return v
}

// choices puts the values of the domain into words.
func choices[T ~string](words map[string]string, prefix string, values []T, chosen string) []choice {
	var out []choice
	for _, x := range values {
		key := prefix + string(x)
		if x == "" {
			key = prefix + "none"
		}
		out = append(out, choice{Value: string(x), Text: words[key], Chosen: string(x) == chosen})
	}
	return out
}

// found shows what the address has led to.
func (v *formView) found(r *site.Request, w written) {
	v.offerPoints(r, w.answers, w.asks)
	v.Near = w.near
	street := slices.ContainsFunc(w.answers, func(a gazetteer.Answer) bool { return a.Precision != geo.PrecisionComune || a.StreetConfirmed })
	if w.form.get(registry.FieldAddress) != "" && w.content.Comune != "" && !street {
		v.NoStreet = nameOf(w.offers.comuni, w.content.Comune)
	}
}

// points offers the points that were found, the one that is chosen already, and
// none.
func (v *formView) offerPoints(r *site.Request, answers []gazetteer.Answer, asks bool) {
	chosen := readPoint(v.form.text(namePoint))
	value := ""
	if chosen != nil {
		value = writePoint(*chosen)
	}
	v.AsksPoint = asks
	listed := value == ""
	for _, a := range answers {
		c := pointChoice{Value: writePoint(a.Point), Text: a.Label, How: precision(r, a.Precision, a.RadiusM, a.StreetConfirmed)}
		c.Chosen = c.Value == value
		listed = listed || c.Chosen
		v.Points = append(v.Points, c)
	}
	if !listed {
		v.Points = append(v.Points, pointChoice{Value: value, Text: r.Say("point.own"), How: v.form.text(namePointFor), Chosen: true, Own: true})
	}
	v.Points = append(v.Points, pointChoice{Text: r.Say("point.none"), How: r.Say("point.none.hint"), Chosen: value == ""})
}

// precision says in words how well a point is known.
func precision(r *site.Request, p geo.Precision, radius int, street bool) string {
	text := r.Say("point.how."+string(p), "radius", radius)
	if street && p != geo.PrecisionExact && p != geo.PrecisionHouseNumber {
		text += r.Say("point.how.confirmed")
	}
	return text
}

func networkID(s string) access.NetworkID { return access.NetworkID(s) }
