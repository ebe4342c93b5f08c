package check_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/check"
	"github.com/aimsio-cli/aimsio/internal/api/example"
)

// thing is a made-up entity that has one field of each kind.
func thing() *api.Entity {
	documented := func(f api.Field) api.Field {
		f.Certainty = api.Documented
		return f
	}
	return &api.Entity{
		Name: "things", Key: []string{"code"}, GUID: "guid",
		Fields: []api.Field{
			documented(api.Field{Name: "guid", Type: api.String, Either: "key"}),
			documented(api.Field{Name: "code", Type: api.String, Either: "key", Required: true}),
			documented(api.Field{Name: "status", Type: api.String, Enum: []string{"Active", "Finished"}}),
			{Name: "kind", Type: api.String, Enum: []string{"labour", "material"}, Certainty: api.Assumed},
			documented(api.Field{Name: "rate", Type: api.Number}),
			documented(api.Field{Name: "count", Type: api.Integer}),
			documented(api.Field{Name: "active", Type: api.Boolean}),
			documented(api.Field{Name: "startDate", Type: api.Time}),
			{Name: "endDate", Type: api.Time, Certainty: api.Assumed},
			documented(api.Field{Name: "total", Type: api.Number, ReadOnly: true, Required: true}),
			documented(api.Field{Name: "file", Type: api.String, Format: "base64"}),
			documented(api.Field{Name: "typeUname", Type: api.String, Either: "type", Required: true}),
			documented(api.Field{Name: "typeName", Type: api.String, Either: "type", Required: true}),
			documented(api.Field{Name: "schedule", Type: api.Object, Fields: []api.Field{
				documented(api.Field{Name: "option", Type: api.String, Enum: []string{"Manual"}}),
				documented(api.Field{Name: "made", Type: api.Time, ReadOnly: true}),
			}}),
			documented(api.Field{Name: "items", Type: api.Array, Items: api.Object, Fields: []api.Field{
				documented(api.Field{Name: "rate", Type: api.Number}),
				documented(api.Field{Name: "made", Type: api.Time, ReadOnly: true}),
			}}),
			documented(api.Field{Name: "formData", Type: api.Object}),
			documented(api.Field{Name: "clientCode", Type: api.String, RefersTo: &api.Reference{Resource: "Company", Field: "companyCode"}}),
			documented(api.Field{Name: "notes", Type: api.String}),
			documented(api.Field{Name: "extra", Type: api.Any}),
		},
	}
}

func lines(faults []check.Fault) []string {
	var out []string
	for _, f := range faults {
		mark := "refused"
		if f.Warning {
			mark = "warning"
		}
		line := fmt.Sprintf("%s %s %q: %s", mark, f.Path, f.Value, f.Expected)
		if len(f.Near) > 0 {
			line += " (" + strings.Join(f.Near, ", ") + ")"
		}
		out = append(out, line)
	}
	return out
}

