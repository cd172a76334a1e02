// Package cql2 reads and writes filters in the Common Query Language of the OGC
// (CQL2, OGC 21-065r2), as text and as JSON: one tree for both. It knows neither
// the columns nor the database.
package cql2

import (
	"time"

	"github.com/paulmach/orb"
)

// Node is one part of a filter: an operation, a property or a literal.
type Node interface{ node() }

// Op is an operation or a function over its arguments, under the name that
// CQL2-JSON gives it in lower case: "and", "or", "not", "=", "<>", "<", "<=", ">",
// ">=", "like", "between", "in", "isNull", "casei", "accenti", "+", "-", "*", "/",
// "s_intersects", "t_after" and so on. "and" and "or" have two or more arguments, a
// chain of the same operator being one node; "in" has the value and a List;
// "between" the value, the lower and the upper bound. NOT LIKE, NOT IN, NOT BETWEEN
// and IS NOT NULL are "not" around them.
type Op struct {
	Name string
	Args []Node
}

// Property is the name of a queryable.
type Property string

// The literals.
type (
	// String is a text.
	String string
	// Number is a finite number.
	Number float64
	// Bool is true or false.
	Bool bool
	// Date is a day, at midnight UTC.
	Date time.Time
	// Timestamp is an instant in UTC.
	Timestamp time.Time
	// List is what stands behind IN.
	List []Node
	// Geometry is a shape, longitude first, in the CRS of the filter (CRS84 unless
	// filter-crs says otherwise). BBOX is a Box.
	Geometry struct{ orb.Geometry }
	// Box is west, south, east, north in the CRS of the filter.
	Box orb.Bound
	// Interval lasts from Start to End: each a Date, a Timestamp, a Property or Open.
	Interval struct{ Start, End Node }
	// Open is the end ".." of an Interval.
	Open struct{}
)

func (*Op) node()       {}
func (Property) node()  {}
func (String) node()    {}
func (Number) node()    {}
func (Bool) node()      {}
func (Date) node()      {}
func (Timestamp) node() {}
func (List) node()      {}
func (Geometry) node()  {}
func (Box) node()       {}
func (Interval) node()  {}
func (Open) node()      {}

// The limits of a filter, held before anything recurses.
const (
	MaxDepth = 16      // nesting
	MaxNodes = 100     // operations, properties and literals; a geometry is one
	MaxBytes = 8 << 10 // of the filter as it was sent
)
