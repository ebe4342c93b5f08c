package service

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
)

// verdict is what a call means for its rows.
type verdict struct {
	// outcome is Written, Failed, Unknown or Skipped.
	outcome string
	status  int
	message string
	took    time.Duration
	err     error
	// halve says that the rows are to be sent again in parts, stops that no further call makes
	// sense, and lost that the server could not be reached or made sense of.
	halve, stops, lost bool
	// each holds the verdicts on single rows, where the answer tells them apart; else it is nil.
	each []rowVerdict
}

// rowVerdict is what an answer means for one row.
type rowVerdict struct {
	// outcome is Written, Failed or Unknown.
	outcome, message, guid string
	// pending says that the server took the row to write it later.
	pending bool
}

// apply gives rows their outcomes. Those that are to be halved get theirs again from the parts.
func (v verdict) apply(rows []*row) {
	settle(rows, v.outcome, v.status, v.message)
	for _, r := range rows {
		r.outcome.Answered = v.answered()
	}
	for i, one := range v.each {
		o := &rows[i].outcome
		o.Outcome, o.Message, o.Pending = one.outcome, one.message, one.pending
		if o.GUID == "" {
			o.GUID = one.guid
		}
	}
	for _, r := range rows {
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

// doneWord is the outcome of a record whose change was accepted.
func doneWord(c Change) string {
	switch {
	case c.Action == ActionDelete:
		return Deleted
	case c.Absent:
		return Created
	case c.Action == ActionCreate && c.Before == nil:
		return Written
	default:
		return Updated
	}
}

// result is the verdict as WriteOptions.Record gets it. Where some records of a call were written and others
// not, no word fits all of them.
func (v verdict) result(rows []*row) CallResult {
	result := CallResult{Outcome: rows[0].outcome.Outcome, Status: v.status, Took: v.took, Message: v.message}
	if v.halve {
		result.Outcome = Halved
		return result
	}
	failed, mixed := 0, false
	for _, r := range rows {
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
	if failed > 0 && failed < len(rows) {
		result.Message = fmt.Sprintf("%d of %d records were not written: %s", failed, len(rows), result.Message)
	}
	return result
}

// judgeError tells what a failed call means for its rows.
func (w *writing) judgeError(err error, rows []*row, left bool) verdict {
	var failed *client.Error
	if !errors.As(err, &failed) {
		// Cancelled, or a fault of this machine: whether the call has left is all that counts.
		if left {
			return verdict{outcome: Unknown, message: unsure(err.Error(), rows), err: err, stops: true}
		}
		if reason := w.stopped(); reason != nil {
			err = reason
		}
		return verdict{outcome: Skipped, message: "not sent: " + err.Error(), err: err, stops: true}
	}
	if failed.Kind == client.NotFound && failed.Before && w.operation.Verb == api.Delete {
		// An earlier try was lost on its way back, and has done it.
		return verdict{outcome: Written, status: failed.Status}
	}
	v := verdict{outcome: Failed, status: failed.Status, message: words(failed), err: err}
	refused := failed.Kind == client.Rejected || failed.Kind == client.NotFound
	switch {
	case refused && !failed.Unsure:
		w.judgeRefusal(&v, rows)
		return v
	case stopsAll(failed.Kind):
		v.stops = true
	default:
		v.lost = true
	}
	if failed.Unsure || failed.Before { // this try or one before it
		v.outcome, v.message = Unknown, unsure(v.message, rows)
	}
	return v
}

// stopsAll tells the failures that every further call would meet too.
func stopsAll(kind client.Kind) bool {
	switch kind {
	case client.Unauthorized, client.Forbidden, client.Redirected, client.Insecure, client.Refused, client.PeerRefused, client.ProxyRefused:
		return true
	default:
		return false
	}
}

// judgeRefusal tells what to do about a call that the server answered with a 4xx.
func (w *writing) judgeRefusal(v *verdict, rows []*row) {
	switch {
	case aboutTheCall(v.status):
		v.stops = true
	case len(rows) == 1:
	case allKeyed(rows):
		v.halve = true
	default:
		v.message = fmt.Sprintf("the server refused the batch of %d that this record was in: %s; since not all of them carry a key, "+
			"it was not sent again in parts, and part of it may have been written: check, then send with --batch-size 1", len(rows), v.message)
	}
}

// aboutTheCall tells the refusals that have nothing to do with what the records say, so that
// any other batch would meet them too.
func aboutTheCall(status int) bool {
	switch status {
	case http.StatusMethodNotAllowed, http.StatusNotAcceptable, http.StatusProxyAuthRequired, http.StatusUnsupportedMediaType:
		return true
	}
	return false
}

// words gives what the server said, or what went wrong, without the name of the request.
func words(e *client.Error) string {
	text := e.Message
	switch {
	case e.Status >= http.StatusInternalServerError && text != "":
		text = fmt.Sprintf("the server answered %s: %s", statusText(e.Status), text)
	case text == "":
		text = "the server answered " + statusText(e.Status)
	}
	if e.Tries > 1 {
		text += fmt.Sprintf(" (%d tries)", e.Tries)
	}
	return text
}

// statusText gives a status with its name, where it has one.
func statusText(status int) string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status)))
}

// LeftOpen stands in the message of an unknown outcome between its cause and what to do about it.
const LeftOpen = "; it may or may not have been written"

// unsure says what is open about a record that was sent without a good answer, and how to find
// out.
func unsure(cause string, rows []*row) string {
	if allKeyed(rows) {
		return cause + LeftOpen + ": get it and see, or send it again, which is safe since it carries its key"
	}
	return cause + LeftOpen + ": look for it among the latest in the list before it is sent again, " +
		"since without a key that could make a second one"
}
