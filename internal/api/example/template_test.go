package example_test

import (
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/example"
)

func members(t *testing.T, object jsontext.Value) map[string]jsontext.Value {
	t.Helper()
	var out map[string]jsontext.Value
	if err := json.Unmarshal(object, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestExample(t *testing.T) {
	e := &api.Entity{
		Key: []string{"code"}, GUID: "guid",
		Operations: []api.Operation{
			{Verb: api.Create},
			{Verb: api.UpdateStatus, Fields: []api.Field{{Name: "guid", Type: api.String, Sample: "guid"}, {Name: "status", Type: api.String, Enum: []string{"Paid"}}}},
		},
		Fields: []api.Field{
			{Name: "id", Type: api.Integer, ReadOnly: true},
			{Name: "guid", Type: api.String, Either: "key"},
			{Name: "reference", Type: api.String, Either: "key"},
			{Name: "code", Type: api.String, Either: "key", Required: true, Sample: "sequence %04d"},
			{Name: "status", Type: api.String, Enum: []string{"Not Billable", "Billable"}},
			{Name: "client", Type: api.String, RefersTo: &api.Reference{Resource: "Company", Field: "companyCode"}},
			{Name: "period", Type: api.Integer, RefersTo: &api.Reference{Resource: "Period", Field: "id"}},
			{Name: "date", Type: api.Time, Sample: "day -400 -1"},
			{Name: "rate", Type: api.Number, Sample: "money 10.10 20"},
			{Name: "share", Type: api.Number},
			{Name: "shown", Type: api.Boolean, Sample: "maybe 20 yes 80"},
			{Name: "hidden", Type: api.Boolean},
			{Name: "note", Type: api.String, Sample: `const a "quoted" <text>`},
			{Name: "schedule", Type: api.Object, Fields: []api.Field{{Name: "option", Type: api.String, Sample: "pick A|B"}}},
			{Name: "items", Type: api.Array, Items: api.Object, Fields: []api.Field{{Name: "n", Type: api.Integer, Sample: "ordinal"}}},
			{Name: "rules", Type: api.Array, Items: api.Object},
			{Name: "form", Type: api.Object, ReadOnly: true},
		},
	}
	want := `{"code":"0001","status":"Not Billable","client":"<existing companyCode>","period":1,"date":1767225600000,` +
		`"rate":10.10,"share":0,"shown":true,"hidden":false,"note":"a \"quoted\" <text>","schedule":{"option":"A"},` +
		`"items":[{"n":1}],"rules":[]}`
	if diff := cmp.Diff(want, string(example.Record(e, api.Create))); diff != "" {
		t.Error(diff)
	}
	want = `{"guid":"00000000-0000-4000-8000-000000000001","status":"Paid"}`
	if diff := cmp.Diff(want, string(example.Record(e, api.UpdateStatus))); diff != "" {
		t.Error(diff)
	}
}

// What a person fills in carries all that is required and nothing that cannot be written.
func TestExamplesOfBuiltinEntities(t *testing.T) {
	for _, e := range api.Builtin().Entities {
		for _, o := range e.Operations {
			if o.Wrapper == "" {
				continue
			}
			example := jsontext.Value(example.Record(e, o.Verb))
			if !example.IsValid() {
				t.Errorf("%s %s: not JSON: %s", e.Name, o.Verb, example)
			}
			have := members(t, example)
			fields := o.Fields
			if fields == nil {
				fields = e.Fields
			}
			for _, f := range fields {
				if _, shown := have[f.Name]; f.Required && !shown || f.ReadOnly && shown {
					t.Errorf("%s %s: required %v, read-only %v, shown %v: %s", e.Name, o.Verb, f.Required, f.ReadOnly, shown, f.Name)
				}
			}
			// A text sample without an example would leave an empty string behind.
			for name, value := range have {
				if string(value) == `""` {
					t.Errorf("%s %s: %s is empty", e.Name, o.Verb, name)
				}
			}
		}
	}
}
