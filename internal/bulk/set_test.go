package bulk_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// withParts adds an object, lists of objects and of texts, and a field of any type.
func withParts(e *api.Entity) {
	e.Fields = append(e.Fields,
		api.Field{Name: "partSize", Type: api.Object, Certainty: api.Documented, Fields: []api.Field{
			{Name: "width", Type: api.Number, Certainty: api.Documented, Sample: "const 2"},
			{Name: "made", Type: api.String, ReadOnly: true, Certainty: api.Documented},
		}},
		api.Field{Name: "partHoles", Type: api.Array, Items: api.Object, Certainty: api.Documented, Sample: "list 2 2", Fields: []api.Field{
			{Name: "depth", Type: api.Number, Certainty: api.Documented, Sample: "const 3"}, {Name: "kind", Type: api.String, Certainty: api.Documented, Sample: "const blind"},
		}},
		api.Field{Name: "partMade", Type: api.Day, Certainty: api.Documented, Sample: "day -1 -1"},
		api.Field{Name: "partSold", Type: api.Boolean, Certainty: api.Documented, Sample: "yes 100"},
		api.Field{Name: "partOdd", Type: api.Any, Certainty: api.Documented},
	)
}

// bodyOf gives the one record that a dry run of a creation from --set would send, without its code.
func (f *fixture) bodyOf(set ...string) (string, error) {
	f.t.Helper()
	f.forget()
	f.Calls = true
	err := f.create(bulk.Options{Set: append([]string{"partCode=A"}, set...), DryRun: true})
	if len(f.rows.calls) != 1 {
		return "", err
	}
	body := strings.TrimSuffix(strings.TrimPrefix(f.rows.calls[0], `{"method":"POST","path":"/Part","body":{"partList":[{"partCode":"A"`), "}]}}")
	return strings.TrimPrefix(body, ","), err
}

// Each value becomes what its field is, digit for digit.
func TestSetIsTyped(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(withParts), "parts")
	for _, tt := range [][2]string{
		{"partName=007", `"partName":"007"`},
		{"partName= a b = c ", `"partName":" a b = c "`},
		{"partName=", `"partName":""`},
		{`partName=\null`, `"partName":null`},
		{"partPrice=10.50", `"partPrice":10.50`},
		{"partWeight=9007199254740993", `"partWeight":9007199254740993`},
		{"partMade=2026-11-01", `"partMade":1793491200000`},
		{"partSold=no", `"partSold":false`},
		{"partSize.width=2", `"partSize":{"width":2}`},
		{"partOdd=12", `"partOdd":"12"`},
		{"batch=12", `"batch":"12"`},
		{"partHoles.0.depth=1", `"partHoles":[{"depth":1}]`},
		{`partHoles=[{"depth":1}]`, `"partHoles":[{"depth":1}]`},
	} {
		if got, err := f.bodyOf(tt[0]); err != nil || got != tt[1] {
			t.Errorf("%s: %s, %v, want %s", tt[0], got, err, tt[1])
		}
	}
	if got, err := f.bodyOf("partHoles.0.depth=1", "partHoles.1.kind=through", "partHoles.0.kind=blind", "partName=x"); err != nil ||
		got != `"partName":"x","partHoles":[{"depth":1,"kind":"blind"},{"kind":"through"}]` {
		t.Errorf("%s, %v", got, err)
	}
}

