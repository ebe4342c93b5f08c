package entity

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/simulator"
)

// undoingRun and promoting make the commands that belong to no entity.
func undoingRun(env *cmdkit.Env, _ *api.Entity) *cobra.Command { return NewUndoCommand(env) }
func promoting(env *cmdkit.Env, _ *api.Entity) *cobra.Command  { return NewPromoteCommand(env) }

// renames makes a CSV that gives billable items other names, as pairs of code and name.
func renames(pairs ...string) string {
	text := "billableItemCode,billableItemName\n"
	for pair := range slices.Chunk(pairs, 2) {
		text += strings.Join(pair, `,"`) + "\"\n"
	}
	return text
}

// item gives the GUID of a billable item.
func (w *writing) item(code string) string {
	w.t.Helper()
	got := w.with("", "ndjson", NewListCommand, "--full", "--filter", "billableItemCode="+code)
	ok(w.t, got.err)
	return record.FirstScalar(object(w.t, strings.TrimSpace(got.printed)), "billableItemGuid")
}

// name gives what a billable item is called now.
func (w *writing) name(code string) string {
	w.t.Helper()
	return w.field(w.item(code), "billableItemName")
}

// beside starts a server with other and more data, and calls it an environment.
func (w *writing) beside(name string) {
	w.t.Helper()
	server, err := simulator.New(simulator.Options{Catalog: w.described.Catalog, Jobs: 12, Seed: 1})
	ok(w.t, err)
	listening := httptest.NewServer(server)
	w.t.Cleanup(func() { listening.Close(); ok(w.t, server.Close()) })
	w.configure("environments:\n  - name: " + name + "\n    url: " + listening.URL + "\n")
}

func (w *writing) configure(text string) {
	w.t.Helper()
	folder := filepath.Join(w.variables["XDG_CONFIG_HOME"], "aimsio")
	ok(w.t, os.MkdirAll(folder, 0o700))
	ok(w.t, os.WriteFile(filepath.Join(folder, "config.yaml"), []byte(text), 0o600))
}

// refusing has the server refuse what is written to a resource.
func (w *writing) refusing(resource string) {
	answer := *w.instead.Load()
	instead := http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && strings.HasSuffix(r.URL.Path, "/"+resource) {
			http.Error(rw, "not today", http.StatusBadRequest)
			return
		}
		answer(rw, r)
	})
	w.instead.Store(&instead)
}

// ends asks that a command ended with a kind of error and sent so many calls, and said or printed some words.
func (w *writing) ends(got ended, kind fail.Kind, sent int, says ...string) {
	w.t.Helper()
	if !fail.Is(got.err, kind) {
		w.t.Fatalf("%v, said %.2000q", got.err, got.said)
	}
	if bodies := w.sent(); len(bodies) != sent {
		w.t.Errorf("sent %q", bodies)
	}
	contains(w.t, "what was told", got.printed+got.said+got.err.Error()+" "+fail.HintOf(got.err), says...)
}

// went is ends where all went well.
func (w *writing) went(got ended, sent int, says ...string) {
	w.t.Helper()
	ok(w.t, got.err)
	if bodies := w.sent(); len(bodies) != sent {
		w.t.Errorf("sent %q", bodies)
	}
	contains(w.t, "what was told", got.printed+got.said, says...)
}

// actions gives the key and the action of every row of a plan that was printed one a line.
func (e ended) actions(t *testing.T) []string {
	t.Helper()
	var list []string
	for line := range strings.Lines(e.printed) {
		row := object(t, strings.TrimSpace(line))
		list = append(list, record.FirstScalar(row, "key")+" "+record.FirstScalar(row, "action"))
	}
	return list
}
