package entity

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/hydrate/hydratetest"
)

func (b *bench) get(args ...string) ended {
	b.t.Helper()
	return b.with("", "ndjson", NewGetCommand, args...)
}

// TestGetOne: one record takes one call, and is printed on its own, as the server sent it.
func TestGetOne(t *testing.T) {
	t.Parallel()
	b := start(t, 2)
	b.Put("e1", "C1", 1, `"pay":10.10`, `"big":9007199254740993`)
	got := b.with("", "json", NewGetCommand, "e1")
	if got.err != nil || !strings.HasPrefix(got.printed, "{") || got.said != "" {
		t.Fatalf("%v\n%s%s", got.err, got.printed, got.said)
	}
	contains(t, "the output", got.printed, "10.10", "9007199254740993")
	same(t, "calls", b.Calls(), "e1")
	b.sync()
	b.get("C1").succeeded(t, []string{"e1"})
	same(t, "calls with a mirror", b.Calls(), "e1")
}

// TestGetOneFails: the one record that is asked for ends the command with what to do next, and nothing is printed.
func TestGetOneFails(t *testing.T) {
	t.Parallel()
	b := start(t, 1)
	file := filepath.Join(t.TempDir(), "one.json")
	for call, kind := range map[string]fail.Kind{"none": fail.NotFound, "e1": fail.Denied} {
		b.Answer(http.StatusForbidden, "e1")
		got := b.get(call, "--out", file)
		if _, err := os.Stat(file); !fail.Is(got.err, kind) || fail.HintOf(got.err) == "" || got.printed != "" || err == nil {
			t.Errorf("%s: %v, hint %q, printed %q", call, got.err, fail.HintOf(got.err), got.printed)
		}
	}
}

// TestGetSeveral: several records come as a list, in the order asked for; one that is not there does not stop the others.
func TestGetSeveral(t *testing.T) {
	t.Parallel()
	b := start(t, 4)
	got := b.with("", "json", NewGetCommand, "e4", "e2")
	if got.err != nil || !strings.HasPrefix(got.printed, "[") || strings.Index(got.printed, "e4") > strings.Index(got.printed, "e2") {
		t.Errorf("%v\n%s", got.err, got.printed)
	}
	got = b.get("e4", "none", "e2")
	same(t, "records", got.ids(), "e4", "e2")
	same(t, "notes", got.notes(), "employee none: not found; it is gone, or hidden from this user")
	if !fail.IsIncomplete(got.err) {
		t.Errorf("ends with %v", got.err)
	}
	got = b.get("none", "nothing")
	if !fail.Is(got.err, fail.NotFound) || len(got.notes()) != 2 {
		t.Errorf("none of them: %v, notes %q", got.err, got.notes())
	}
}

// TestGetOfStandardInput: "-" stands for the words of standard input, one a line, with others before and after.
func TestGetOfStandardInput(t *testing.T) {
	t.Parallel()
	b := start(t, 4)
	got := b.with("\ufeffe3\r\n\n  e1  \n", "ndjson", NewGetCommand, "e4", "-", "e2")
	got.succeeded(t, []string{"e4", "e3", "e1", "e2"})
	got = b.with("e1\n", "json", NewGetCommand, "-")
	if got.err != nil || !strings.HasPrefix(got.printed, "[") {
		t.Errorf("one of standard input is no list: %v\n%s", got.err, got.printed)
	}
	got = b.with("", "json", NewGetCommand, "-")
	if got.err != nil || strings.TrimSpace(got.printed) != "[]" {
		t.Errorf("an empty input: %v, %q", got.err, got.printed)
	}
}

// TestGetOfBrokenInput: an input that cannot be read is an error after the records before it, with the mirror alone too.
func TestGetOfBrokenInput(t *testing.T) {
	t.Parallel()
	b := start(t, 2)
	b.sync()
	for _, args := range [][]string{{"e1", "-"}, {"e1", "-", "--offline"}} {
		run := cmdtest.New(t, b.variables, "")
		run.In, run.Flags.Output = iotest.ErrReader(errBroken), "ndjson"
		err := cmdtest.Do(t.Context(), NewGetCommand(run.Env, b.entity), args...)
		run.Close()
		if !errors.Is(err, errBroken) || !strings.Contains(err.Error(), "reading GUIDs from standard input") {
			t.Errorf("%q: %v", args, err)
		}
		same(t, fmt.Sprintf("%q", args), ended{printed: run.Printed.String()}.ids(), "e1")
	}
}

// TestGetThroughTheMirror: several records take one call for the index, and one for each that changed; a key will do.
func TestGetThroughTheMirror(t *testing.T) {
	t.Parallel()
	b := start(t, 4)
	b.sync()
	b.Put("e2", "C2", 100)
	b.Put("e3", "Z3", 101)
	b.get("C1", "C2", "e4").succeeded(t, []string{"e1", "e2", "e4"})
	same(t, "calls", b.Calls(), "e2", hydratetest.IndexCall)
	got := b.get("C1", "C3")
	same(t, "records", got.ids(), "e1")
	same(t, "notes", got.notes(), `employee e3 is not "C3" any more, but "Z3"`)
	b.Calls()
	got = b.get("C1", "e1", "--no-mirror")
	same(t, "without the mirror", got.ids(), "e1")
	same(t, "its calls", b.Calls(), "C1", "e1")
	b.Answer(http.StatusForbidden, hydratetest.IndexCall)
	if got = b.get("C1", "C2"); !fail.Is(got.err, fail.Denied) || got.printed != "" {
		t.Errorf("an index that is refused: %v, printed %q", got.err, got.printed)
	}
}