func TestCheck(t *testing.T) {
	const moment = "a time such as 2026-03-01, 2026-03-01T08:00:00Z or epoch milliseconds"
	for _, tt := range []struct {
		name, members string
		want          []string
	}{
		{"all right", `"status":"Active","kind":"labour","rate":10.10,"count":9007199254740993,"active":true,"startDate":1772323200000,` +
			`"schedule":{"option":"Manual"},"items":[{"rate":1},{}],"formData":{"x":{"y":1}},"extra":[1],"file":"aGk="`, nil},
		{"null is right everywhere", `"status":null,"rate":null,"schedule":null,"items":[null],"startDate":null`, nil},
		{"types", `"rate":"10","count":1.5,"active":"maybe","startDate":"3/1/2026","schedule":"x","items":{},"notes":12,"status":1`, []string{
			`refused rate "10": a number such as 1234.50, without quotes`,
			`refused count "1.5": a whole number`,
			`refused active "maybe": true or false`,
			`refused startDate "3/1/2026": ` + moment,
			`refused schedule "x": an object, {…} in JSON`,
			`refused items "{}": a list, […] in JSON`,
			`refused notes "12": a text, in quotes: "12"`,
			`refused status "1": one of Active, Finished`,
		}},
		{"what is only assumed warns", `"kind":"labor","endDate":true`, []string{
			`warning kind "labor": one of labour, material (labour)`, `warning endDate "true": ` + moment,
		}},
		{"enums", `"status":"active"`, []string{`refused status "active": one of Active, Finished (Active)`}},
		{"seconds", `"startDate":1772323200,"endDate":0`, []string{`warning startDate "1772323200": milliseconds since 1970; these look like seconds`}},
		{"a moment beyond all clocks", `"startDate":99999999999999999999`, []string{`refused startDate "99999999999999999999": ` + moment}},
		{"base64", `"file":"%%%"`, []string{`refused file "%%%": a file's content in base64`}},
		{"inside", `"schedule":{"option":"x","made":"?"},"items":[{"rate":1},{"rate":"a","colour":1}]`, []string{
			`refused schedule.option "x": one of Manual`, `refused items.1.rate "a": a number such as 1234.50`,
			`warning items.1.colour "": a field that the API description knows`,
		}},
		{"read-only fields are not looked at", `"total":"much"`, nil},
		{"unknown", `"colour":1,"a.b":2`, []string{
			`warning colour "": a field that the API description knows`, `warning a\.b "": a field that the API description knows`,
		}},
		{"a slip", `"Statsu":"Active","NOTES":"x"`, []string{
			`refused Statsu "": a field that the API description knows (status)`, `refused NOTES "": a field that the API description knows (notes)`,
		}},
		{"no slip where the known field is there too", `"statuss":1,"status":"Active"`, []string{
			`warning statuss "": a field that the API description knows (status)`,
		}},
		{"no slip where a number makes the difference", `"rate2":1`, []string{`warning rate2 "": a field that the API description knows (rate)`}},
		{"long values are cut", `"status":"` + strings.Repeat("é", 100) + `"`, []string{
			`refused status "` + strings.Repeat("é", 60) + `…": one of Active, Finished`,
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			raw := `{"code":"1","typeName":"x",` + tt.members + `}`
			if diff := cmp.Diff(tt.want, lines(check.New(thing(), &api.Operation{}).CheckPart([]byte(raw)))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestCheckOfWhatIsNoRecord(t *testing.T) {
	for raw, want := range map[string]string{"[]": "a JSON object", "": "a JSON object", `{"a":1`: "valid JSON", `{"items":[{]}`: "valid JSON", `{"schedule":{"option":}}`: "valid JSON"} {
		faults := check.New(thing(), &api.Operation{}).CheckPart([]byte(raw))
		if len(faults) != 1 || faults[0].Warning || !strings.Contains(faults[0].Expected, want) {
			t.Errorf("%s: %v", raw, lines(faults))
		}
	}
}

func TestRequiredFields(t *testing.T) {
	for raw, want := range map[string][]string{
		`{"guid":"g","typeUname":"x"}`:            nil,
		`{"code":"c","typeName":"x"}`:             nil,
		`{"code":"c","typeName":null}`:            {`warning typeUname "": a value in typeUname or typeName; the API description calls it required`},
		`{"typeName":"x"}`:                        {`refused code "": a value, for the record has no code and no guid`},
		`{"code":" ","guid":null,"typeName":"x"}`: {`refused code "": a value, for the record has no code and no guid`},
		`{"code":12,"typeName":"x"}`:              {`refused code "12": a text, in quotes: "12"`},
	} {
		if diff := cmp.Diff(want, lines(check.New(thing(), &api.Operation{}).Check([]byte(raw)))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", raw, diff)
		}
	}
	status := &api.Operation{Fields: []api.Field{{Name: "guid", Type: api.String, Required: true}, {Name: "status", Type: api.String}}}
	want := []string{`warning code "": a field that the API description knows`, `refused guid "": a value, for the record has no guid`}
	if diff := cmp.Diff(want, lines(check.New(thing(), status).Check([]byte(`{"code":"c","status":"x"}`)))); diff != "" {
		t.Errorf("an operation with its own fields (-want +got):\n%s", diff)
	}
}

// The examples that templates show are right, but for the places that the user has to fill in.
func TestExamplesAreRight(t *testing.T) {
	for _, e := range api.Builtin().Entities {
		for i := range e.Operations {
			o := &e.Operations[i]
			if o.Wrapper == "" {
				continue
			}
			for _, fault := range check.New(e, o).Check(example.Record(e, o.Verb)) {
				if !fault.Warning {
					t.Errorf("%s %s: %v", e.Name, o.Verb, lines([]check.Fault{fault}))
				}
			}
		}
	}
}

func TestReadOnly(t *testing.T) {
	raw := `{"total":1,"code":"c","schedule":{"made":1,"option":"x"},"items":[{"rate":1},{"made":2},5],"formData":{"made":1},"made":1}`
	want := []string{"total", "schedule.made", "items.1.made"}
	if diff := cmp.Diff(want, check.ReadOnly(thing().Fields, []byte(raw))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, raw := range []string{"[]", `{"a":`, ""} {
		if got := check.ReadOnly(thing().Fields, []byte(raw)); got != nil {
			t.Errorf("%s: %v", raw, got)
		}
	}
}

func TestKeyOf(t *testing.T) {
	e := &api.Entity{Key: []string{"code", "origin"}, GUID: "guid"}
	for raw, want := range map[string]string{
		`{"guid":"g","origin":"o","code":"0012"}`: "code=0012",
		`{"guid":"g","origin":"o","code":""}`:     "origin=o",
		`{"guid":"g","code":null}`:                "guid=g",
		`{"guid":9007199254740993}`:               "guid=9007199254740993",
		`{"code":"caf\u00e9 😀"}`:                  "code=café 😀",
		`{"code":["c"],"guid":{}}`:                "=",
		`{"name":"x"}`:                            "=",
		`[]`:                                      "=",
		`{"code":"c`:                              "=",
	} {
		field, value, ok := api.KeyOf(e, []byte(raw))
		if field+"="+value != want || ok != (want != "=") {
			t.Errorf("%s: %s=%s, want %s", raw, field, value, want)
		}
	}
}

func FuzzCheck(f *testing.F) {
	for _, seed := range []string{
		`{"code":"1","rate":10.10}`, `{"schedule":{"option":[{}]},"items":[{"rate":{}},[]]}`, `{"a.b\\":1,"code":null}`, `{"code":`, `[{}]`,
		`{"startDate":-1e400,"file":"="}`, `{"Code":"1","code":"2","code":3}`,
	} {
		f.Add(seed)
	}
	e := thing()
	f.Fuzz(func(t *testing.T, raw string) {
		for _, fault := range check.New(e, &api.Operation{}).Check([]byte(raw)) {
			if fault.Expected == "" {
				t.Errorf("%s: a fault without words", raw)
			}
		}
		check.ReadOnly(e.Fields, []byte(raw))
		api.KeyOf(e, []byte(raw))
		d := check.NewExcelDamage(e, e.Fields)
		d.Add(1, []byte(raw))
		d.Deferred()
	})
}

func BenchmarkCheck(b *testing.B) {
	employees, _ := api.Builtin().Entity("employees")
	o, _ := employees.Operation(api.Create)
	raw := example.Record(employees, api.Create)
	b.ReportAllocs()
	for b.Loop() {
		check.New(employees, o).Check(raw)
	}
}

// A column that nobody knows is looked up for every record of a file.
func BenchmarkCheckOfUnknownFields(b *testing.B) {
	employees, _ := api.Builtin().Entity("employees")
	o, _ := employees.Operation(api.Create)
	c := check.New(employees, o)
	b.ReportAllocs()
	for b.Loop() {
		c.Check([]byte(`{"employeeCode":"1","costCentre":"1","unionMember":"2"}`))
	}
}

func TestSpoiledTexts(t *testing.T) {
	e := thing()
	for raw, want := range map[string]string{
		`{"code":"c "}`:                       "refused code",
		`{"code":"c\u00a0d"}`:                 "refused code",
		`{"code":"c\u200b"}`:                  "refused code",
		`{"code":"c\nd"}`:                     "refused code",
		`{"code":"#N/A"}`:                     "refused code",
		`{"code":"***"}`:                      "refused code",
		`{"guid":"#NAME?"}`:                   "refused guid",
		`{"code":"#12"}`:                      "",
		`{"code":"#A"}`:                       "",
		`{"code":"c d"}`:                      "",
		`{"code":"c","clientCode":"#WERT!"}`:  "refused clientCode",
		`{"code":"c","clientCode":" "}`:       "refused clientCode",
		`{"code":"c","notes":"n\n"}`:          "warning notes",
		`{"code":"c","notes":"a\nb"}`:         "",
		`{"code":"c","notes":"a\u200db"}`:     "",
		`{"code":"c","notes":"#DIV/0!"}`:      "warning notes",
		`{"code":"c","notes":"#1 priority!"}`: "",
		`{"code":"c","notes":""}`:             "",
	} {
		got := ""
		for _, line := range lines(check.New(e, &api.Operation{}).Check([]byte(raw))) {
			if !strings.Contains(line, "required") {
				got, _, _ = strings.Cut(line, ` "`)
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", raw, got, want)
		}
	}
}
