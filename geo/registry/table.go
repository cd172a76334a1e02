package registry

import (
	"fmt"
	"slices"

	"atlante/geo/access"
)

// Default is the table of rules of Atlante, anew at each call.
//
// Where several ways were possible:
//   - A claim or a report is a message beside the entry: it moves neither state
//     nor version, so that strangers cannot get in the way of those who edit.
//   - Moderators do not see drafts; an administrator may erase one unseen, for
//     somebody who has lost the browser and asks.
//   - What its owner has withdrawn only its owner brings back, through review;
//     moderators restore an archived entry only when nobody owns it.
//   - A rejection can be taken back into review, a mistake can be mended. Merged
//     and erased cannot: a merged entry redirects for ever, and erasing it empties
//     what it said and leaves it merged.
//   - An editor writes; to withdraw, to invite and to erase is for the owner.
//   - Planners and API clients see what is public, like everybody.
func Default() Table {
	var t Table
	for _, part := range []Table{reading(), drafting(), keeping(), reviewing(), moderating(), global()} {
		t = append(t, part...)
	}
	return t
}

func owner() []access.Role     { return []access.Role{access.Owner} }
func stewards() []access.Role  { return []access.Role{access.Editor, access.Owner} }
func everybody() []access.Role { return []access.Role{access.Visitor} }
func admin() []access.Role     { return []access.Role{access.Admin} }
func moderators() []access.Role {
	return []access.Role{access.ZoneModerator, access.NetworkModerator, access.Admin}
}
func insiders() []access.Role { return append(stewards(), moderators()...) }

func reading() Table {
	t := Table{
		{SeePublic, Published, everybody(), Published, ""},
		{SeePublic, Merged, everybody(), Merged, ""}, // only where it went
		{SeePrivate, Draft, owner(), Draft, ""},
		{SeePrivate, EmailPending, owner(), EmailPending, ""},
		{SeeHistory, Draft, owner(), Draft, ""},
		{SeeHistory, EmailPending, owner(), EmailPending, ""},
		{SeeHistory, Erased, admin(), Erased, ""}, // the tombstone: who and when, not what
	}
	for _, s := range []State{Submitted, InReview, ChangesRequested, Published, Archived, Rejected, Merged, Suspended} {
		t = append(t,
			Rule{SeePrivate, s, insiders(), s, ""},
			Rule{SeeHistory, s, append(owner(), moderators()...), s, ""})
	}
	return t
}

func drafting() Table {
	return Table{
		{StartEntry, "", []access.Role{access.Visitor, access.Owner}, Draft, ""},
		{Save, Draft, owner(), Draft, ""},
		{Submit, Draft, owner(), EmailPending, ""},
		{Submit, EmailPending, owner(), EmailPending, ""}, // again, or to another address
		{SubmitVerified, Draft, owner(), Submitted, SignedIn},
		{SubmitVerified, EmailPending, owner(), Submitted, SignedIn},
		{Confirm, EmailPending, owner(), Submitted, ByProgram},
		{Import, "", admin(), Published, ByProgram},
		{Import, Published, admin(), Published, ByProgram},
	}
}

// keeping is for those who keep an entry, and for strangers who write to it.
func keeping() Table {
	t := Table{
		{Edit, Submitted, stewards(), Submitted, ""},
		{Edit, Published, insiders(), Published, ""},
		{Answer, ChangesRequested, stewards(), InReview, ""},
		{Attest, Published, stewards(), Published, ""},
		{Invite, Published, owner(), Published, ""},
		{Join, Published, []access.Role{access.Editor}, Published, ByProgram},
		{Withdraw, Submitted, owner(), Archived, ""},
		{Withdraw, InReview, owner(), Archived, ""},
		{Withdraw, ChangesRequested, owner(), Archived, ""},
		{Withdraw, Published, append(owner(), access.Admin), Archived, ""},
		{Return, Archived, owner(), Submitted, ""},
		{Claim, Published, []access.Role{access.Visitor, access.Reporter}, Published, Stranger},
		{Report, Published, []access.Role{access.Visitor, access.Reporter}, Published, ""},
	}
	for _, s := range []State{Submitted, InReview, ChangesRequested, Published, Archived, Rejected, Suspended} {
		t = append(t,
			Rule{Dismiss, s, append(owner(), moderators()...), s, ""},
			Rule{Leave, s, stewards(), s, ""})
	}
	t = append(t, Rule{Leave, Merged, stewards(), Merged, ""})
	for _, s := range States() {
		switch s {
		case Erased: // once is enough
		case Merged:
			t = append(t, Rule{Erase, s, append(owner(), access.Admin), Merged, ""})
		default:
			t = append(t, Rule{Erase, s, append(owner(), access.Admin), Erased, ""})
		}
	}
	return t
}

