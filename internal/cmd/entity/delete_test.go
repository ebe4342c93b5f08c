package entity

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// TestDelete: each record takes a call without a body, named by argument, on standard input or by a file.
func TestDelete(t *testing.T) {
	t.Parallel()
	w := writeWith(t, parts(), "parts")
	ids := w.ids()
	got := w.do(NewDeleteCommand, ids[0], "--dry-run")
	if sent := w.sent(); got.err != nil || len(sent) != 0 {
		t.Errorf("a dry run: %v, sent %q", got.err, sent)
	}
	contains(t, "a dry run", got.printed, `"method":"DELETE"`, ids[0])
	got = w.do(NewDeleteCommand, ids[0])
	ok(t, got.err)
	contains(t, "the results", got.printed, `"action":"delete"`, `"outcome":"deleted"`)
	got = w.with(ids[1]+"\n", "ndjson", NewDeleteCommand, "-")
	ok(t, got.err)
	got = w.do(NewDeleteCommand, "-f", w.file("gone.csv", "partGuid,partName\n"+ids[2]+",bolt\n"))
	ok(t, got.err)
	same(t, "bodies", w.sent(), "", "", "")
	if left := w.ids(); !slices.Equal(left, ids[3:]) {
		t.Errorf("of %q there are left %q", ids, left)
	}
}

// TestDeleteByKey: where there is a mirror, a record can be named by its key.
func TestDeleteByKey(t *testing.T) {
	t.Parallel()
	w := writeWith(t, parts(), "parts")
	id := w.ids()[0]
	w.sync()
	got := w.do(NewDeleteCommand, w.field(id, "partCode"))
	ok(t, got.err)
	if slices.Contains(w.ids(), id) {
		t.Errorf("%s is still there", id)
	}
}

// TestDeleteRefuses: what is too much, or does not say which, sends nothing; there is no flag that changes a field.
func TestDeleteRefuses(t *testing.T) {
	t.Parallel()
	w := writeWith(t, parts(), "parts")
	ids := w.ids()
	file := w.file("gone.csv", "partGuid\n"+strings.Join(ids[:2], "\n")+"\n")
	w.refuses(NewDeleteCommand,
		refusal{nil, fail.Usage, "which parts?"},
		refusal{[]string{ids[0], "-f", file}, fail.Usage, "not both"},
		refusal{[]string{"-f", file, "--max-changes", "1"}, fail.Guarded, "--max-changes"},
		refusal{[]string{ids[0], ids[0]}, fail.Invalid, "given twice"},
	)
	for _, flag := range []string{"--set=partName=x", "--batch-size=2", "--verify", "--status=x"} {
		if got := w.do(NewDeleteCommand, ids[0], flag); got.err == nil || !strings.Contains(got.err.Error(), "unknown flag") {
			t.Errorf("%s: %v", flag, got.err)
		}
	}
}

// TestDeleteOfNothing: a record that is not there is said to be missing, and the others go.
func TestDeleteOfNothing(t *testing.T) {
	t.Parallel()
	w := writeWith(t, parts(), "parts")
	id := w.ids()[0]
	got := w.do(NewDeleteCommand, "none", id)
	if got.err == nil || slices.Contains(w.ids(), id) || !strings.Contains(got.printed, `"outcome":"deleted"`) {
		t.Errorf("%v\n%s", got.err, got.printed)
	}
	w.sent()
}

// TestDeleteRefused: a record that the server does not delete failed, with what the server says of it.
func TestDeleteRefused(t *testing.T) {
	t.Parallel()
	w := writeWith(t, parts(), "parts")
	id := w.ids()[0]
	usual := *w.instead.Load()
	answer := http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodDelete {
			rw.Header().Set("Content-Type", "application/json")
			rw.WriteHeader(http.StatusConflict)
			_, _ = rw.Write([]byte(`{"message":"the part is in use"}`))
			return
		}
		usual(rw, r)
	})
	w.instead.Store(&answer)
	got := w.do(NewDeleteCommand, id)
	if got.err == nil || !strings.Contains(got.printed, `"outcome":"failed"`) || !strings.Contains(got.printed, "the part is in use") {
		t.Errorf("%v\n%s", got.err, got.printed)
	}
}

// TestDeleteHelp: the help names what a record can be called by.
func TestDeleteHelp(t *testing.T) {
	t.Parallel()
	entity := parts().Entities[0]
	command := NewDeleteCommand(cmdtest.New(t, cmdtest.Variables(t, ""), "").Env, entity)
	contains(t, "the help", command.Long, "with the column partGuid", "Where there is a mirror, a record can be named by its\npartCode too.")
	if help := deleteKeyHelp(&api.Entity{}); help != "" {
		t.Errorf("without a key: %q", help)
	}
}
