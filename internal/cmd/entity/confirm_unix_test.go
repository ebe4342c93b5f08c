//go:build unix

package entity

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/creack/pty"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// typing carries a command out before a person who types, and gives what was printed and how it ended. What the person
// is shown is asked to have words.
func (w *writing) typing(typed string, constructor making, args []string, shows ...string) ended {
	w.t.Helper()
	keys, inner, err := pty.Open()
	if err != nil {
		w.t.Skipf("there are no terminals: %v", err)
	}
	_, err = keys.WriteString(typed)
	ok(w.t, err)
	run := cmdtest.With(w.t, w.described, w.variables, "")
	run.Flags.Output = "ndjson"
	run.In, run.Err = inner, inner
	shown, done := bytes.Buffer{}, make(chan struct{})
	go func() { defer close(done); _, _ = shown.ReadFrom(keys) }() // which ends with EIO on Linux
	err = cmdtest.Do(w.t.Context(), constructor(run.Env, w.entity), args...)
	run.Close()
	cmdkit.CloseQuietly(inner)
	<-done
	cmdkit.CloseQuietly(keys)
	contains(w.t, "the screen", shown.String(), shows...)
	return ended{printed: run.Printed.String(), said: shown.String(), err: err}
}

// TestApplyAsks: a person is asked once, after the plan is shown, and only yes is yes.
func TestApplyAsks(t *testing.T) {
	t.Parallel()
	w := write(t, "billableitems")
	file := w.file("new.csv", renames("BI-001", "Al"))
	question := "This changes billableitems on sandbox. Type yes to go on: "
	for _, typed := range []string{"no\n", "y\n", "YES\n", "\n"} {
		w.ends(w.typing(typed, NewApplyCommand, []string{"-f", file}, `"Al"`, question), fail.Guarded, 0, "yes was not typed: nothing was sent")
	}
	got := w.typing("yes\n", NewApplyCommand, []string{"-f", file}, question)
	same(t, "outcomes", got.outcomes(t), "BI-001 updated")
	w.went(got, 1)
	got = w.typing("no\n", NewApplyCommand, []string{"-f", file})
	w.went(got, 0)
	if strings.Contains(got.said, "Type yes") {
		t.Errorf("of nothing to change it asks: %q", got.said)
	}
	plan := filepath.Join(w.folder, "plan.json")
	w.ends(w.do(NewDiffCommand, "-f", w.file("more.csv", renames("BI-001", "Bo")), "--save", plan), fail.Different, 0)
	if got = w.typing("no\n", NewApplyCommand, []string{plan}); strings.Contains(got.said, "Type") {
		t.Errorf("of a plan that was kept it asks: %q", got.said)
	}
	w.went(got, 1)
}

// TestUndoAsks: an undo is agreed to like any plan, and to a protected environment with its name.
func TestUndoAsks(t *testing.T) {
	t.Parallel()
	w := write(t, "billableitems")
	before := w.name("BI-001")
	w.went(w.do(NewUpdateCommand, w.item("BI-001"), "--set", "billableItemName=Al"), 1)
	run := w.logged()[0].Run.ID
	question := "This puts back what run " + run + " changed. Type yes to go on: "
	w.ends(w.typing("no\n", undoingRun, []string{"last"}, `"Al"`, question), fail.Guarded, 0, "yes was not typed")
	w.configure("environments:\n  - name: sandbox\n    protected: true\n")
	w.ends(w.typing("yes\n", undoingRun, []string{"last"}, "sandbox"), fail.Guarded, 0, "the name was not typed")
	got := w.typing("sandbox\n", undoingRun, []string{run})
	same(t, "outcomes", got.outcomes(t), "BI-001 updated")
	w.went(got, 1)
	if name := w.name("BI-001"); name != before {
		t.Errorf("it is called %q", name)
	}
}

// TestPromoteAsks: several entities go with one question, behind all their plans.
func TestPromoteAsks(t *testing.T) {
	t.Parallel()
	w := write(t, "billableitems")
	w.beside("box")
	question := "This brings billableitems, pricebooks from box to sandbox. Type yes to go on: "
	args := []string{"pricebooks", "billableitems", "--from", "box"}
	got := w.typing("no\n", promoting, args, "billableitems on sandbox: ", "pricebooks on sandbox: ", question)
	if asked := strings.Count(got.said, "Type yes"); asked != 1 || got.printed != "" {
		t.Errorf("asked %d times, printed %q", asked, got.printed)
	}
	w.ends(got, fail.Guarded, 0, "yes was not typed: nothing was sent")
}
