// Package wire is how answers travel: problem+json for what went wrong (RFC
// 9457), negotiation, entity tags, strict queries, limits. It is a leaf: api,
// tiles and web use it, it knows none of them.
package wire
