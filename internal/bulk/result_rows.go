package bulk

import (
	"github.com/aimsio-cli/aimsio/internal/bulk/results"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// rowOf makes the row of an outcome.
func (w *Run) rowOf(o service.Outcome) results.Row {
	here := w.origin()
	return results.Row{
		Line: o.Line, Key: o.Key, Action: o.Action, Outcome: o.Outcome,
		GUID: o.GUID, Status: o.Status, Message: o.Message, Old: o.Old, New: o.New,
		User: here.User, Environment: here.Environment, Server: here.Server, Entity: here.Entity,
	}
}

// shownRow makes the row of an outcome for standard output. In a sheet the same words in every row are
// shown only if they are asked for.
func (w *Run) shownRow(o service.Outcome) results.Row {
	row := w.rowOf(o)
	if w.setup.Brief {
		row.User, row.Environment, row.Server, row.Entity = "", "", "", ""
	}
	return row
}

// actionOf is the action that a result of this write has. One that applies a plan creates and updates.
func (w *Run) actionOf(r results.Row) string {
	if w.action == ActionApply && (r.Action == service.ActionCreate || r.Action == service.ActionUpdate) {
		return r.Action
	}
	return w.action
}