// What --set cannot mean is refused before anything is called.
func TestSetThatCannotBe(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		set    string
		update bool
		kind   fail.Kind
		says   string
	}{
		"no value":                  {"partName", false, fail.Usage, `--set "partName": it is written field=value`},
		"no field":                  {" =x", false, fail.Usage, "it is written field=value"},
		"a slip":                    {"partNme=x", false, fail.Usage, "partName"},
		"what only the server sets": {"partMadeBy=me", false, fail.Usage, "--set partMadeBy: the field is read-only"},
		"the same in an object":     {"partSize.made=x", false, fail.Usage, "--set partSize.made: the field is read-only"},
		"the GUID of what is there": {"partGuid=g", true, fail.Usage, "the GUID tells which record is meant and cannot be changed"},
		"a word for a number":       {"partPrice=much", false, fail.Invalid, `--set partPrice is "much": expected a number`},
		"a word in a list":          {"partHoles.0.depth=deep", false, fail.Invalid, `is "deep": expected a number`},
		"a slip in a list":          {"partHoles.0.dept=1", false, fail.Usage, "depth"},
		"no number of an element":   {"partHoles.depth=1", false, fail.Usage, "partHoles is a list: name one of its elements by its number"},
		"an element too far":        {"partHoles.1.depth=1", false, fail.Usage, "there is no such element"},
		"a part of a text":          {"partName.first=x", false, fail.Usage, "partName"},
		"a half of a whole number":  {"partWeight+=0.5", true, fail.Usage, "partWeight is a whole number, and 0.5 is none"},
		"a text to compute with":    {"partName*=2", true, fail.Usage, "partName is of type string, and not a number"},
		"a word to compute with":    {"partPrice-=much", true, fail.Usage, `"much" is not a number such as 1.03`},
		"nothing to compute with":   {"partPrice*=2", false, fail.Usage, "partPrice has no value there"},
		"a doubtful day":            {"partMade=03/04/2026", false, fail.Invalid, "a time without doubt"},
	} {
		t.Run(name, func(t *testing.T) {
			f := startWith(t, parts(withParts), "parts")
			var err error
			if tt.update {
				err = f.update(bulk.Options{Set: []string{tt.set}}, "some")
			} else {
				err = f.create(bulk.Options{Set: []string{"partCode=A", tt.set}})
			}
			f.wantKind(err, tt.kind, tt.says)
			if f.wantNoPost(); len(f.wire.reads) != 0 {
				t.Errorf("%q was read", f.wire.reads)
			}
		})
	}
}

// What looks like a slip may be meant; what leads into a text cannot.
func TestSetOfUnknownFields(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(withParts), "parts")
	if err := f.create(bulk.Options{Set: []string{"partCode=A", "partName=y", "partNme=x"}, AllowUnknown: true}); err != nil {
		t.Error(err)
	}
	f.wantKind(f.create(bulk.Options{Set: []string{"partCode=A", "partName.first=x"}, AllowUnknown: true}), fail.Usage, "partName")
}

// Nothing of --set is checked but its names where the checks are left to the server.
func TestSetUnchecked(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(withParts), "parts")
	if err := f.create(bulk.Options{Set: []string{"partCode=A", "partPrice=much"}, NoValidate: true, DryRun: true}); err != nil {
		t.Error(err)
	}
	f.wantKind(f.create(bulk.Options{Set: []string{"partCode=A", "partMadeBy=me"}, NoValidate: true}), fail.Usage, "read-only")
}

// A doubt about --set is told once, however many records it is for, and refuses where doubts do.
func TestSetIsDoubted(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(withParts), "parts")
	ids := f.ids("parts")
	if err := f.update(bulk.Options{Set: []string{"partWeight=heavy"}, DryRun: true}, ids...); err != nil {
		t.Fatal(err)
	}
	f.wantNote(`warning: --set partWeight is "heavy"`)
	f.wantKind(f.update(bulk.Options{Set: []string{"partWeight=heavy"}, Strict: true}, ids...), fail.Invalid, `--set partWeight is "heavy"`)
}

