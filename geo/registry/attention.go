package registry

// Attention is what a moderator has last done about what waits, apart from
// deciding: that somebody is at it, or has asked its people for a change. Nil:
// nothing since it was written.
func Attention(history []Transition) *Transition {
	for i := range history { // newest first
		switch t := history[i]; t.Action {
		case Take, RequestChanges:
			return &history[i]
		case Place, Invite, Join, Dismiss, Leave, Attest, AcceptClaim, DeclineClaim, CloseReport:
		case Edit:
			if !moderates(t.Role) { // who moderates corrects what people see beside it
				return nil
			}
		default:
			return nil // written, decided or sent anew since
		}
	}
	return nil
}

// Attention of the entry: see there; nil where nothing waits.
func (d Dossier) Attention() *Transition {
	if d.Entry.Waiting == 0 {
		return nil
	}
	return Attention(d.Transitions)
}
