//go:build !windows

package watch_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/command"
	"github.com/aimsio-cli/aimsio/internal/watch"
)

// TestToCommand: a command has a batch on its input, or each event with its variables, and its code decides.
func TestToCommand(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.runs(f.watch(f.things))
	f.put(f.things, `{"number":"A \"1\"\n`+strings.Repeat("long", 50_000)+`"}`, "a", "b")
	var errs bytes.Buffer
	w := f.watch(f.things)
	w.Hand = watch.ToCommand([]string{"sh", "-c", `wc -l; echo "$AIMSIO_WATCH_NAME $AIMSIO_WATCH_EVENTS$AIMSIO_WATCH_KIND"`}, false, &f.out, &errs)
	ok(t, w.Run(t.Context()))
	if got := strings.Join(strings.Fields(f.out.String()), " "); got != "2 w 2" || errs.Len() > 0 {
		t.Errorf("printed %q, and %q", got, errs.String())
	}
	f.out.Reset()
	f.put(f.things, `{"number":"\u00002"}`, "a", "b")
	w = f.watch(f.things)
	w.BatchSize = 1
	script := `wc -l; echo "$AIMSIO_WATCH_SEQUENCE $AIMSIO_WATCH_KIND $AIMSIO_WATCH_ENTITY $AIMSIO_WATCH_GUID $AIMSIO_WATCH_KEY"; test $AIMSIO_WATCH_GUID = a`
	w.Hand = watch.ToCommand([]string{"sh", "-c", script}, true, &f.out, &errs)
	err := w.Run(t.Context())
	exit, failed := errors.AsType[*command.ExitError](err)
	if !failed || exit.Code != 1 || !strings.HasSuffix(err.Error(), "the place of watch w stays before 1 change, which come again") {
		t.Errorf("ended with %v", err)
	}
	if got := strings.Join(strings.Fields(f.out.String()), " "); got != "1 3 changed things a \uFFFD2 1 4 changed things b \uFFFD2" {
		t.Errorf("printed %q", got)
	}
	f.out.Reset()
	if got := f.runs(f.watch(f.things)); got != "4 b" {
		t.Errorf("then %q", got)
	}
}

// TestReadsNothing: a command that reads nothing of its input is believed nevertheless.
func TestReadsNothing(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.runs(f.watch(f.things))
	f.put(f.things, `{"number":"`+strings.Repeat("long", 500_000)+`"}`, "a", "b", "c")
	w := f.watch(f.things)
	w.Hand = watch.ToCommand([]string{"true"}, false, io.Discard, io.Discard)
	f.runs(w)
	if got := f.runs(f.watch(f.things)); got != "" {
		t.Errorf("then %q", got)
	}
}

// TestOutputFails: an output that takes no more ends the watch, and nothing of it counts as handed on.
func TestOutputFails(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.runs(f.watch(f.things))
	f.put(f.things, `{}`, "a")
	closed, err := os.Create(filepath.Join(t.TempDir(), "out"))
	ok(t, err)
	ok(t, closed.Close())
	w := f.watch(f.things)
	w.Once, w.Hand = false, watch.ToOutput(closed)
	if _, output := errors.AsType[*watch.OutputError](w.Run(context.WithoutCancel(t.Context()))); !output {
		t.Error("it is no failure of the output")
	}
	if got := f.runs(f.watch(f.things)); got != "1 a" {
		t.Errorf("then %q", got)
	}
}
