package plan

import (
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/change"
)

// RecordRow is what becomes of a record, with all that changes in it.
type RecordRow struct {
	// Entity is set where records of several are told of together.
	Entity string `json:"entity,omitempty"`
	Line   int    `json:"line,omitempty"`
	Key    string `json:"key"`
	GUID   string `json:"guid"`
	Action string `json:"action"`
	Reason string `json:"reason,omitempty"`
	// Changes is an array of {"field", "old", "new"}.
	Changes jsontext.Value `json:"changes"`
}

// ChangeRow is one thing that changes in a record, or the record itself where nothing of it is told.
type ChangeRow struct {
	Entity string `json:"entity,omitempty"`
	Line   int    `json:"line,omitempty"`
	Key    string `json:"key"`
	GUID   string `json:"guid,omitempty"`
	Action string `json:"action"`
	Field  string `json:"field"`
	Old    string `json:"old"`
	New    string `json:"new"`
	Reason string `json:"reason,omitempty"`
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
	row.Changes = jsontext.Value("[")
	for i, d := range found {
		if i > 0 {
			row.Changes = append(row.Changes, ',')
		}
		if row.Changes, err = d.AppendJSON(row.Changes); err != nil {
			return row, fmt.Errorf("showing what changes in %s: %w", e.Name(), err)
		}
	}
	row.Changes = append(row.Changes, ']')
	return row, nil
}

// Rows gives an entry as a row for each change, with whole values as cells of a sheet; an unchanged one as none.
func (e *Entry) Rows(words *change.Words) ([]ChangeRow, error) {
	if e.Action == Unchanged {
		return nil, nil
	}
	row := e.changeRow()
	found, err := e.Differences(words.Comparer)
	if err != nil || len(found) == 0 {
		return []ChangeRow{row}, err
	}
	rows := make([]ChangeRow, 0, len(found))
	for _, d := range found {
		row.Field, row.Old, row.New = d.Name(), words.Cell(d.Field, d.Old), words.Cell(d.Field, d.New)
		rows = append(rows, row)
	}
	return rows, nil
}

// Brief gives an entry as rows for people: one for a record that is to be created, and none for a change that is
// told as one of a group.
func (e *Entry) Brief(words *change.Words, groups *Groups) ([]ChangeRow, error) {
	if e.Action == Unchanged {
		return nil, nil
	}
	row := e.changeRow()
	found, err := e.Differences(words.Comparer)
	if err != nil || len(found) == 0 {
		return []ChangeRow{row}, err
	}
	if len(e.Before) == 0 {
		parts := make([]string, 0, len(found))
		for _, d := range found {
			parts = append(parts, d.Name()+"="+words.Whole(d.Field, d.New))
		}
		row.New = strings.Join(parts, "; ")
		return []ChangeRow{row}, nil
	}
	var rows []ChangeRow
	for _, d := range found {
		if e.Action == Update && groups.has(d) {
			continue
		}
		row.Field, row.Old, row.New = d.Name(), side(words, d.Field, d.Old), side(words, d.Field, d.New)
		rows = append(rows, row)
	}
	return rows, nil
}

func (e *Entry) changeRow() ChangeRow {
	return ChangeRow{Line: e.Line, Key: e.Key, GUID: e.GUID, Action: string(e.Action), Reason: e.Reason}
}

// side is a side of a change in words, blank for none.
func side(words *change.Words, field string, v jsontext.Value) string {
	if v == nil {
		return ""
	}
	return words.Whole(field, v)
}
