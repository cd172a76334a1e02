package moderation

import (
	"strings"
	"time"

	"atlante/geo/mail"
)

// mailed checks that a letter waits in the outbox with what it must say.
func (d *desk) mailed(to string, template mail.Template, value, says string) {
	d.t.Helper()
	for {
		m, _, err := d.store.ClaimMail(d.t.Context(), d.now.Add(time.Minute), time.Hour)
		if err != nil {
			break // nothing waits any more
		}
		d.letters = append(d.letters, m)
	}
	var seen []string
	for _, m := range d.letters {
		if m.To == to && m.Template == template && m.Values[value] == says {
			return
		}
		seen = append(seen, string(m.Template)+" to "+m.To+": "+m.Values[value])
	}
	d.t.Errorf("no mail %s to %s that says %q; there are %s", template, to, says, strings.Join(seen, "; "))
}

// folded tells whether the form whose action ends so must be opened first.
func (p page) folded(ends string) bool {
	for n := range p.doc.Descendants() {
		path, _, _ := strings.Cut(attr(n, "action"), "?")
		for up := n.Parent; n.Data == "form" && strings.HasSuffix(path, ends) && up != nil; up = up.Parent {
			if up.Data == "details" {
				return attr(up, "open") == ""
			}
		}
	}
	return false
}

// leadsTo tells whether a link of the page ends so.
func (p page) leadsTo(ends string) bool {
	for n := range p.doc.Descendants() {
		if n.Data == "a" && strings.HasSuffix(attr(n, "href"), ends) {
			return true
		}
	}
	return false
}

// send fills a form and sends it.
func (d *desk) send(p page, ends string, fill ...string) page {
	d.t.Helper()
	action, fields := p.form(ends)
	for i := 0; i+1 < len(fill); i += 2 {
		fields.Set(fill[i], fill[i+1])
	}
	return d.post(action, fields)
}
