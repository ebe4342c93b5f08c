package tools

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/journal"
)

// TestAPIWritesAreGuarded: what a server may take for a write is held back where writes are.
func TestAPIWritesAreGuarded(t *testing.T) {
	t.Parallel()
	s := serve(t, answers(http.StatusOK, "[]"))
	for name, test := range map[string]struct {
		variable string
		args     []string
		kind     fail.Kind
	}{
		"read-only":              {"AIMSIO_READ_ONLY=true", []string{"POST", "Thing"}, fail.Guarded},
		"read-only, confirmed":   {"AIMSIO_READ_ONLY=true", []string{"POST", "Thing", "--confirm", "sandbox"}, fail.Guarded},
		"read-only, a read":      {"AIMSIO_READ_ONLY=true", []string{"GET", "Thing"}, -1},
		"by a header":            {"AIMSIO_READ_ONLY=true", []string{"GET", "Thing", "-H", "X-HTTP-Method-Override: DELETE"}, fail.Guarded},
		"by a parameter":         {"AIMSIO_READ_ONLY=true", []string{"GET", "Thing?_method=delete"}, fail.Guarded},
		"protected":              {"AIMSIO_PROTECTED=true", []string{"DELETE", "Thing/1"}, fail.Guarded},
		"protected, another one": {"AIMSIO_PROTECTED=true", []string{"DELETE", "Thing/1", "--confirm", "portal"}, fail.Guarded},
		"protected, confirmed":   {"AIMSIO_PROTECTED=true", []string{"DELETE", "Thing/1", "--confirm", "sandbox"}, -1},
	} {
		before := len(s.sent())
		variables := cmdtest.Variables(t, s.URL)
		guard, value, _ := strings.Cut(test.variable, "=")
		variables[guard] = value
		_, err := calling(t, variables, "", test.args...)
		if (err == nil) != (test.kind < 0) || err != nil && cmdkit.KindOf(err) != test.kind {
			t.Errorf("%s: kind %v: %v", name, cmdkit.KindOf(err), err)
		}
		if calls := len(s.sent()) - before; (calls > 0) != (test.kind < 0) {
			t.Errorf("%s: %d calls are sent", name, calls)
		}
	}
}

// logged gives the calls in the log of writes.
func logged(t *testing.T, variables map[string]string) ([]journal.Call, error) {
	t.Helper()
	var calls []journal.Call
	for call, err := range journal.Read(filepath.Join(variables["XDG_STATE_HOME"], "aimsio"), journal.Filter{}) {
		if err != nil {
			return calls, err
		}
		calls = append(calls, call)
	}
	return calls, nil
}

// TestAPIWritesAreLogged with what became of them, as far as anybody can know.
func TestAPIWritesAreLogged(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer  http.HandlerFunc
		outcome string
		status  int
		kind    fail.Kind
	}{
		"done":               {answers(http.StatusOK, `[{"guid":"1"}]`), "written", 200, -1},
		"made":               {answers(http.StatusCreated, `{"guid":"1"}`), "written", 201, -1},
		"refused":            {answers(http.StatusBadRequest, `{"message":"no"}`), "failed", 400, fail.Failed},
		"not permitted":      {answers(http.StatusForbidden, `{}`), "failed", 403, fail.Denied},
		"not done yet":       {answers(http.StatusAccepted, `{"status":"queued"}`), "unknown", 202, fail.Partial},
		"a failure that is":  {answers(http.StatusOK, `{"success":false,"message":"no such client"}`), "unknown", 200, fail.Partial},
		"the answer is lost": {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "unknown", 0, fail.Partial},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, test.answer)
			variables := cmdtest.Variables(t, s.URL)
			run, err := calling(t, variables, `{"jobList":[{"a":1}]}`, "POST", "JobOrder", "-f", "-")
			if (err == nil) != (test.kind < 0) || err != nil && cmdkit.KindOf(err) != test.kind && test.status > 0 {
				t.Errorf("kind %v: %v", cmdkit.KindOf(err), err)
			}
			if len(s.sent()) != 1 {
				t.Errorf("sent %d times", len(s.sent()))
			}
			calls, broken := logged(t, variables)
			if broken != nil || len(calls) != 1 || calls[0].Result == nil {
				t.Fatalf("%v, logged %+v", broken, calls)
			}
			call := calls[0]
			if call.Method != http.MethodPost || !strings.HasSuffix(call.Path, "/JobOrder") || string(call.Body) != `{"jobList":[{"a":1}]}` || call.Environment != "sandbox" || call.User != cmdtest.User {
				t.Errorf("logged %+v", call)
			}
			if call.Result.Outcome != test.outcome || call.Result.Status != test.status || (call.Result.Message == "") != (test.outcome == "written") {
				t.Errorf("logged %+v", call.Result)
			}
			if test.kind == fail.Partial && test.status > 0 && (run.Printed.Len() == 0 || !strings.Contains(fail.HintOf(err), "before you send it again")) {
				t.Errorf("printed %s, hint %s", run.Printed, fail.HintOf(err))
			}
		})
	}
}

// TestAWriteThatCannotBeLogged is not sent.
func TestAWriteThatCannotBeLogged(t *testing.T) {
	t.Parallel()
	s := serve(t, answers(http.StatusOK, "[]"))
	variables := cmdtest.Variables(t, s.URL)
	state := filepath.Join(variables["XDG_STATE_HOME"], "aimsio")
	if err := os.MkdirAll(filepath.Dir(state), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(state, nil, 0o600); err != nil { // where the folder should be
		t.Fatal(err)
	}
	_, err := calling(t, variables, "", "POST", "Thing")
	if err == nil || !strings.Contains(err.Error(), "the log of writes cannot be written, so nothing was sent") || len(s.sent()) > 0 {
		t.Errorf("%v, sent %+v", err, s.sent())
	}
}

// TestLeftOpen: only a write that was answered with a success can leave open what became of it, and what the server
// says of that is shown without passwords and short.
func TestLeftOpen(t *testing.T) {
	t.Parallel()
	hide := func(s string) string { return strings.ReplaceAll(s, "sesame", "***") }
	long := strings.Repeat("x", 1000)
	for name, test := range map[string]struct {
		method, body, says string
	}{
		"a read":       {"GET", `{"success":false,"message":"no"}`, ""},
		"done":         {"POST", `{"success":true}`, ""},
		"a secret":     {"POST", `{"success":false,"message":"not sesame"}`, "not ***"},
		"a long story": {"POST", `{"success":false,"message":"` + long + `"}`, long[:100]},
	} {
		s := serve(t, answers(http.StatusOK, test.body))
		run := cmdtest.New(t, cmdtest.Variables(t, s.URL), "")
		r, err := run.Session()
		if err != nil {
			t.Fatal(err)
		}
		request := client.Request{Method: test.method, Path: "/Thing?password=sesame"}
		response, err := r.Client.Do(t.Context(), request)
		if err != nil {
			t.Fatal(err)
		}
		open := leftOpen(run.Catalog, hide, request, response)
		if (open != nil) != (test.says != "") {
			t.Errorf("%s: %v", name, open)
			continue
		}
		if open != nil && (!strings.Contains(open.Message, test.says) || len(open.Message) > 2*maxComplaint || strings.Contains(open.Request, "sesame")) {
			t.Errorf("%s: %+v", name, open)
		}
		if leftOpen(run.Catalog, hide, request, nil) != nil {
			t.Errorf("%s: no answer leaves something open", name)
		}
	}
}
