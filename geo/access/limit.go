package access

import "time"

// Scope is what a limit counts by.
type Scope string

// The scopes. An address is a single IPv4 address or an IPv6 /64; a network is
// an IPv4 /24 or an IPv6 /48. An e-mail address is counted for each network that
// writes it, and over all of them.
const (
	ByAddress          Scope = "address"
	ByNetwork          Scope = "network"
	ByEmailFromNetwork Scope = "email_network"
	ByEmail            Scope = "email"
)

// Quota allows so many within a window of time.
type Quota struct {
	By     Scope
	Count  int
	Window time.Duration
}

// Limit is a kind of request of which there may not be too many.
type Limit struct {
	Name   string
	IT, EN string
	Quotas []Quota
}

// LinksAsked limits the mails with links that one can have sent. Whoever writes
// the address of somebody else uses up what his own network may send there, and
// not at once what that person may: only many networks together keep her out.
func LinksAsked() Limit {
	return Limit{"links_asked", "richieste di un collegamento per accedere", "links asked for to sign in", []Quota{
		{ByAddress, 20, time.Hour}, {ByNetwork, 60, time.Hour}, {ByEmailFromNetwork, 5, time.Hour}, {ByEmail, 30, time.Hour}}}
}

// LinksUsed limits the guesses at links.
func LinksUsed() Limit {
	return Limit{"links_used", "collegamenti aperti", "links opened", []Quota{
		{ByAddress, 60, time.Hour}, {ByNetwork, 240, time.Hour}}}
}

// Drafts limits the drafts begun by visitors.
func Drafts() Limit {
	return Limit{"drafts", "bozze cominciate o salvate", "drafts begun or saved", []Quota{
		{ByAddress, 120, time.Hour}, {ByNetwork, 600, 24 * time.Hour}}}
}

// Submissions limits the entries sent in to be looked at.
func Submissions() Limit {
	return Limit{"submissions", "schede inviate", "entries submitted", []Quota{
		{ByAddress, 5, time.Hour}, {ByNetwork, 20, 24 * time.Hour}, {ByEmail, 5, time.Hour}}}
}

// Claims limits what is claimed and reported.
func Claims() Limit {
	return Limit{"claims", "richieste di curare una scheda e segnalazioni", "requests to look after an entry, and reports", []Quota{
		{ByAddress, 10, time.Hour}, {ByNetwork, 60, 24 * time.Hour}, {ByEmail, 10, time.Hour}}}
}

// OwnWrites limits what people change in their own entries.
func OwnWrites() Limit {
	return Limit{"own_writes", "modifiche alle proprie schede", "changes to one's own entries", []Quota{
		{ByEmail, 120, time.Hour}}}
}

// Moderation limits what a moderator does; it is there for a stolen session.
func Moderation() Limit {
	return Limit{"moderation", "azioni di chi modera", "actions of a moderator", []Quota{
		{ByEmail, 1000, time.Hour}}}
}

// Limits lists all limits of access, in a fixed order, for the public list.
func Limits() []Limit {
	return []Limit{LinksAsked(), LinksUsed(), Drafts(), Submissions(), Claims(), OwnWrites(), Moderation()}
}
