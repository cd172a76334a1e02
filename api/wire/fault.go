package wire

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"atlante/geo"
)

// Faults are the parameters that are wrong, all of them at once. It wraps
// geo.ErrInvalid.
type Faults struct{ list []fault }

type fault struct {
	parameter string
	text      Text
	unknown   bool // there is no such parameter
}

// Fault makes an error about one parameter.
func Fault(parameter string, t Text) error {
	return &Faults{[]fault{{parameter: parameter, text: t}}}
}

// FaultFrom makes an error about one parameter out of a domain error.
func FaultFrom(parameter, value string, err error) error {
	return Fault(parameter, domainText(parameter, value, err))
}

// Busy makes an error that wraps geo.ErrBusy, with a text for people.
func Busy(t Text) error { return &wordedError{geo.ErrBusy, t.IT + " / " + t.EN} }

// Late says geo.ErrBusy of a step that the deadline of ctx has ended, which is the
// service's: waiting for the database counts, so it is no fault of anybody's. Other
// errors pass, also the end of the client's own context.
func Late(ctx context.Context, err error) error {
	if err == nil || !errors.Is(ctx.Err(), context.DeadlineExceeded) || errors.Is(err, geo.ErrInvalid) || errors.Is(err, geo.ErrNotFound) {
		return err
	}
	return Busy(Text{"la richiesta dura troppo: riprova tra poco, o chiedi un'area più piccola, meno elementi o un filtro più semplice",
		"the request takes too long: try again shortly, or ask for a smaller area, fewer features or a simpler filter"})
}

func (f *Faults) Error() string {
	parts := make([]string, len(f.list))
	for i, x := range f.list {
		parts[i] = x.parameter + ": " + x.text.IT
	}
	return strings.Join(parts, "; ")
}

func (f *Faults) Unwrap() error { return geo.ErrInvalid }

func (f *Faults) in(lang string) []ParameterFault {
	out := make([]ParameterFault, len(f.list))
	for i, x := range f.list {
		out[i] = ParameterFault{x.parameter, x.text.In(lang)}
	}
	return out
}

func (f *Faults) detail(lang string) string {
	parts := make([]string, len(f.list))
	for i, x := range f.list {
		parts[i] = x.text.In(lang)
	}
	return strings.Join(parts, "; ")
}

// domainText takes the languages of a domain error apart. The English half often
// leaves out what the Italian one has said: which parameter and which value.
func domainText(name, value string, err error) Text {
	for _, sentinel := range []error{geo.ErrInvalid, geo.ErrNotFound} {
		it, en := textFor(err, sentinel, "it"), textFor(err, sentinel, "en")
		if it == "" {
			continue
		}
		if en != it {
			en = fmt.Sprintf("%s=%s: %s", name, clip(value), en)
		}
		return Text{it, en}
	}
	return Text{
		fmt.Sprintf("%s=%s: valore non valido", name, clip(value)),
		fmt.Sprintf("%s=%s: not a valid value", name, clip(value)),
	}
}

// clip keeps what a client wrote from filling an answer.
func clip(s string) string {
	const max = 60
	if utf8.RuneCountInString(s) <= max {
		return s
	}
	return string([]rune(s)[:max]) + "…"
}
