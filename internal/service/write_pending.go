package service

import "slices"

// pendingChange is a change on its way to its outcome.
type pendingChange struct {
	change  Change
	outcome Outcome
}

func newPending(c Change) *pendingChange {
	if c.Settled != nil {
		return &pendingChange{change: c, outcome: *c.Settled}
	}
	return &pendingChange{change: c, outcome: Outcome{Line: c.Line, Key: c.Key, Action: c.Action, GUID: c.ID, Old: c.Old, New: c.New}}
}

func (r *pendingChange) sends() bool { return r.change.Settled == nil }

func (r *pendingChange) done() bool {
	return slices.Contains([]string{Written, Created, Updated, Deleted}, r.outcome.Outcome)
}

func setOutcome(pending []*pendingChange, outcome string, status int, message string) {
	for _, r := range pending {
		r.outcome.Outcome, r.outcome.Status, r.outcome.Message = outcome, status, message
	}
}

// allKeyed tells whether changes may be sent again without making records twice.
func allKeyed(pending []*pendingChange) bool {
	return !slices.ContainsFunc(pending, func(r *pendingChange) bool { return !r.change.HasKey })
}
