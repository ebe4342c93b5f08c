package undo

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/journal"
)

// paints is an entity of no real kind: a record with a key, a list and fields that the server sets.
func paints(operations ...api.Operation) *api.Entity {
	if operations == nil {
		operations = []api.Operation{{Verb: api.Create, Method: "POST", Path: "/Paint", Body: api.BodyWrapped, Wrapper: "paintList"}}
	}
	return &api.Entity{
		Name: "paints", Resource: "Paint", Title: "paint", GUID: "paintGuid", Key: []string{"paintCode"}, KeySure: true,
		Status: "paintStatus", UpdatedAt: "paintUpdatedAt", Operations: operations,
		Fields: []api.Field{
			{Name: "paintGuid", Type: api.String},
			{Name: "paintCode", Type: api.String},
			{Name: "paintName", Type: api.String},
			{Name: "paintRate", Type: api.Number},
			{Name: "paintStatus", Type: api.String},
			{Name: "paintMade", Type: api.Time, ReadOnly: true},
			{Name: "paintUpdatedAt", Type: api.Time},
			{Name: "paintMixList", Type: api.Array, Items: api.Object, Fields: []api.Field{
				{Name: "mixCode", Type: api.String}, {Name: "mixPart", Type: api.Number}, {Name: "mixSeen", Type: api.Boolean, ReadOnly: true},
			}},
			{Name: "paintTin", Type: api.Object, Fields: []api.Field{{Name: "size", Type: api.Number}, {Name: "lid", Type: api.String}}},
		},
	}
}

func catalogOf(entities ...*api.Entity) *api.Catalog { return &api.Catalog{Entities: entities} }

// ended makes a call that ended so; "" is one of which nobody knows the end.
// endedEach gives each record of a call an outcome of its own.
func endedEach(call journal.Call, outcomes ...string) journal.Call {
	call.Result.Outcomes = outcomes
	return call
}

func ended(outcome, operation string, keys []string, body string, before ...string) journal.Call {
	call := journal.Call{Entry: journal.Entry{
		Entity: "paints", Operation: operation, Method: "POST", Path: "/Paint", Keys: keys, Body: jsontext.Value(body),
	}}
	call.Run.ID = "r1"
	for _, one := range before {
		call.Before = append(call.Before, jsontext.Value(one))
	}
	if outcome != "" {
		call.Result = &journal.Result{Outcome: outcome, Status: 200}
	}
	return call
}

func callsOf(calls ...journal.Call) Calls {
	for i := range calls {
		calls[i].ID = i + 1
	}
	return func() iter.Seq2[journal.Call, error] {
		return func(yield func(journal.Call, error) bool) {
			for _, call := range calls {
				if !yield(call, nil) {
					return
				}
			}
		}
	}
}

// looked gives what a run of calls did to the paints.
func looked(t *testing.T, entity *api.Entity, calls ...journal.Call) []Written {
	t.Helper()
	run, found, err := Look(catalogOf(entity), callsOf(calls...))
	if err != nil || !found || len(run.Parts) != 1 {
		t.Fatalf("%v, found %v, %+v", err, found, run)
	}
	var all []Written
	for w, err := range run.Records(run.Parts[0]) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, w)
	}
	return all
}

// inShort tells of records: kind, key, GUID, what was before, what was sent, and "?" for a doubt.
func inShort(all []Written) []string {
	var lines []string
	for _, w := range all {
		line := fmt.Sprintf("%d %s %s/%s", w.Place, [...]string{"changed", "made", "deleted", "unread"}[w.Kind], w.Key, w.GUID)
		if w.Before != nil {
			line += " " + string(w.Before.Raw())
		}
		line += " -> " + string(w.Sent.Raw())
		if w.Doubtful {
			line += " ?"
		}
		lines = append(lines, line)
	}
	return lines
}

