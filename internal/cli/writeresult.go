package cli

import "github.com/aimsio-cli/aimsio/internal/service"

// resultRow is what became of one record, as it is printed and kept.
type resultRow struct {
	Line    int    `json:"line"`
	Key     string `json:"key"`
	Action  string `json:"action"`
	Outcome string `json:"outcome"`
	GUID    string `json:"guid"`
	Status  int    `json:"status"`
	Message string `json:"message"`
}

// rowOf makes the row of an outcome.
func rowOf(o service.Outcome) resultRow {
	return resultRow{
		Line: o.Line, Key: o.Key, Action: o.Action, Outcome: o.Outcome,
		GUID: o.GUID, Status: o.Status, Message: o.Message,
	}
}
