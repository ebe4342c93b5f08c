package entity

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// TestFieldRows: each field has a row under its dotted path, those within it after it, and says what a write must know.
func TestFieldRows(t *testing.T) {
	t.Parallel()
	fields := []api.Field{
		{Name: "code", Type: api.String, Required: true, Certainty: api.Documented, Description: "Code."},
		{Name: "parts", Type: api.Array, Fields: []api.Field{
			{Name: "kind", Type: api.String, Enum: []string{"A", "B"}},
			{Name: "of", Type: api.Object, Fields: []api.Field{{Name: "day", Type: api.Day, ReadOnly: true}}},
		}},
		{Name: "last", Type: api.Integer},
	}
	var names []string
	for row := range fieldRows("", fields) {
		field, is := row.(fieldRow)
		if !is || field.Values == nil {
			t.Fatalf("a row is %#v", row)
		}
		names = append(names, field.Name)
		switch field.Name {
		case "code":
			if !field.Required || field.Certainty != api.Documented || field.Description != "Code." {
				t.Errorf("code is %+v", field)
			}
		case "parts.kind":
			same(t, "values", field.Values, "A", "B")
		case "parts.of.day":
			if !field.ReadOnly || field.Description != "Read-only." {
				t.Errorf("the day is %+v", field)
			}
		}
	}
	same(t, "names", names, "code", "parts", "parts.kind", "parts.of", "parts.of.day", "last")
	for range fieldRows("", fields) {
		break
	}
	count := 0
	for range fieldRows("", fields) {
		if count++; count == 3 {
			break
		}
	}
}

// TestDescribe: a description says too what follows from other facts, but not to write what cannot be written.
func TestDescribe(t *testing.T) {
	t.Parallel()
	to := &api.Reference{Resource: "Company", Field: "companyCode"}
	for want, field := range map[string]api.Field{
		"":                                  {},
		"The client.":                       {Description: "The client."},
		"Read-only.":                        {ReadOnly: true},
		"The client. Read-only.":            {Description: "The client.", ReadOnly: true, RefersTo: to},
		"Value of an existing companyCode.": {RefersTo: to},
		"The client. Value of an existing companyCode.": {Description: "The client.", RefersTo: to},
	} {
		if got := describe(field); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestFields: the fields of whole records, and those of the index, are told without any call.
func TestFields(t *testing.T) {
	t.Parallel()
	b := start(t, 0)
	rows := func(args ...string) (names []string) {
		got := b.with("", "json", NewFieldsCommand, args...)
		ok(t, got.err)
		var rows []struct{ Name string }
		ok(t, json.Unmarshal([]byte(got.printed), &rows))
		for _, row := range rows {
			names = append(names, row.Name)
		}
		return names
	}
	same(t, "the index", rows("--index"), "dtype", "guid", "updatedAt")
	if all := rows(); !slices.Contains(all, "employeeCode") || !slices.Contains(all, forms+".fieldDataFieldName") {
		t.Errorf("fields %q", all)
	}
	got := b.with("", "table", NewFieldsCommand, "--columns", "name,type")
	if got.err != nil || !strings.Contains(got.printed, "employmentHireDate") {
		t.Errorf("%v\n%s", got.err, got.printed)
	}
	if got = b.with("", "table", NewFieldsCommand, "--columns", "naem"); cmdkit.KindOf(got.err) != fail.Usage || got.printed != "" {
		t.Errorf("a column that there is not: %v", got.err)
	}
	if calls := b.Calls(); len(calls) != 0 {
		t.Errorf("calls %q", calls)
	}
}