// TestWhatARunDid: every way in which a record can come through the log of a run.
func TestWhatARunDid(t *testing.T) {
	t.Parallel()
	const a, b = `{"paintGuid":"g1","paintCode":"A","paintRate":1}`, `{"paintGuid":"g2","paintCode":"B","paintRate":2}`
	const both = `{"paintList":[{"paintCode":"A","paintRate":3},{"paintCode":"B","paintRate":4}]}`
	const onlyA, onlyB = `{"paintList":[{"paintCode":"A","paintRate":3}]}`, `{"paintList":[{"paintCode":"B","paintRate":4}]}`
	const openB = ` changed B/g2 ` + b + ` -> {"paintCode":"B","paintRate":4} ?`
	changedA := `1 changed A/g1 ` + a + ` -> {"paintCode":"A","paintRate":3}`
	for name, test := range map[string]struct {
		calls []journal.Call
		want  []string
	}{
		"a batch": {
			[]journal.Call{ended("updated", "update", []string{"A", "B"}, both, a, b)},
			[]string{changedA, `2 changed B/g2 ` + b + ` -> {"paintCode":"B","paintRate":4}`},
		},
		"a batch that was halved, one record of which was refused": {
			[]journal.Call{
				ended("halved", "update", []string{"A", "B"}, both, a, b),
				ended("updated", "update", []string{"A"}, onlyA, a), ended("failed", "update", []string{"B"}, onlyB, b),
			},
			[]string{changedA},
		},
		"a batch that was halved, and the run stopped before the second half": {
			[]journal.Call{ended("halved", "update", []string{"A", "B"}, both, a, b), ended("updated", "update", []string{"A"}, onlyA, a)},
			[]string{"1" + openB, "2" + changedA[1:]},
		},
		"halves that never left": {
			[]journal.Call{ended("halved", "update", []string{"A", "B"}, both, a, b), ended("skipped", "update", []string{"A"}, onlyA, a)},
			[]string{"1" + openB, "2" + changedA[1:] + " ?"},
		},
		"a run that was stopped in the middle": {
			[]journal.Call{ended("", "update", []string{"A"}, onlyA, a)}, []string{changedA + " ?"},
		},
		"an answer that left it open": {
			[]journal.Call{ended("unknown", "update", []string{"A"}, onlyA, a)}, []string{changedA + " ?"},
		},
		"a batch that came to different ends": {
			[]journal.Call{endedEach(ended("unknown", "update", []string{"A", "B"}, both, a, b), "failed", "updated")},
			[]string{`1 changed B/g2 ` + b + ` -> {"paintCode":"B","paintRate":4}`},
		},
		"one that did not arrive at first": {
			[]journal.Call{ended("unknown", "update", []string{"A"}, onlyA, a), ended("updated", "update", []string{"A"}, onlyA, a)},
			[]string{changedA},
		},
		"one that was refused": {[]journal.Call{ended("failed", "update", []string{"A"}, onlyA, a)}, nil},
		"a record written twice, of which the first before counts": {
			[]journal.Call{
				ended("updated", "update", []string{"A"}, onlyA, a),
				ended("updated", "update", []string{"A"}, `{"paintList":[{"paintCode":"A","paintRate":5,"paintName":"n"}]}`, `{"paintGuid":"g1","paintCode":"A","paintRate":3}`),
			},
			[]string{`1 changed A/g1 ` + a + ` -> {"paintCode":"A","paintRate":5,"paintName":"n"}`},
		},
		"one that was refused, then written": {
			[]journal.Call{ended("failed", "update", []string{"A"}, onlyA, a), ended("updated", "update", []string{"A"}, onlyA, a)},
			[]string{changedA},
		},
		"a new one": {
			[]journal.Call{ended("created", "create", []string{"A"}, onlyA)}, []string{`1 made A/ -> {"paintCode":"A","paintRate":3}`},
		},
		"one that may have been there": {
			[]journal.Call{ended("written", "create", []string{"A"}, onlyA)}, []string{`1 unread A/ -> {"paintCode":"A","paintRate":3}`},
		},
		"a plan that makes one and changes another": {
			[]journal.Call{ended("written", "apply", []string{"A", "B"}, both, "null", b)},
			[]string{`1 made A/ -> {"paintCode":"A","paintRate":3}`, `2 changed B/g2 ` + b + ` -> {"paintCode":"B","paintRate":4}`},
		},
		"created over one that was there": {[]journal.Call{ended("updated", "create", []string{"A"}, onlyA, a)}, []string{changedA}},
		"a new one that was changed by the same run": {
			[]journal.Call{ended("created", "create", []string{"A"}, onlyA), ended("updated", "create", []string{"A"}, `{"paintList":[{"paintCode":"A","paintName":"n"}]}`)},
			[]string{`1 made A/ -> {"paintCode":"A","paintRate":3,"paintName":"n"}`},
		},
		"one that was not read": {
			[]journal.Call{ended("updated", "update-status", []string{"g1"}, `{"paintList":[{"paintGuid":"g1","paintStatus":"x"}]}`)},
			[]string{`1 unread /g1 -> {"paintGuid":"g1","paintStatus":"x"}`},
		},
		"one that was deleted": {
			[]journal.Call{ended("deleted", "delete", []string{"A"}, `null`, a)}, []string{`1 deleted A/g1 ` + a + ` -> `},
		},
		"one without any name": {
			[]journal.Call{ended("written", "create", nil, `{"paintList":[{"paintRate":3},{"paintRate":4}]}`)},
			[]string{`1 unread / -> {"paintRate":3}`, `2 unread / -> {"paintRate":4}`},
		},
		"a body that is none": {
			[]journal.Call{ended("updated", "update", []string{"A"}, `"***"`, a)}, []string{`1 changed A/g1 ` + a + ` -> `},
		},
	} {
		if got := inShort(looked(t, paints(), test.calls...)); !slices.Equal(got, test.want) {
			t.Errorf("%s:\n%q\nwant\n%q", name, got, test.want)
		}
	}
}

