package entity

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/fail"
)

// TestApplyFrom: chosen records of another environment are made alike by their keys, and keep their own GUIDs.
func TestApplyFrom(t *testing.T) {
	t.Parallel()
	w := write(t, "billableitems")
	w.beside("box")
	id, before := w.item("BI-001"), w.name("BI-002")
	got := w.do(NewApplyCommand, "--from", "box", "--select", "BI-001")
	if got.printed != "" {
		t.Errorf("printed %q", got.printed)
	}
	w.ends(got, fail.Guarded, 0, "nobody is there to agree to the plan: nothing was sent")
	got = w.do(NewApplyCommand, "--from", "box", "--select", "BI-001", "--dry-run")
	same(t, "the plan", got.actions(t), "BI-001 update")
	w.ends(got, fail.Different, 0)
	got = w.do(NewApplyCommand, "--from", "box", "--select", "BI-001", "--yes")
	same(t, "outcomes", got.outcomes(t), "BI-001 updated")
	w.went(got, 1)
	if w.item("BI-001") != id || w.name("BI-002") != before {
		t.Errorf("it has the GUID %s for %s, and the other the name %q for %q", w.item("BI-001"), id, w.name("BI-002"), before)
	}
	w.went(w.do(NewDiffCommand, "--from", "box", "--select", "BI-001"), 0, "0 to create, 0 to update, 1 unchanged")
	w.went(w.do(NewApplyCommand, "--from", "box", "--select", "BI-001"), 0)
}

// TestApplyFromKept: a plan of another environment's records can be kept, carried out without that one, and undone.
func TestApplyFromKept(t *testing.T) {
	t.Parallel()
	w := write(t, "billableitems")
	w.beside("box")
	before := w.name("BI-001")
	plan := filepath.Join(w.folder, "plan.json")
	got := w.do(NewDiffCommand, "--from", "box", "--select", "BI-001", "--only", "billableItemName", "--save", plan)
	w.ends(got, fail.Different, 0)
	contains(t, "the plan", w.content(plan), `"from":"environment box"`, `"environment":"sandbox"`)
	w.configure("")
	w.went(w.do(NewApplyCommand, plan), 1)
	if name := w.name("BI-001"); name == before {
		t.Errorf("it is still called %q", name)
	}
	w.went(w.do(undoingRun, "last", "--yes"), 1)
	if name := w.name("BI-001"); name != before {
		t.Errorf("it is called %q, and was %q", name, before)
	}
}

// TestApplyFromShut: where the other environment cannot be read, it is named, and nothing is sent or kept.
func TestApplyFromShut(t *testing.T) {
	t.Parallel()
	w := write(t, "billableitems")
	shut := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) { http.Error(rw, "not you", http.StatusForbidden) }))
	t.Cleanup(shut.Close)
	w.configure("environments:\n  - name: box\n    url: " + shut.URL + "\n")
	plan := filepath.Join(w.folder, "plan.json")
	got := w.do(NewDiffCommand, "--from", "box", "--save", plan)
	if got.err == nil || fail.Is(got.err, fail.Different) || !strings.HasPrefix(got.err.Error(), "reading billableitems of box: ") || got.printed != "" {
		t.Errorf("%v, printed %q", got.err, got.printed)
	}
	if left, err := filepath.Glob(filepath.Join(w.folder, "*")); err != nil || len(left) != 0 {
		t.Errorf("left are %q, %v", left, err)
	}
	got = w.do(NewApplyCommand, "--from", "box", "--yes")
	if sent := w.sent(); got.err == nil || len(sent) != 0 {
		t.Errorf("%v, sent %q", got.err, sent)
	}
}
