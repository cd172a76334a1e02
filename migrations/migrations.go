// Package migrations embeds the SQL of the schema: numbered files change the
// state, files under code/ hold functions and views and are installed anew
// whenever they change.
package migrations

import "embed"

// State holds the numbered migrations (goose).
//
//go:embed *.sql
var State embed.FS

// Code holds re-installable functions, triggers and views.
//
//go:embed code/*.sql
var Code embed.FS

// Prepare creates roles and schemas; it runs with the rights of the given login.
//
//go:embed prepare/*.sql
var Prepare embed.FS
