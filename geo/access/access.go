// Package access is who asks: people, their roles and where these hold, and the
// secrets by which they are known. It knows no HTTP and no SQL; clock and
// randomness come in.
package access

import (
	"github.com/google/uuid"

	"atlante/geo"
)

// Role is what somebody may be, on the whole, in a zone or network, or for one entry.
type Role string

// The roles. Visitor is everybody. Reporter, owner and editor are for one entry;
// moderators for a zone or a network; planner, admin and API client for the whole.
const (
	Visitor          Role = "visitor"
	Reporter         Role = "reporter"
	Editor           Role = "editor"
	Owner            Role = "owner"
	ZoneModerator    Role = "zone_moderator"
	NetworkModerator Role = "network_moderator"
	Planner          Role = "planner"
	Admin            Role = "admin"
	APIClient        Role = "api_client"
)

// Roles lists all roles, in a fixed order.
func Roles() []Role {
	return []Role{Visitor, Reporter, Editor, Owner, ZoneModerator, NetworkModerator, Planner, Admin, APIClient}
}

// NetworkID is the short name of a network of organizations.
type NetworkID string

// Network is a body whose members are on the map, with moderators of its own.
type Network struct {
	ID     NetworkID
	Name   string
	Source geo.Source
}

// Grant gives a role; Zone and Network say where it holds and are set for
// moderators only.
type Grant struct {
	Role    Role
	Zone    geo.ZoneID // of a zone moderator, else 0
	Network NetworkID  // of a network moderator, else ""
}

// Person is somebody who has shown to read an address. People are known by
// nothing else: no password, no name.
type Person struct {
	ID    uuid.UUID // UUIDv7
	Email string    // as typed; compared folded
	Lang  string    // "it" or "en"
}

// Principal is who makes a request. The zero value is a visitor without cookies.
type Principal struct {
	Person  Person // zero when not signed in
	Grants  []Grant
	Browser Hash      // of the secret that this browser keeps for its drafts; zero without
	Client  uuid.UUID // the API client whose token was sent; zero without
}

// SignedIn tells whether an address has been shown to be read.
func (p Principal) SignedIn() bool { return p.Person.ID != uuid.Nil }

// Has tells whether the principal holds a role anywhere.
func (p Principal) Has(r Role) bool {
	for _, g := range p.Grants {
		if g.Role == r {
			return true
		}
	}
	return r == Visitor || (r == APIClient && p.Client != uuid.Nil)
}

// Hash is the SHA-256 of a secret: all that the database knows of it.
type Hash [32]byte
