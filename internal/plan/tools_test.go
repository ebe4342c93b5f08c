package plan_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/plan"
)

// parts are the fields of the records that the tests speak of.
func parts() []api.Field {
	return []api.Field{
		{Name: "guid", Type: api.String}, {Name: "code", Type: api.String}, {Name: "name", Type: api.String},
		{Name: "rate", Type: api.Number}, {Name: "bought", Type: api.Day}, {Name: "changedAt", Type: api.Time, ReadOnly: true},
		{Name: "box", Type: api.Object, Fields: []api.Field{{Name: "size", Type: api.Integer}, {Name: "guid", Type: api.String, ReadOnly: true}}},
		{Name: "lines", Type: api.Array, Fields: []api.Field{{Name: "lineCode", Type: api.String}, {Name: "count", Type: api.Integer}}},
	}
}

// words shows days as such, and other times in no way.
func words() *change.Words {
	return change.NewWords(parts(), nil, func(v jsontext.Value, kind api.Type) (string, bool) {
		return "day " + string(v), kind == api.Day
	})
}

func header() plan.Header {
	return plan.Header{Program: "1.2.3", Entity: "parts", Description: "d1", Environment: "yard", Server: "https://a/", User: "ann", From: "a.csv"}
}

// made makes a plan of entries.
func made(t *testing.T, entries ...plan.Entry) *plan.Plan {
	t.Helper()
	w, err := plan.NewWriter(header())
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range entries {
		if err := w.Add(one); err != nil {
			t.Fatal(err)
		}
	}
	p, err := w.Finish()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	return p
}

// file gives the file of a plan.
func file(t *testing.T, p *plan.Plan) string {
	t.Helper()
	var out bytes.Buffer
	if _, err := p.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// entries gives those of a plan.
func entries(t *testing.T, p *plan.Plan) []plan.Entry {
	t.Helper()
	var all []plan.Entry
	for one, err := range p.Entries() {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, one)
	}
	return all
}

// update is an entry that changes a record.
func update(line int, before, send string) plan.Entry {
	return plan.Entry{
		Line: line, Key: fmt.Sprintf("P-%d", line), GUID: fmt.Sprintf("g-%d", line), Action: plan.Update,
		Before: jsontext.Value(before), Send: jsontext.Value(send),
	}
}

func create(line int, send string) plan.Entry {
	return plan.Entry{Line: line, Key: fmt.Sprintf("P-%d", line), Action: plan.Create, Send: jsontext.Value(send)}
}
