package bulk

import (
	"encoding/json"
	"fmt"

	"github.com/aimsio-cli/aimsio/internal/service"
)

// keptRow is a line of the results. One that says Sending stands before a call and counts as unknown: if none
// follows for the record, the program was stopped before it knew what became of it.
type keptRow struct {
	ResultRow

	Sending bool `json:"sending,omitempty"`
}

const beingSent = "it was being sent: if no other result of it follows, the program was stopped before an answer came"

// intend keeps in the results which records are about to be sent that must not be sent twice. Of all others
// a run that goes on needs to know nothing, since sending them again changes nothing.
func (o *writeOutput) intend(call service.Call, action string) error {
	if o.results == nil {
		return nil
	}
	var lines []byte
	for i, line := range call.Lines {
		if call.HasKey[i] {
			continue
		}
		row := o.row(service.Outcome{
			Line: line, Key: call.Keys[i], Action: action, Outcome: service.Unknown, GUID: call.IDs[i], Message: beingSent,
		})
		text, err := json.Marshal(keptRow{ResultRow: row, Sending: true})
		if err != nil {
			return fmt.Errorf("keeping what is about to be sent: %w", err)
		}
		lines = append(append(lines, text...), '\n')
	}
	if len(lines) == 0 {
		return nil
	}
	if err := o.addResults(lines); err != nil {
		return err
	}
	return flush(o.results)
}

// notSentAgain settles a record that an earlier run may have written, and that sending again could make twice.
func (w *Run) notSentAgain(change service.Change) *service.Outcome {
	w.heldBack++
	const reason = "the earlier run does not know whether this record was written, and without a key a second one could be made: not sent"
	w.setup.Problemf("line %d: %s", change.Line, reason)
	return &service.Outcome{
		Line: change.Line, Key: change.Key, GUID: change.ID, Action: change.Action, Outcome: service.Unknown,
		Message: reason + " again; look for it among the latest in the list",
	}
}

// openWrites are the lines of records that must not be sent twice and of which nobody knows whether they were
// written.
type openWrites struct {
	// last holds what the last result of a line says. ever says it of any: where a line holds several
	// records, nothing tells which of them a later result is of.
	last, ever map[int]bool
	// underWay counts the records of a line that were being sent, less the results that followed.
	underWay map[int]int
}

// note takes in a result of a record that must not be sent twice.
func (o openWrites) note(row keptRow) {
	o.last[row.Line] = row.Outcome == service.Unknown
	switch {
	case row.Sending:
		o.underWay[row.Line]++
		return
	case row.Outcome != service.Skipped && o.underWay[row.Line] > 0:
		o.underWay[row.Line]--
	}
	o.ever[row.Line] = o.ever[row.Line] || row.Outcome == service.Unknown
}

// has tells whether nobody knows of a record of a line whether it was written. shared says that lines hold
// several records.
func (o openWrites) has(line int, shared bool) bool {
	return o.last[line] || shared && (o.ever[line] || o.underWay[line] > 0)
}
