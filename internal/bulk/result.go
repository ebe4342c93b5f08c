package bulk

import (
	"github.com/aimsio-cli/aimsio/internal/service"
)

// ResultRow is what became of one record, as it is printed and kept.
type ResultRow struct {
	Line    int    `json:"line"`
	Key     string `json:"key"`
	Action  string `json:"action"`
	Outcome string `json:"outcome"`
	GUID    string `json:"guid"`
	Status  int    `json:"status"`
	Message string `json:"message"`
	// Old and New are the status before and after, where the status was to be changed.
	Old string `json:"old,omitempty"`
	New string `json:"new,omitempty"`
	// The others say which write it belongs to, so that nobody goes on from it elsewhere.
	Environment string `json:"environment,omitempty"`
	Server      string `json:"server,omitempty"`
	Entity      string `json:"entity,omitempty"`
	User        string `json:"user,omitempty"`
}

// rowOf makes the row of an outcome.
func (w *Run) rowOf(o service.Outcome) ResultRow {
	here := w.origin()
	return ResultRow{
		Line: o.Line, Key: o.Key, Action: o.Action, Outcome: o.Outcome,
		GUID: o.GUID, Status: o.Status, Message: o.Message, Old: o.Old, New: o.New,
		User: here.user, Environment: here.environment, Server: here.server, Entity: here.entity,
	}
}

// shownRow makes the row of an outcome for standard output. In a sheet the same words in every row are
// shown only if they are asked for.
func (w *Run) shownRow(o service.Outcome) ResultRow {
	row := w.rowOf(o)
	if w.setup.Brief {
		row.User, row.Environment, row.Server, row.Entity = "", "", "", ""
	}
	return row
}