func reviewing() Table {
	return Table{
		{Take, Submitted, moderators(), InReview, ""},
		{Take, ChangesRequested, moderators(), InReview, ""},   // without waiting for an answer
		{Take, Rejected, moderators(), InReview, ""},           // on second thoughts
		{Take, Published, moderators(), Published, HasWaiting}, // the change, as the next ones
		{Approve, Submitted, moderators(), Published, ""},
		{Approve, InReview, moderators(), Published, ""},
		{Approve, Published, moderators(), Published, HasWaiting},
		{RequestChanges, InReview, moderators(), ChangesRequested, ""},
		{RequestChanges, Published, moderators(), Published, HasWaiting}, // its people edit: that answers
		{Place, Submitted, moderators(), Submitted, ""},                  // not while its people are asked: it would be under their hands
		{Place, InReview, moderators(), InReview, ""},
		{Reject, Submitted, moderators(), Rejected, ""},
		{Reject, InReview, moderators(), Rejected, ""},
		{Reject, ChangesRequested, moderators(), Rejected, ""},
		{Reject, Published, moderators(), Published, HasWaiting}, // the change, not the entry
	}
}

func moderating() Table {
	t := Table{
		{Suspend, Published, moderators(), Suspended, ""},
		{Resume, Suspended, moderators(), Published, ""},
		{Restore, Published, moderators(), Published, ""},
		{Restore, Suspended, moderators(), Published, ""},
		{Restore, Archived, moderators(), Published, NoOwner},
	}
	for _, s := range []State{Published, Submitted, InReview, ChangesRequested, Suspended, Archived} {
		t = append(t, Rule{Merge, s, moderators(), Merged, ""})
	}
	for _, s := range []State{Submitted, InReview, ChangesRequested, Published, Archived, Rejected, Suspended} {
		t = append(t,
			Rule{AcceptClaim, s, moderators(), s, ""},
			Rule{DeclineClaim, s, moderators(), s, ""},
			Rule{CloseReport, s, moderators(), s, ""})
	}
	return t
}

func global() Table {
	return Table{
		{SeeQueue, "", moderators(), "", ""},
		{SeeOwn, "", owner(), "", ""},
		{ExportOwn, "", owner(), "", ""},
		{EraseOwn, "", owner(), "", ""},
		{ManagePeople, "", admin(), "", ""},
	}
}

// Actions lists all actions on an entry and then those that concern none, in a
// fixed order.
func Actions() []Action {
	return []Action{
		SeePublic, SeePrivate, SeeHistory,
		Save, Submit, SubmitVerified, Confirm, Edit, Answer, Withdraw, Return, Invite, Join, Dismiss, Leave, Attest, Erase, Claim, Report,
		Take, Approve, RequestChanges, Place, Reject, Merge, Suspend, Resume, Restore, AcceptClaim, DeclineClaim, CloseReport,
		Import,
		SeeQueue, SeeOwn, ExportOwn, EraseOwn, StartEntry, ManagePeople,
	}
}

// Reads tells whether the action only looks.
func (a Action) Reads() bool { return a == SeePublic || a == SeePrivate || a == SeeHistory }

// Moves tells whether the action writes to an entry: it then has a transition,
// and the version grows by one. Claims and reports are messages beside it.
func (a Action) Moves() bool {
	switch a {
	case SeeQueue, SeeOwn, ExportOwn, EraseOwn, ManagePeople, Claim, Report:
		return false
	}
	return !a.Reads()
}

// Validate checks what every table must keep: known words, no pair twice, every
// state reachable from a new entry, merged and erased for ever.
func (t Table) Validate() error {
	seen := map[[2]string]bool{}
	for _, r := range t {
		pair := [2]string{string(r.Action), string(r.From)}
		switch {
		case seen[pair]:
			return fmt.Errorf("two rules for %s in state %q", r.Action, r.From)
		case !slices.Contains(Actions(), r.Action), r.From != "" && !slices.Contains(States(), r.From), r.To != "" && !slices.Contains(States(), r.To):
			return fmt.Errorf("rule %s from %q to %q names what is not known", r.Action, r.From, r.To)
		case r.From != "" && r.To == "", len(r.Roles) == 0:
			return fmt.Errorf("rule %s from %q leads nowhere or is for nobody", r.Action, r.From)
		case r.Action.Reads() && r.From != r.To:
			return fmt.Errorf("reading (%s) changes the state %q", r.Action, r.From)
		case (r.From == Merged || r.From == Erased) && r.To != r.From:
			return fmt.Errorf("%s leads out of %q, which is for ever", r.Action, r.From)
		}
		seen[pair] = true
	}
	reached := t.reach()
	for _, s := range States() {
		if !reached[s] {
			return fmt.Errorf("no way leads to state %q", s)
		}
	}
	return nil
}

// reach gives the states to which a new entry can come.
func (t Table) reach() map[State]bool {
	reached := map[State]bool{"": true}
	for grown := true; grown; {
		grown = false
		for _, r := range t {
			if reached[r.From] && !reached[r.To] {
				reached[r.To], grown = true, true
			}
		}
	}
	return reached
}
