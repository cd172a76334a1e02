package cql2

// Operator is one operation that a filter may use.
type Operator struct {
	Name  string // of the Op, as CQL2 JSON writes it
	Text  string // as CQL2 text writes it: "S_INTERSECTS", "IS NULL", "<="
	Class string // the conformance class that brings it: "basic-cql2", "arithmetic" and so on
	Least int    // arguments
	Most  int    // arguments; 0: as many as the limits allow
}

// Operators are all operations, in the order of the standard.
func Operators() []Operator {
	return []Operator{
		{"and", "AND", "basic-cql2", 2, 0},
		{"or", "OR", "basic-cql2", 2, 0},
		{"not", "NOT", "basic-cql2", 1, 1},
		{"=", "=", "basic-cql2", 2, 2},
		{"<>", "<>", "basic-cql2", 2, 2},
		{"<", "<", "basic-cql2", 2, 2},
		{">", ">", "basic-cql2", 2, 2},
		{"<=", "<=", "basic-cql2", 2, 2},
		{">=", ">=", "basic-cql2", 2, 2},
		{"isNull", "IS NULL", "basic-cql2", 1, 1},
		{"like", "LIKE", "advanced-comparison-operators", 2, 2},
		{"between", "BETWEEN", "advanced-comparison-operators", 3, 3},
		{"in", "IN", "advanced-comparison-operators", 2, 2},
		{"casei", "CASEI", "case-insensitive-comparison", 1, 1},
		{"accenti", "ACCENTI", "accent-insensitive-comparison", 1, 1},
		{"s_intersects", "S_INTERSECTS", "basic-spatial-functions", 2, 2},
		{"s_equals", "S_EQUALS", "spatial-functions", 2, 2},
		{"s_disjoint", "S_DISJOINT", "spatial-functions", 2, 2},
		{"s_touches", "S_TOUCHES", "spatial-functions", 2, 2},
		{"s_within", "S_WITHIN", "spatial-functions", 2, 2},
		{"s_overlaps", "S_OVERLAPS", "spatial-functions", 2, 2},
		{"s_crosses", "S_CROSSES", "spatial-functions", 2, 2},
		{"s_contains", "S_CONTAINS", "spatial-functions", 2, 2},
		{"t_after", "T_AFTER", "temporal-functions", 2, 2},
		{"t_before", "T_BEFORE", "temporal-functions", 2, 2},
		{"t_contains", "T_CONTAINS", "temporal-functions", 2, 2},
		{"t_disjoint", "T_DISJOINT", "temporal-functions", 2, 2},
		{"t_during", "T_DURING", "temporal-functions", 2, 2},
		{"t_equals", "T_EQUALS", "temporal-functions", 2, 2},
		{"t_finishedBy", "T_FINISHEDBY", "temporal-functions", 2, 2},
		{"t_finishes", "T_FINISHES", "temporal-functions", 2, 2},
		{"t_intersects", "T_INTERSECTS", "temporal-functions", 2, 2},
		{"t_meets", "T_MEETS", "temporal-functions", 2, 2},
		{"t_metBy", "T_METBY", "temporal-functions", 2, 2},
		{"t_overlappedBy", "T_OVERLAPPEDBY", "temporal-functions", 2, 2},
		{"t_overlaps", "T_OVERLAPS", "temporal-functions", 2, 2},
		{"t_startedBy", "T_STARTEDBY", "temporal-functions", 2, 2},
		{"t_starts", "T_STARTS", "temporal-functions", 2, 2},
		{"+", "+", "arithmetic", 2, 2},
		{"-", "-", "arithmetic", 2, 2},
		{"*", "*", "arithmetic", 2, 2},
		{"/", "/", "arithmetic", 2, 2},
		{"%", "%", "arithmetic", 2, 2},
		{"div", "DIV", "arithmetic", 2, 2},
		{"^", "^", "arithmetic", 2, 2},
	}
}
