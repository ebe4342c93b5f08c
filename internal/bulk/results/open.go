package results

import "github.com/aimsio-cli/aimsio/internal/service"

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
func (o openWrites) note(row Kept) {
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