// TestPartsOfARun: entities come in the order of their first calls, calls of any path are named, and one that the
// description does not have is told.
func TestPartsOfARun(t *testing.T) {
	t.Parallel()
	other := ended("updated", "update", []string{"1"}, `{}`, `{}`)
	other.Entity = "permits"
	bare := ended("written", "", nil, `{}`)
	bare.Entity, bare.Path = "", "/rest/Permit"
	refused := bare
	refused.Result = &journal.Result{Outcome: "failed", Status: 400}
	run, found, err := Look(catalogOf(paints()), callsOf(
		other, ended("updated", "update", []string{"A"}, `{"paintList":[{"paintCode":"A"}]}`, `{"paintCode":"A"}`), bare, refused, other))
	if err != nil || !found || len(run.Parts) != 2 || run.ID != "r1" {
		t.Fatalf("%v, %v, %+v", err, found, run)
	}
	if run.Parts[0].Name != "permits" || run.Parts[0].Entity != nil || run.Parts[1].Entity == nil || !slices.Equal(run.Bare, []string{"POST /rest/Permit"}) {
		t.Errorf("%+v, %+v, bare %q", run.Parts[0], run.Parts[1], run.Bare)
	}
	for w, err := range run.Records(run.Parts[0]) {
		t.Errorf("of an entity that nobody describes: %+v, %v", w, err)
	}
	if _, found, err := Look(catalogOf(paints()), callsOf()); err != nil || found {
		t.Errorf("of no calls: %v, %v", found, err)
	}
}

// TestAnUnreadableLog: what cannot be read is not taken for nothing.
func TestAnUnreadableLog(t *testing.T) {
	t.Parallel()
	broken := errors.New("the disk is gone")
	walks := 0
	calls := func() iter.Seq2[journal.Call, error] {
		walks++
		return func(yield func(journal.Call, error) bool) {
			if !yield(ended("updated", "update", []string{"A"}, `{"paintList":[{"paintCode":"A"}]}`, `{"paintCode":"A"}`), nil) || walks == 1 {
				return
			}
			yield(journal.Call{}, broken)
		}
	}
	run, _, err := Look(catalogOf(paints()), calls)
	if err != nil {
		t.Fatal(err)
	}
	var last error
	for _, err := range run.Records(run.Parts[0]) {
		last = err
	}
	if !errors.Is(last, broken) {
		t.Errorf("walking: %v", last)
	}
	if _, _, err := Look(catalogOf(paints()), calls); !errors.Is(err, broken) {
		t.Errorf("looking: %v", err)
	}
}

// TestFormsOfBodies: the records are found in every form that a description may ask for.
func TestFormsOfBodies(t *testing.T) {
	t.Parallel()
	single := paints(api.Operation{Verb: api.Update, Method: "PUT", Path: "/Paint/{id}", Body: api.BodyRecord, Wrapper: "paint"})
	for name, test := range map[string]struct {
		entity *api.Entity
		body   string
		want   []string
	}{
		"a wrapped list":      {paints(), `{"paintList":[{"a":1},{"b":2}]}`, []string{`/paintList/0 {"a":1}`, `/paintList/1 {"b":2}`}},
		"a bare list":         {paints(), `[{"a":1}]`, []string{`/0 {"a":1}`}},
		"one record":          {paints(), `{"a":1}`, []string{` {"a":1}`}},
		"one wrapped record":  {single, `{"paint":{"a":1}}`, []string{`/paint {"a":1}`}},
		"a list of no record": {paints(), `[1]`, nil},
		"a text":              {paints(), `"***"`, nil},
		"nothing":             {paints(), `null`, nil},
	} {
		var got []string
		for _, one := range Sent(test.entity, jsontext.Value(test.body)) {
			got = append(got, string(one.At)+" "+string(one.Raw()))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}