// In a record that is there an element of a list is set in its place, and all else of the list stays.
func TestSetIntoLists(t *testing.T) {
	t.Parallel()
	whole := func(holes string) string {
		return `{"partCode":"P-1","partHoles":` + holes + `,"tags":["a","b"],"counts":[1,2]}`
	}
	const two = `[{"depth":1.50,"kind":"blind","odd":1},{"depth":2}]`
	for name, tt := range map[string]struct {
		set  []string
		want string // of the holes; "" is an error
		says string
	}{
		"one field of one":      {[]string{"partHoles.1.depth=3"}, `[{"depth":1.50,"kind":"blind","odd":1},{"depth":3}]`, ""},
		"a new field of one":    {[]string{"partHoles.1.kind=through"}, `[{"depth":1.50,"kind":"blind","odd":1},{"depth":2,"kind":"through"}]`, ""},
		"several":               {[]string{"partHoles.0.depth=0", "partHoles.1.depth=0"}, `[{"depth":0,"kind":"blind","odd":1},{"depth":0}]`, ""},
		"the whole list":        {[]string{`partHoles=[{"depth":9}]`}, `[{"depth":9}]`, ""},
		"an empty one":          {[]string{"partHoles=[]"}, `[]`, ""},
		"null":                  {[]string{`partHoles=\null`}, `null`, ""},
		"one that is not there": {[]string{"partHoles.2.depth=1"}, "", "there is no such element: partHoles has 2, counted from 0, and none is 2: nothing was sent"},
	} {
		t.Run(name, func(t *testing.T) {
			f := startWith(t, parts(withParts), "parts")
			f.wire.instead = reading(func(path string) *http.Response {
				return says(200, strings.Replace(whole(two), "{", `{"partGuid":"`+strings.TrimPrefix(path, "/Part/")+`",`, 1))
			})
			err := f.update(bulk.Options{Set: tt.set}, "g-1")
			if tt.want == "" {
				f.wantKind(err, fail.Usage, tt.says, "lists count from 0")
				f.wantNoPost()
				if f.rows.finished {
					t.Error("an output was begun")
				}
				return
			}
			if len(f.wire.writes) != 1 {
				t.Fatal(err)
			}
			want := `{"partList":[{"partGuid":"g-1",` + strings.TrimPrefix(whole(tt.want), "{") + `]}`
			if diff := cmp.Diff(want, f.wire.writes[0].body); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Of several records only those fail that lack the element, and one that nobody describes takes the kind of what
// is there.
func TestSetIntoListsOfSeveral(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(withParts), "parts")
	f.wire.instead = reading(func(path string) *http.Response {
		id := strings.TrimPrefix(path, "/Part/")
		counts := map[string]string{"g-1": "[1,2]", "g-2": "[1]", "g-3": `["1","2"]`}[id]
		return says(200, `{"partGuid":"`+id+`","partCode":"`+id+`","counts":`+counts+`}`)
	})
	err := f.update(bulk.Options{Set: []string{"counts.1=7"}, BatchSize: 50}, "g-1", "g-2", "g-3")
	f.wantKind(err, fail.Partial)
	if got := f.outcomes(); got[1] != "2 g-2 failed" || !strings.Contains(f.rows.results[1].Message, "there is no such element") {
		t.Errorf("%q: %+v", got, f.rows.results[1])
	}
	if body := f.wire.writes[0].body; !strings.Contains(body, `"counts":[1,7]`) || !strings.Contains(body, `"counts":["1","7"]`) || strings.Contains(body, "g-2") {
		t.Errorf("%s", body)
	}
}

// An element beside a file is set in each new record, and the line is named where it cannot be.
func TestSetIntoListsOfAFile(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(withParts), "parts")
	f.Calls = true
	content := part("A-1", "a", `,"partHoles":[{"depth":1}]`) + "\n" + part("A-2", "b", "") + "\n"
	o := bulk.Options{File: f.file("a.ndjson", content), Set: []string{"partHoles.0.kind=through"}, DryRun: true}
	if err := f.create(o); err != nil {
		t.Fatal(err)
	}
	if body := f.rows.calls[0]; !strings.Contains(body, `[{"depth":1,"kind":"through"}]`) || !strings.Contains(body, `[{"kind":"through"}]`) {
		t.Errorf("%s", body)
	}
	f.forget()
	o.Set = []string{"partHoles.1.kind=through"}
	f.wantKind(f.create(o), fail.Usage, "line 2 of "+o.File+": ", "there is no such element")
}

// Zones that cannot be read are an error wherever texts may be times.
func TestZonesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	broken := errors.New("no such zone")
	f.Zones = func() (timetext.Zones, error) { return timetext.Zones{}, broken }
	for _, o := range []bulk.Options{{File: f.file("a.ndjson", part("A-1", "a", ""))}, {Set: []string{"partCode=A"}}} {
		if err := f.create(o); !errors.Is(err, broken) {
			t.Errorf("%v", err)
		}
	}
}
