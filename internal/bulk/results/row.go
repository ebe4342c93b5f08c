package results

import "github.com/aimsio-cli/aimsio/internal/service"

// Row is what became of one record, as it is printed and kept.
type Row struct {
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

// Kept is a line of the results. One that says Sending stands before a call and counts as unknown: if none
// follows for the record, the program was stopped before it knew what became of it.
type Kept struct {
	Row

	Sending bool `json:"sending,omitempty"`
}

// IsDone tells whether a record with this outcome need not be sent again.
func IsDone(outcome string) bool {
	switch outcome {
	case service.Created, service.Updated, service.Unchanged, service.Written, service.Deleted:
		return true
	default:
		return false
	}
}
