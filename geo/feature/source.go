package feature

import (
	"context"

	"atlante/geo/cover"
)

// Source gives collections and their features. *postgis.Store is one.
//
// Errors wrap geo.ErrInvalid, with words for people, when a query cannot be
// answered as it stands: a field that is not there, a value of another type, a
// cursor made for another order. geo.ErrNotFound is a collection or a feature
// that does not exist.
type Source interface {
	// FeatureCollections describes what can be asked for today.
	FeatureCollections(ctx context.Context) ([]Collection, error)
	// FeatureState says what a collection holds; "" is the current scenario.
	FeatureState(ctx context.Context, id string, scenario cover.Scenario) (State, error)
	// FeatureCount counts what a query selects; its Limit, Offset and After do not count.
	FeatureCount(ctx context.Context, q Query) (int64, error)
	// Features gives each feature to tell, in order, and the cursor of the next page
	// when Limit cut the answer. An error of tell ends it and is given back as it is.
	//
	// A query with a Limit is one of a page: it has 3 seconds, in which tell is
	// counted, so tell should not wait for a slow reader. Without a Limit each part
	// that is read from the database has 120 seconds, and tell may take its time.
	Features(ctx context.Context, q Query, tell func(Feature) error) (next string, err error)
	// FeatureByID gives one feature, with its geometry in crs.
	FeatureByID(ctx context.Context, collection, id string, scenario cover.Scenario, crs SRID) (Feature, error)
}

// ByID finds a collection.
func ByID(list []Collection, id string) (Collection, bool) {
	for _, c := range list {
		if c.ID == id {
			return c, true
		}
	}
	return Collection{}, false
}

// Field finds a field, and its place among Fields.
func (c Collection) Field(name string) (Field, int, bool) {
	for i, f := range c.Fields {
		if f.Name == name {
			return f, i, true
		}
	}
	return Field{}, -1, false
}

// SortMax is how many fields a query can sort by.
const SortMax = 5

// SortText is how many characters of a text count when sorting: a cursor carries them.
const SortText = 100

// CursorMax is how many characters the longest cursor has: the values and the names
// of SortMax texts, with at most six bytes for a character, and the key; in
// base64, which writes three bytes as four characters.
const CursorMax = (SortMax*(6*SortText+80) + 200) * 4 / 3

// Scenarios are those of which features are kept.
func Scenarios() []cover.Scenario {
	return []cover.Scenario{cover.ScenarioCurrent, cover.ScenarioPlanned}
}
