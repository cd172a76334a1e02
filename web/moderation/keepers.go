package moderation

import (
	"atlante/geo/access"
	"atlante/geo/registry"
)

// keeperRow is somebody who keeps the entry.
type keeperRow struct {
	Email, Role, Since string
	Dismiss            *form // of an editor, where the table allows it
}

// people are those who keep the entry; moderators see whole addresses.
func (p *pages) people(f file) ([]keeperRow, error) {
	list, err := p.Registrar.Keepers(f.r.Context(), f.who, f.ID)
	var out []keeperRow
	for _, k := range list {
		row := keeperRow{Email: k.Email, Role: f.r.Say("mod.role." + string(k.Role)), Since: f.r.Moment(k.Since)}
		if k.Role == access.Editor && f.may(registry.Dismiss) {
			x := f.form(registry.Dismiss, typed{}, func(x *form) { x.Person = k.Person.String() })
			row.Dismiss = &x
		}
		out = append(out, row)
	}
	if err == nil {
		err = f.keys.err
	}
	return out, err
}
