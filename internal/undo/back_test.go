package undo

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/journal"
	"github.com/aimsio-cli/aimsio/internal/record"
)

func recordOf(t *testing.T, raw string) record.Record {
	t.Helper()
	r, err := record.New(record.Value(raw))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// told tells what puts a record back: what is sent, what was changed since, what is refused.
func told(back Back) string {
	line := string(back.Change.Raw())
	for _, since := range back.Since {
		line += fmt.Sprintf(" since %s: %s, left %s", since.Field, record.Text(since.Now), record.Text(since.Left))
	}
	if len(back.Refused) > 0 {
		line += " refused " + strings.Join(back.Refused, ",")
	}
	return line
}

// TestPuttingBack: only what the run changed is put back, and only where it still stands.
func TestPuttingBack(t *testing.T) {
	t.Parallel()
	const before = `{"paintGuid":"g1","paintCode":"A","paintName":"Red","paintRate":10.10,"paintStatus":"Open","paintMade":1,"paintUpdatedAt":5,` +
		`"paintMixList":[{"mixCode":"x","mixPart":1,"mixSeen":true},{"mixCode":"y","mixPart":2}],"paintTin":{"size":5,"lid":"flat"},"unknown":{"a":1}}`
	now := func(edits ...string) string { return strings.NewReplacer(edits...).Replace(before) }
	for name, test := range map[string]struct {
		sent, now string
		only      []string
		want      string
	}{
		"one field": {`{"paintCode":"A","paintRate":20}`, now(`10.10`, `20.0`), nil, `{"paintRate":10.10}`},
		"the whole record was sent": {
			now(`10.10`, `20`), now(`10.10`, `20`, `"paintMade":1`, `"paintMade":7`, `"paintUpdatedAt":5`, `"paintUpdatedAt":9`), nil, `{"paintRate":10.10}`,
		},
		"it holds already what it held": {`{"paintRate":20}`, before, nil, `{}`},
		"one of two does":               {`{"paintRate":20,"paintName":"Blue"}`, now(`Red`, `Blue`), nil, `{"paintName":"Red"}`},
		"somebody changed it since":     {`{"paintRate":20}`, now(`10.10`, `30`), nil, `{} since paintRate: 30, left 20`},
		"somebody changed another field that was sent": {
			now(`10.10`, `20`), now(`10.10`, `20`, `Red`, `Green`), nil, `{"paintRate":10.10} since paintName: Green, left Red`,
		},
		"somebody changed a field that was not sent": {`{"paintRate":20}`, now(`10.10`, `20`, `Red`, `Green`), nil, `{"paintRate":10.10}`},
		"only one field is asked for": {
			now(`10.10`, `20`), now(`10.10`, `20`, `Red`, `Green`), []string{"paintRate"}, `{"paintRate":10.10}`,
		},
		"only another is": {`{"paintRate":20,"paintName":"Blue"}`, now(`10.10`, `20`, `Red`, `Blue`), []string{"paintName"}, `{"paintName":"Red"}`},
		"a field that was not there": {
			`{"paintNote":"n"}`, now(`"unknown"`, `"paintNote":"n","unknown"`), nil, `{"paintNote":null}`,
		},
		"a field that the server did not keep": {`{"paintNote":"n"}`, before, nil, `{}`},
		"a field that was cleared":             {`{"paintName":null}`, now(`"paintName":"Red",`, ``), nil, `{"paintName":"Red"}`},
		"within an object":                     {`{"paintTin":{"size":9}}`, now(`"size":5`, `"size":9`), nil, `{"paintTin":{"size":5}}`},
		"an object that was not there": {
			`{"extra":{"a":1,"b":{"c":2}}}`, now(`"unknown"`, `"extra":{"a":1,"b":{"c":2}},"unknown"`), nil, `{"extra":{"a":null,"b":{"c":null}}}`,
		},
		"a field nobody knows": {`{"unknown":{"a":2}}`, now(`{"a":1}`, `{"a":2}`), nil, `{"unknown":{"a":1}}`},
		"a list, as a whole": {
			`{"paintMixList":[{"mixCode":"x","mixPart":3},{"mixCode":"y","mixPart":2}]}`,
			now(`"mixPart":1`, `"mixPart":3`), nil,
			`{"paintMixList":[{"mixCode":"x","mixPart":1,"mixSeen":true},{"mixCode":"y","mixPart":2}]}`,
		},
		"a list that the server keeps in an order of its own, and adds to": {
			`{"paintMixList":[{"mixCode":"x","mixPart":3}]}`,
			now(`[{"mixCode":"x","mixPart":1,"mixSeen":true},{"mixCode":"y","mixPart":2}]`, `[{"mixCode":"x","mixId":7,"mixPart":3}]`), nil,
			`{"paintMixList":[{"mixCode":"x","mixPart":1,"mixSeen":true},{"mixCode":"y","mixPart":2}]}`,
		},
		"a list that somebody added to": {
			`{"paintMixList":[{"mixCode":"x","mixPart":3}]}`,
			now(`[{"mixCode":"x","mixPart":1,"mixSeen":true},`, `[{"mixCode":"x","mixPart":3},`), nil,
			`{} since paintMixList: [{"mixCode":"x","mixPart":3},{"mixCode":"y","mixPart":2}], left [{"mixCode":"x","mixPart":3}]`,
		},
		"the order of a list": {
			`{"paintMixList":[{"mixCode":"y","mixPart":2},{"mixCode":"x","mixPart":1}]}`,
			now(`[{"mixCode":"x","mixPart":1,"mixSeen":true},{"mixCode":"y","mixPart":2}]`, `[{"mixCode":"y","mixPart":2},{"mixCode":"x","mixPart":1}]`), nil,
			`{"paintMixList":[{"mixCode":"x","mixPart":1,"mixSeen":true},{"mixCode":"y","mixPart":2}]}`,
		},
		"what the server sets itself": {`{"paintMade":9,"paintUpdatedAt":9,"paintGuid":"g1"}`, now(`"paintMade":1`, `"paintMade":9`), nil, `{}`},
		"the key":                     {`{"paintGuid":"g1","paintCode":"B"}`, now(`"A"`, `"B"`), nil, `{"paintCode":"A"}`},
	} {
		w := looked(t, paints(), ended("updated", "update", []string{"A"}, `{"paintList":[`+test.sent+`]}`, before))[0]
		back, err := NewMaker(paints(), catalogOf(paints()), test.only).Changed(&w, recordOf(t, test.now))
		if got := told(back); err != nil || got != test.want {
			t.Errorf("%s: %v\n%s\nwant\n%s", name, err, got, test.want)
		}
		if back.Empty() != (string(back.Change.Raw()) == "{}") {
			t.Errorf("%s: empty is %v", name, back.Empty())
		}
	}
}

// TestSecretsAreNotPutBack: what the log has lost is no value, wherever it stood.
func TestSecretsAreNotPutBack(t *testing.T) {
	t.Parallel()
	const before = `{"paintGuid":"g1","paintCode":"A","paintRate":1,"token":"***","paintTin":{"size":1,"pin":"***"}}`
	const sent = `{"paintList":[{"paintCode":"A","paintRate":2,"token":"***","paintTin":{"size":2,"pin":"***"}}]}`
	const now = `{"paintGuid":"g1","paintCode":"A","paintRate":2,"token":"real","paintTin":{"size":2,"pin":"1234"}}`
	for name, test := range map[string]struct {
		before, sent string
		hidden       []jsontext.Pointer
		want         string
	}{
		"named on both sides": {before, sent,
			[]jsontext.Pointer{"/body/paintList/0/token", "/body/paintList/0/paintTin/pin", "/before/0/token", "/before/0/paintTin/pin"},
			`{"paintRate":1,"paintTin":{"size":1}} refused token,paintTin.pin`},
		"named in what was sent": {strings.ReplaceAll(before, `***`, "old"), sent, []jsontext.Pointer{"/body/paintList/0/token", "/body/paintList/0/paintTin"},
			`{"paintRate":1} refused token,paintTin.size,paintTin.pin`},
		"by the mark alone":  {before, strings.ReplaceAll(sent, `***`, "new"), nil, `{"paintRate":1,"paintTin":{"size":1}} refused token,paintTin.pin`},
		"of another record":  {before, sent, []jsontext.Pointer{"/body/paintList/1/paintRate"}, `{"paintRate":1,"paintTin":{"size":1}} refused token,paintTin.pin`},
		"all of the body":    {before, `"***"`, []jsontext.Pointer{"/body"}, `{} refused all that was sent`},
		"a part of a bigger": {before, sent, []jsontext.Pointer{"/before/0"}, `{} refused paintCode,paintRate,token,paintTin.size,paintTin.pin`},
	} {
		call := ended("updated", "update", []string{"A"}, test.sent, test.before)
		call.Hidden = test.hidden
		w := looked(t, paints(), call)[0]
		back, err := NewMaker(paints(), nil, nil).Changed(&w, recordOf(t, now))
		if got := told(back); err != nil || got != test.want {
			t.Errorf("%s: %v\n%s\nwant\n%s", name, err, got, test.want)
		}
	}
}

// TestSecretNames: a key that was a secret names no record, and the GUID of the record as it was does.
func TestSecretNames(t *testing.T) {
	t.Parallel()
	call := ended("updated", "update", []string{"***"}, `{"paintList":[{"paintCode":"***","paintRate":2}]}`, `{"paintGuid":"g1","paintRate":1}`)
	call.GUIDs, call.Hidden = []string{"***"}, []jsontext.Pointer{"/keys/0", "/guids/0", "/body/paintList/0/paintCode"}
	if w := looked(t, paints(), call)[0]; w.Key != "" || w.GUID != "g1" {
		t.Errorf("%q, %q", w.Key, w.GUID)
	}
	call.Before = []jsontext.Value{jsontext.Value(`{"paintGuid":"***"}`)}
	if w := looked(t, paints(), call)[0]; w.Key != "" || w.GUID != "" {
		t.Errorf("%q, %q", w.Key, w.GUID)
	}
}

// TestStatusesOfOtherNames: what the body of a change of status calls otherwise is put back by its own name.
func TestStatusesOfOtherNames(t *testing.T) {
	t.Parallel()
	entity := paints(api.Operation{
		Verb: api.UpdateStatus, Method: "POST", Path: "/Paint", Body: api.BodyWrapped, Wrapper: "paintList", GUID: "id", Status: "state",
		Fields: []api.Field{{Name: "id", Type: api.String}, {Name: "state", Type: api.String}},
	})
	call := ended("updated", "update-status", []string{"A"}, `{"paintList":[{"id":"g1","state":"Done","remark":"r"}]}`,
		`{"paintGuid":"g1","paintCode":"A","paintStatus":"Open"}`)
	w := looked(t, entity, call)[0]
	back, err := NewMaker(entity, nil, nil).Changed(&w, recordOf(t, `{"paintGuid":"g1","paintCode":"A","paintStatus":"Done"}`))
	if got := told(back); err != nil || got != `{"paintStatus":"Open"}` || w.GUID != "g1" {
		t.Errorf("%v, %s, %q", err, got, w.GUID)
	}
	call.Hidden = []jsontext.Pointer{"/body/paintList/0/state"}
	w = looked(t, entity, call)[0]
	if back, _ := NewMaker(entity, nil, nil).Changed(&w, recordOf(t, `{"paintStatus":"Done"}`)); told(back) != `{} refused paintStatus` {
		t.Errorf("hidden: %s", told(back))
	}
}

// TestMadeAndDeleted: a record that was made is compared with what was sent, one that was deleted is made anew without
// what the server sets.
func TestMadeAndDeleted(t *testing.T) {
	t.Parallel()
	m := NewMaker(paints(), nil, nil)
	made := looked(t, paints(), ended("created", "create", []string{"A"}, `{"paintList":[{"paintCode":"A","paintRate":1,"token":"***"}]}`))[0]
	made.hidden = []record.Path{{"token"}}
	if got := told(m.Made(&made, recordOf(t, `{"paintCode":"A","paintRate":1.0,"token":"t"}`))); got != `{} refused token` {
		t.Errorf("as it was made: %s", got)
	}
	if got := told(m.Made(&made, recordOf(t, `{"paintCode":"A","paintRate":2}`))); got != `{} since paintRate: 2, left 1 refused token` {
		t.Errorf("changed: %s", got)
	}
	call := ended("deleted", "delete", []string{"A"}, `null`, `{"paintGuid":"g1","paintCode":"A","paintMade":1,"paintUpdatedAt":2,"paintRate":1.50,"token":"***"}`)
	deleted := looked(t, paints(), call)[0]
	if got := told(m.Anew(&deleted)); got != `{"paintCode":"A","paintRate":1.50} refused token` {
		t.Errorf("deleted: %s", got)
	}
	unread := looked(t, paints(), ended("deleted", "delete", []string{"A"}, `null`))[0]
	if back := m.Anew(&unread); !back.Empty() {
		t.Errorf("deleted without being read: %s", told(back))
	}
}

// TestABatchOfRecords: each record of a body has the before of its own place.
func TestABatchOfRecords(t *testing.T) {
	t.Parallel()
	const count = 120
	var calls []journal.Call
	for from := 0; from < count; from += 50 {
		call := ended("updated", "update", nil, "")
		var bodies []string
		for i := from; i < min(from+50, count); i++ {
			call.Keys = append(call.Keys, fmt.Sprint("P", i))
			call.GUIDs = append(call.GUIDs, fmt.Sprint("g", i))
			bodies = append(bodies, fmt.Sprintf(`{"paintCode":"P%d","paintRate":%d}`, i, i+1))
			call.Before = append(call.Before, jsontext.Value(fmt.Sprintf(`{"paintGuid":"g%d","paintCode":"P%d","paintRate":%d}`, i, i, i)))
		}
		call.Body = jsontext.Value(`{"paintList":[` + strings.Join(bodies, ",") + `]}`)
		calls = append(calls, call)
	}
	all := looked(t, paints(), calls...)
	m := NewMaker(paints(), nil, nil)
	for i := range all {
		back, err := m.Changed(&all[i], recordOf(t, fmt.Sprintf(`{"paintRate":%d,"paintCode":"P%d"}`, i+1, i)))
		if want := fmt.Sprintf(`{"paintRate":%d}`, i); err != nil || told(back) != want || all[i].Place != i+1 {
			t.Errorf("%d: %v, %s, place %d", i, err, told(back), all[i].Place)
		}
	}
	if len(all) != count || !slices.IsSortedFunc(all, func(a, b Written) int { return a.Place - b.Place }) {
		t.Errorf("%d records", len(all))
	}
}