// TestGetOffline: the mirror alone answers, says how old it is, and calls nothing.
func TestGetOffline(t *testing.T) {
	t.Parallel()
	b := start(t, 3)
	b.sync()
	b.Put("e2", "C2", 100, `"employeeFirstName":"new"`)
	for _, words := range [][]string{{"C2"}, {"C1", "e2"}} {
		got := b.get(append(words, "--offline")...)
		if got.err != nil || len(got.ids()) != len(words) || strings.Contains(got.printed, "new") || !strings.HasPrefix(got.said, "from the mirror, which is ") {
			t.Errorf("%q: %v\n%s%s", words, got.err, got.printed, got.said)
		}
	}
	if got := b.get("none", "--offline"); !fail.Is(got.err, fail.NotFound) || got.printed != "" || len(got.notes()) != 1 {
		t.Errorf("one that is not there: %v, notes %q", got.err, got.notes())
	}
	got := b.get("none", "e1", "--offline")
	same(t, "records", got.ids(), "e1")
	if !fail.IsIncomplete(got.err) || !strings.Contains(got.said, `the mirror has no employee "none"`) {
		t.Errorf("%v, said %q", got.err, got.said)
	}
	if calls := b.Calls(); len(calls) != 0 {
		t.Errorf("calls %q", calls)
	}
}

// TestGetOfAnEntityThatWasNeverSynced: a mirror that has others says what would read these.
func TestGetOfAnEntityThatWasNeverSynced(t *testing.T) {
	t.Parallel()
	b := start(t, 1)
	b.sync()
	users, known := api.Builtin().Entity("users")
	if !known {
		t.Fatal("there are no users")
	}
	b.entity = users
	if got := b.get("u1", "--offline"); got.err == nil || fail.HintOf(got.err) != `"aimsio sync users" reads them` {
		t.Errorf("%v, hint %q", got.err, fail.HintOf(got.err))
	}
}

// TestGetRefuses: a command line that names no record, or a field that there is not, calls nothing.
func TestGetRefuses(t *testing.T) {
	t.Parallel()
	b := start(t, 1)
	for words, args := range map[string][]string{
		"get needs the GUID of an employee, or - to read GUIDs": {},
		"the GUID of an employee is empty":                      {"e1", " "},
		"did you mean employeeCode":                             {"e1", "--columns", "employeCode"},
		"give one of them":                                      {"e1", "--offline", "--no-mirror"},
		"unknown flag: --full":                                  {"e1", "--full"},
	} {
		got := b.get(args...)
		text := fmt.Sprint(got.err) + " " + fail.HintOf(got.err)
		if got.err == nil || got.printed != "" || !strings.Contains(text, words) {
			t.Errorf("%q: %s", args, text)
		}
	}
	if calls := b.Calls(); len(calls) != 0 {
		t.Errorf("calls %q", calls)
	}
}

// TestGetAsRows: rows are made of a list within the records, and records without any are told of.
func TestGetAsRows(t *testing.T) {
	t.Parallel()
	b := start(t, 2)
	b.Put("e1", "C1", 1, `"employeeFormData":{"formDataFieldDataList":[{"fieldDataFieldName":"a"},{"fieldDataFieldName":"b"}]}`)
	b.get("e1", "e2", "--explode", forms).succeeded(t, []string{"e1", "e1"}, "1 record with nothing in "+forms+": no row")
	if got := b.get("e2", "--explode", "nothing"); cmdkit.KindOf(got.err) != fail.Usage {
		t.Errorf("a list that there is not: %v", got.err)
	}
}

// TestGetHelp: the help says what a record is called by.
func TestGetHelp(t *testing.T) {
	t.Parallel()
	b := start(t, 0)
	run := cmdtest.New(t, b.variables, "")
	command := NewGetCommand(run.Env, b.entity)
	contains(t, "the help", command.Long, "Show one or more employees whole", "aimsio employees list")
	if command.ValidArgsFunction == nil {
		t.Error("no record is completed")
	}
}

// TestGetOfAnotherAnswer: an answer that is no record, or another one, is a failure and no data.
func TestGetOfAnotherAnswer(t *testing.T) {
	t.Parallel()
	b := start(t, 1)
	for _, body := range []string{`{"error":"no"}`, `{}`, `[]`, `null`, `"e1"`, hydratetest.Body("e2", "C2")} {
		answer := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(body))
		})
		b.instead.Store(&answer)
		if got := b.get("e1"); cmdkit.KindOf(got.err) != fail.Failed || got.printed != "" {
			t.Errorf("%s: %v, printed %q", body, got.err, got.printed)
		}
	}
}
