package service

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/aimsio-cli/aimsio/internal/client"
)

// verdict is what a call means for its changes.
type verdict struct {
	// outcome is Written, Failed, Unknown or Skipped.
	outcome string
	status  int
	message string
	took    time.Duration
	err     error
	// halve says that the changes are to be sent again in parts, stops that no further call makes
	// sense, and lost that the server could not be reached or made sense of.
	halve, stops, lost bool
	// each holds the verdicts on single changes, where the answer tells them apart; else it is nil.
	each []recordVerdict
}

// recordVerdict is what an answer means for one change.
type recordVerdict struct {
	// outcome is Written, Failed or Unknown.
	outcome, message, guid string
	// pending says that the server took the change to write it later.
	pending bool
}

// apply gives changes their outcomes. Those that are to be halved get theirs again from the parts.
func (v verdict) apply(pending []*pendingChange) {
	setOutcome(pending, v.outcome, v.status, v.message)
	for _, r := range pending {
		r.outcome.Answered = v.answered()
	}
	for i, one := range v.each {
		o := &pending[i].outcome
		o.Outcome, o.Message, o.Pending = one.outcome, one.message, one.pending
		if o.GUID == "" {
			o.GUID = one.guid
		}
	}
	for _, r := range pending {
		if r.outcome.Outcome == Written {
			r.outcome.Outcome = doneWord(r.change)
		}
	}
}

// answered tells whether an answer came, of whatever sort.
func (v verdict) answered() bool {
	failed, ok := errors.AsType[*client.Error](v.err)
	return v.status != 0 || ok && failed.Answered()
}

// result is the verdict as WriteOptions.Record gets it. Where some records of a call were written and others
// not, no word fits all of them.
func (v verdict) result(pending []*pendingChange) CallResult {
	result := CallResult{Outcome: pending[0].outcome.Outcome, Status: v.status, Took: v.took, Message: v.message}
	if v.halve {
		result.Outcome = Halved
		return result
	}
	failed, mixed := 0, false
	for _, r := range pending {
		if !r.done() {
			result.Message = r.outcome.Message
			failed++
		}
		mixed = mixed || r.outcome.Outcome != result.Outcome
	}
	switch {
	case mixed && failed == 0:
		result.Outcome = Written // some created, others updated
	case mixed:
		result.Outcome = Unknown
	}
	if mixed {
		for _, r := range pending {
			result.Outcomes = append(result.Outcomes, r.outcome.Outcome)
		}
	}
	if failed > 0 && failed < len(pending) {
		result.Message = fmt.Sprintf("%d of %d records were not written: %s", failed, len(pending), result.Message)
	}
	return result
}

// LeftOpen stands in the message of an unknown outcome between its cause and what to do about it.
const LeftOpen = "; it may or may not have been written"

// unsure says what is open about a record that was sent without a good answer, and how to find
// out.
func unsure(cause string, pending []*pendingChange) string {
	makes := slices.ContainsFunc(pending, func(r *pendingChange) bool { return r.change.Action == ActionCreate })
	switch keyed := allKeyed(pending); {
	case keyed && makes:
		return cause + LeftOpen + ": get it and see, or send it again, which is safe since it carries its key"
	case keyed:
		return cause + LeftOpen + ": get it and see, or send it again, which changes nothing more"
	case !makes:
		return cause + LeftOpen + ": get it and see before it is sent again"
	}
	return cause + LeftOpen + ": look for it among the latest in the list before it is sent again, " +
		"since without a key that could make a second one"
}
