package tools

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/journal"
)

// statefolder is where the variables of a test put the log.
func stateFolder(variables map[string]string) string {
	return filepath.Join(variables["XDG_STATE_HOME"], "aimsio")
}

// writes puts calls into the log, as a run in an environment. A call whose result is nil was under way when the run
// was stopped.
func writes(t *testing.T, variables map[string]string, environment string, calls ...journal.Call) string {
	t.Helper()
	run := journal.Run{
		ID: journal.NewRunID(time.Now()), Environment: environment, Server: "https://aimsio.example/", User: "me",
		Command: []string{"aimsio", "write", environment},
	}
	log, err := journal.Open(stateFolder(variables), run, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, call := range calls {
		done, err := log.Begin(call.Entry)
		if err == nil && call.Result != nil {
			err = done(*call.Result)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return run.ID
}

func written(entity, operation, body string, keys []string, before ...string) journal.Call {
	call := journal.Call{Entry: journal.Entry{
		Entity: entity, Operation: operation, Method: "POST", Path: "/" + entity, Keys: keys, Body: jsontext.Value(body),
	}, Result: &journal.Result{Outcome: "written", Status: 200, Took: 1500 * time.Millisecond}}
	for _, one := range before {
		call.Before = append(call.Before, jsontext.Value(one))
	}
	return call
}

// shows carries out "log" with arguments.
func shows(t *testing.T, variables map[string]string, format, environment string, args ...string) (*cmdtest.Run, error) {
	t.Helper()
	run := cmdtest.New(t, variables, "")
	run.Flags.Output, run.Flags.Env = format, environment
	return run, cmdtest.Do(t.Context(), NewLogCommand(run.Env), args...)
}

func rowsOf[T any](t *testing.T, printed string) []T {
	t.Helper()
	var rows []T
	for line := range strings.Lines(printed) {
		var row T
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		rows = append(rows, row)
	}
	return rows
}

// TestLog counts what a run did, and picks runs by what is asked for.
func TestLog(t *testing.T) {
	t.Parallel()
	variables := cmdtest.Variables(t, "https://aimsio.example/")
	failed := written("employees", "update", `{"employeeCode":"E-3"}`, []string{"E-3"})
	failed.Result.Outcome, failed.Result.Status = "failed", 400
	stopped := written("employees", "update", `{"employeeCode":"E-4"}`, []string{"E-4"})
	stopped.Result = nil
	first := writes(t, variables, "sandbox",
		written("employees", "create", `{"employeeList":[{"employeeCode":"E-1"},{"employeeCode":"E-2"}]}`, []string{"E-1", "E-2"}), failed, stopped)
	second := writes(t, variables, "portal", written("invoices", "update-status", `{}`, []string{"0001"}))

	run, err := shows(t, variables, "ndjson", "")
	rows := rowsOf[logRow](t, run.Printed.String())
	if err != nil || len(rows) != 2 {
		t.Fatalf("%v, printed %s", err, run.Printed)
	}
	one := rows[slices.IndexFunc(rows, func(r logRow) bool { return r.Run == first })]
	if one.Calls != 3 || one.Written != 2 || one.Failed != 1 || one.Unknown != 1 || one.Environment != "sandbox" || one.User != "me" ||
		!slices.Equal(one.Entities, []string{"employees"}) || one.Command != "aimsio write sandbox" || time.Since(time.UnixMilli(one.Time)) > time.Hour {
		t.Errorf("%+v", one)
	}
	for name, test := range map[string]struct {
		environment string
		args        []string
		want        []string
	}{
		"one environment": {"portal", nil, []string{second}},
		"by an alias":     {"", []string{"--entity", "invoice"}, []string{second}},
		"by a key":        {"", []string{"--key", "E-2"}, []string{first}},
		"by no key":       {"", []string{"--key", "E-9"}, nil},
		"of today":        {"", []string{"--since", "24h"}, []string{first, second}},
		"of before":       {"", []string{"--until", "24h"}, nil},
		"what went wrong": {"", []string{"--failed"}, []string{first}},
		"none that did":   {"portal", []string{"--failed"}, nil},
		"the latest":      {"", []string{"--limit", "1"}, []string{second}},
		"one that failed": {"", []string{"--limit", "1", "--failed"}, []string{first}},
		"more than all":   {"", []string{"--limit", "3"}, []string{first, second}},
	} {
		run, err := shows(t, variables, "ndjson", test.environment, test.args...)
		var got []string
		for _, row := range rowsOf[logRow](t, run.Printed.String()) {
			got = append(got, row.Run)
		}
		slices.Sort(got)
		if slices.Sort(test.want); err != nil || !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, %q, want %q", name, err, got, test.want)
		}
	}
}

func TestLogRefuses(t *testing.T) {
	t.Parallel()
	variables := cmdtest.Variables(t, "https://aimsio.example/")
	for says, args := range map[string][]string{
		"there is no such entity": {"--entity", "nothing"},
		"--since":                 {"--since", "someday"},
		"nothing can lie between": {"--since", "1h", "--until", "2h"},
		"shw":                     {"shw"},
		"takes one argument":      {"show"},
		"--limit -1":              {"--limit", "-1"},
	} {
		run, err := shows(t, variables, "", "", args...)
		if err == nil || cmdkit.KindOf(err) != fail.Usage || !strings.Contains(err.Error(), says) || run.Printed.Len() > 0 {
			t.Errorf("%q: %v", args, err)
		}
	}
	if run, err := shows(t, variables, "ndjson", ""); err != nil || run.Printed.Len() > 0 {
		t.Errorf("where nothing was written: %v, %s", err, run.Printed)
	}
}

// TestADamagedLog: a line that cannot be read is told, and hides none of the others.
func TestADamagedLog(t *testing.T) {
	t.Parallel()
	variables := cmdtest.Variables(t, "https://aimsio.example/")
	before := writes(t, variables, "sandbox", written("employees", "create", `{}`, []string{"E-1"}))
	file := filepath.Join(stateFolder(variables), "writes.ndjson")
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, append(content, `{"state":"sent","run":"20261101T000000-0000","call":`+"\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	after := writes(t, variables, "sandbox", written("employees", "create", `{}`, []string{"E-2"}))
	run, err := shows(t, variables, "ndjson", "")
	if rows := rowsOf[logRow](t, run.Printed.String()); err != nil || len(rows) != 2 || !strings.Contains(run.Said.String(), "writes.ndjson, line 3: ") {
		t.Errorf("%v, printed %s, said %s", err, run.Printed, run.Said)
	}
	for _, id := range []string{before, after} {
		if run, err := shows(t, variables, "ndjson", "", "show", id); err != nil || run.Printed.Len() == 0 {
			t.Errorf("show %s: %v", id, err)
		}
	}
}

// TestLogShow: a script gets what was sent and what it changed, a person the changes in words.
func TestLogShow(t *testing.T) {
	t.Parallel()
	variables := cmdtest.Variables(t, "https://aimsio.example/")
	stopped := written("employees", "update", `{"employeeCode":"E-3"}`, []string{"E-3"})
	stopped.Result = nil
	id := writes(t, variables, "sandbox", written("joborders", "update",
		`{"jobList":[{"jobNumber":"J-1","jobName":"New","n":1.0},{"jobNumber":"J-2","jobName":"Same"},{"jobNumber":"J-3","jobName":"Unread"}]}`,
		[]string{"J-1", "J-2", "J-3"}, `{"jobNumber":"J-1","jobName":"Old","jobStatus":"Active"}`, `{"jobNumber":"J-2","jobName":"Same"}`, `null`), stopped)

	run, err := shows(t, variables, "ndjson", "", "show", id)
	rows := rowsOf[callRow](t, run.Printed.String())
	if err != nil || len(rows) != 2 {
		t.Fatalf("%v, printed %s", err, run.Printed)
	}
	one := rows[0]
	if one.Call != 1 || one.Outcome != "written" || one.Status != 200 || one.Took != 1500 || len(one.Keys) != 3 || len(one.Before) != 3 || !strings.Contains(string(one.Body), `"n":1.0`) {
		t.Errorf("%+v", one)
	}
	if len(one.Changes) != 2 || one.Changes[0].Key != "J-1" || one.Changes[1].Key != "J-2" || string(one.Changes[1].Fields) != "[]" {
		t.Fatalf("%+v", one.Changes)
	}
	if fields := string(one.Changes[0].Fields); !strings.Contains(fields, `"jobName"`) || !strings.Contains(fields, `"Old"`) || strings.Contains(fields, "jobStatus") {
		t.Errorf("changed %s", fields)
	}
	if rows[1].Outcome != "" || rows[1].Status != 0 {
		t.Errorf("a call that nobody saw end: %+v", rows[1])
	}
	run, err = shows(t, variables, "csv", "", "show", id, "--columns", "call,changes", "--no-header")
	if want := "1,\"J-1: jobName: \"\"Old\"\" → \"\"New\"\"; n: nothing → 1.0\"\n2,\n"; err != nil || run.Printed.String() != want {
		t.Errorf("%v, printed %q, want %q", err, run.Printed, want)
	}
	portal := writes(t, variables, "portal", written("invoices", "update-status", `{}`, []string{"0001"}))
	for environment, want := range map[string]string{"": portal, "portal": portal, "sandbox": id} {
		run, err = shows(t, variables, "csv", environment, "show", "last", "--columns", "entity", "--no-header")
		if wants := map[string]string{id: "joborders\nemployees\n", portal: "invoices\n"}[want]; err != nil || run.Printed.String() != wants {
			t.Errorf("the last of %q: %v, %q", environment, err, run.Printed)
		}
	}
	run, err = shows(t, variables, "json", "mock", "show", "last")
	if cmdkit.KindOf(err) != fail.NotFound || !strings.Contains(err.Error(), "wrote to mock") {
		t.Errorf("the last of none: %v, printed %s", err, run.Printed)
	}
	run, err = shows(t, variables, "json", "", "show", "20261101T000000-0000")
	if cmdkit.KindOf(err) != fail.NotFound || run.Printed.Len() > 0 || !strings.Contains(fail.HintOf(err), "lists the runs") {
		t.Errorf("another run: %v, printed %s", err, run.Printed)
	}
	if words, _ := cmdkit.CompleteRuns(func() (string, error) { return stateFolder(variables), nil })(nil, nil, ""); !slices.Equal(words, []string{"last", id, portal}) {
		t.Errorf("completion offers %q", words)
	}
}

// TestWhatACallChanged: records are matched to what they were by their place, in every form that bodies have.
func TestWhatACallChanged(t *testing.T) {
	t.Parallel()
	run := cmdtest.New(t, cmdtest.Variables(t, "https://aimsio.example/"), "")
	for name, test := range map[string]struct {
		call journal.Call
		want []string
	}{
		"a wrapped list": {written("joborders", "update", `{"jobList":[{"jobName":"a"},{"jobName":"b"}]}`, []string{"1", "2"}, `{"jobName":"x"}`, `{"jobName":"y"}`),
			[]string{"1 jobName: \"x\" → \"a\"", "2 jobName: \"y\" → \"b\""}},
		"a bare list":       {written("joborders", "update", `[{"jobName":"a"}]`, []string{"1"}, `{"jobName":"x"}`), []string{"1 jobName: \"x\" → \"a\""}},
		"one record":        {written("joborders", "update", `{"jobName":"a"}`, []string{"1"}, `{"jobName":"x"}`), []string{"1 jobName: \"x\" → \"a\""}},
		"without a key":     {written("joborders", "update", `{"jobName":"a"}`, nil, `{"jobName":"x"}`), []string{" jobName: \"x\" → \"a\""}},
		"nothing read":      {written("joborders", "update", `{"jobName":"a"}`, []string{"1"}), nil},
		"more than sent":    {written("joborders", "update", `{"jobName":"a"}`, []string{"1", "2"}, `null`, `{"jobName":"x"}`), nil},
		"of another list":   {written("joborders", "update", `[1]`, []string{"1"}, `{"jobName":"x"}`), nil},
		"a delete":          {written("joborders", "delete", `{"jobName":"a"}`, []string{"1"}, `{"jobName":"x"}`), nil},
		"an unknown entity": {written("permits", "update", `{"jobName":"a"}`, []string{"1"}, `{"jobName":"x"}`), nil},
		"no entity":         {written("", "", `{"jobName":"a"}`, nil, `{"jobName":"x"}`), nil},
	} {
		changes, err := callChanges(run.Catalog, run.ChangeWords, test.call)
		var got []string
		for _, one := range changes {
			got = append(got, one.Key+" "+one.words)
		}
		if err != nil || !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, %q, want %q", name, err, got, test.want)
		}
	}
}

// TestStatusesUnderOtherNames: a status that is sent under another name than the record has it is compared with that.
func TestStatusesUnderOtherNames(t *testing.T) {
	t.Parallel()
	run := cmdtest.New(t, cmdtest.Variables(t, "https://aimsio.example/"), "")
	catalog := &api.Catalog{Entities: []*api.Entity{{
		Name: "permits", GUID: "permitGuid", Status: "permitStatus",
		Fields:     []api.Field{{Name: "permitGuid", Type: api.String}, {Name: "permitStatus", Type: api.String}},
		Operations: []api.Operation{{Verb: api.UpdateStatus, GUID: "id", Status: "status"}},
	}}}
	call := written("permits", "update-status", `{"id":"1","status":"b"}`, []string{"1"}, `{"permitGuid":"1","permitStatus":"a"}`)
	changes, err := callChanges(catalog, run.ChangeWords, call)
	if err != nil || len(changes) != 1 || changes[0].words != `permitStatus: "a" → "b"` {
		t.Errorf("%v, %+v", err, changes)
	}
}
