package registry_test

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"atlante/geo"
	"atlante/geo/registry"
)

// Every thing that a Content says is a part: none can be changed unseen.
func TestEveryFieldOfAContentIsCompared(t *testing.T) {
	var try func(path string, v reflect.Value)
	try = func(path string, v reflect.Value) {
		for i := range v.NumField() {
			name := path + v.Type().Field(i).Name
			if v.Type().Field(i).Name == "Operator" {
				try(name+".", v.Field(i))
				continue
			}
			changed := good()
			changed.Operator.LegalForm = registry.APS
			to := reflect.ValueOf(&changed).Elem()
			for step := range strings.SplitSeq(name, ".") {
				to = to.FieldByName(step)
			}
			change(t, name, to)
			old := good()
			old.Operator.LegalForm = registry.APS
			if len(registry.Differences(old, changed)) != 1 {
				t.Errorf("%s: %v", name, registry.Differences(old, changed))
			}
			if back := registry.Rebase(old, changed, old); len(registry.Differences(back, changed)) != 0 {
				t.Errorf("%s is not taken over", name)
			}
		}
	}
	try("", reflect.ValueOf(good()))
}

func change(t *testing.T, name string, v reflect.Value) {
	t.Helper()
	switch x := v.Addr().Interface().(type) {
	case *uuid.UUID:
		*x = uuid.UUID{4}
	case **orb.Point:
		*x = &orb.Point{7.7, 45.1}
	case *[]registry.Contact:
		*x = []registry.Contact{{Kind: registry.Email, Value: "info@example.org", Publish: true}}
	case *[]registry.Area:
		*x = []registry.Area{registry.Finance}
	case *[]geo.ComuneID:
		*x = []geo.ComuneID{"001191"}
	case *int:
		*x = 50
	case *bool:
		*x = true
	default:
		if v.Kind() != reflect.String {
			t.Fatalf("%s: the test cannot change a %s", name, v.Type())
		}
		v.SetString("altro")
	}
}

// A contact's words cannot pretend to be its state.
func TestAContactIsComparedByWhatItIs(t *testing.T) {
	a, b := good(), good()
	a.Contacts = []registry.Contact{{Kind: registry.ContactPerson, Value: "Ada", Publish: true}}
	b.Contacts = []registry.Contact{{Kind: registry.ContactPerson, Value: "Ada ✓"}}
	live, _, _ := registry.Split(a, b, a, false)
	if len(registry.Differences(a, b)) != 1 || len(live.PublicContacts()) != 0 {
		t.Error("a contact stays public under another name")
	}
}

func TestRisk(t *testing.T) {
	for _, x := range []struct {
		name  string
		set   func(*registry.Content)
		waits []registry.Field
	}{
		{"nothing", func(*registry.Content) {}, nil},
		{"words", func(c *registry.Content) { c.Description, c.Hours, c.Note = "a", "b", "c" }, nil},
		{"contacts", func(c *registry.Content) { c.Contacts = nil }, nil},
		{"status", func(c *registry.Content) { c.Status = geo.StatusClosed }, nil},
		{"address", func(c *registry.Content) { c.Address = "Via Po 1" }, nil},
		{"name", func(c *registry.Content) { c.Name = "x" }, []registry.Field{registry.FieldName}},
		{"kind", func(c *registry.Content) { c.Kind = "partner" }, []registry.Field{registry.FieldKind}},
		{"codes", func(c *registry.Content) { c.Operator.CodiceFiscale, c.Operator.PartitaIVA = "1", "2" }, []registry.Field{registry.FieldCodiceFiscale, registry.FieldPartitaIVA}},
		{"operator", func(c *registry.Content) { c.Operator.Name = "x" }, []registry.Field{registry.FieldOperator}},
		{"network", func(c *registry.Content) { c.Network = "rete" }, []registry.Field{registry.FieldNetwork}},
		{"host", func(c *registry.Content) { c.Host = uuid.UUID{1} }, []registry.Field{registry.FieldHost}},
		{"service area", func(c *registry.Content) { c.ServiceArea = []geo.ComuneID{"001191"} }, []registry.Field{registry.FieldServiceArea}},
		{"pin by 99 m", func(c *registry.Content) { c.Position = &orb.Point{7.68, 45.07 + 99/111_195.0} }, nil},
		{"pin by 101 m", func(c *registry.Content) { c.Position = &orb.Point{7.68, 45.07 + 101/111_195.0} }, []registry.Field{registry.FieldPosition}},
		{"pin taken away", func(c *registry.Content) { c.Position = nil }, []registry.Field{registry.FieldPosition}},
		{"a move", func(c *registry.Content) {
			c.Comune, c.Address, c.Locality, c.Hours = "001191", "Via Po 1", "Abbadia", "9-12"
		}, []registry.Field{registry.FieldComune, registry.FieldLocality, registry.FieldAddress}},
	} {
		public, edited := good(), good()
		x.set(&edited)
		_, high := registry.Risk(public, edited, public, false)
		live, waiting, waits := registry.Split(public, edited, public, false)
		if !slices.Equal(high, x.waits) || waits != (len(x.waits) > 0) {
			t.Errorf("%s: %v wait, want %v", x.name, high, x.waits)
		}
		for _, d := range registry.Differences(public, live) {
			if slices.Contains(x.waits, d.Field) {
				t.Errorf("%s: %s went live", x.name, d.Field)
			}
		}
		if waits && len(registry.Differences(edited, waiting)) > 0 || !waits && len(registry.Differences(edited, live)) > 0 {
			t.Errorf("%s: something of the edit is lost", x.name)
		}
	}
}

func TestManySmallStepsAddUp(t *testing.T) {
	checked := good()
	public := checked
	moved := 0
	for range 20 {
		edited := public
		edited.Position = &orb.Point{public.Position[0], public.Position[1] + 60/111_195.0}
		live, _, waits := registry.Split(public, edited, checked, false)
		if !waits {
			moved++
		}
		public = live
	}
	if far := math.Abs(public.Position[1]-checked.Position[1]) * 111_195; moved != 1 || far > 100 {
		t.Errorf("the pin walked %.0f m in %d steps", far, moved)
	}
}

func TestRebaseKeepsBothChanges(t *testing.T) {
	base, waiting, onto := good(), good(), good()
	waiting.Name = "Nome nuovo"
	onto.Hours = "9-12"
	got := registry.Rebase(base, waiting, onto)
	if got.Name != "Nome nuovo" || got.Hours != "9-12" {
		t.Error(got)
	}
}

func ExampleDifferences() {
	old := registry.Content{Name: "Casa A", Contacts: []registry.Contact{{Kind: registry.Phone, Value: "+390111234567"}}}
	edited := registry.Content{Name: "Casa B", Contacts: []registry.Contact{{Kind: registry.Phone, Value: "+390111234567", Publish: true}}}
	for _, d := range registry.Differences(old, edited) {
		fmt.Printf("%s: %q → %q\n", d.Field, d.Old, d.New)
	}
	// Output:
	// name: "Casa A" → "Casa B"
	// phone: "+390111234567" → "+390111234567 ✓"
}
