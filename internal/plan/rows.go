package plan

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/change"
)

// RecordRow is what becomes of a record, with all that changes in it.
type RecordRow struct {
	Line   int    `json:"line"`
	Key    string `json:"key"`
	GUID   string `json:"guid"`
	Action string `json:"action"`
	Reason string `json:"reason,omitempty"`
	// Changes is an array of {"field", "old", "new"}.
	Changes jsontext.Value `json:"changes"`
}

// ChangeRow is one thing that changes in a record, or the record itself where nothing of it is told.
type ChangeRow struct {
	Line   int    `json:"line"`
	Key    string `json:"key"`
	GUID   string `json:"guid"`
	Action string `json:"action"`
	Field  string `json:"field"`
	Old    string `json:"old"`
	New    string `json:"new"`
	Reason string `json:"reason"`
}

// ChangeColumns are those of a table of changes.
func ChangeColumns() []string {
	return []string{"line", "key", "action", "field", "old", "new", "reason"}
}

// Row gives an entry as one row.
func (e *Entry) Row(words *change.Words) (RecordRow, error) {
	row := RecordRow{Line: e.Line, Key: e.Key, GUID: e.GUID, Action: string(e.Action), Reason: e.Reason}
	found, err := e.Differences(words.Comparer)
	if err != nil {
		return row, err
	}
	_, row.Changes, err = words.Both(found)
	return row, err
}

// Rows gives an entry as a row for each change.
func (e *Entry) Rows(words *change.Words) ([]ChangeRow, error) {
	row := ChangeRow{Line: e.Line, Key: e.Key, GUID: e.GUID, Action: string(e.Action), Reason: e.Reason}
	found, err := e.Differences(words.Comparer)
	if err != nil || len(found) == 0 {
		return []ChangeRow{row}, err
	}
	rows := make([]ChangeRow, 0, len(found))
	for _, d := range found {
		row.Field, row.Old, row.New = d.Path, words.Value(d.Field, d.Old), words.Value(d.Field, d.New)
		rows = append(rows, row)
	}
	return rows, nil
}

// Brief gives an entry as rows for people: a record that is to be created is one of them.
func (e *Entry) Brief(words *change.Words) ([]ChangeRow, error) {
	rows, err := e.Rows(words)
	if err != nil || e.Action != Create || len(rows) == 0 || rows[0].Field == "" {
		return rows, err
	}
	one := rows[0]
	parts := make([]string, 0, len(rows))
	for _, row := range rows {
		parts = append(parts, row.Field+"="+row.New)
	}
	one.Field, one.Old, one.New = "", "", strings.Join(parts, "; ")
	return []ChangeRow{one}, nil
}
