package entity

import (
	"slices"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/plan"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/transfer"
)

// TestPromote: what is referred to goes before what refers to it, agreed to at once, as one run; then all is alike.
func TestPromote(t *testing.T) {
	t.Parallel()
	w := write(t, "pricebooks")
	w.beside("box")
	args := []string{"pricebooks", "billableitems", "pricebooks", "--from", "box"}
	got := w.do(promoting, append(args, "--dry-run")...)
	w.ends(got, fail.Different, 0, "records would be changed; nothing was sent")
	if actions := got.actions(t); slices.ContainsFunc(actions, func(row string) bool { return strings.HasSuffix(row, " conflict") }) {
		t.Errorf("the plan is %q", actions)
	}
	got = w.do(promoting, args...)
	if got.printed != "" {
		t.Errorf("printed %q", got.printed)
	}
	w.ends(got, fail.Guarded, 0, "nobody is there to agree to the plan: nothing was sent")
	w.ends(w.do(promoting, append(args, "--yes", "--max-changes", "2")...), fail.Guarded, 0, "--max-changes 2 allows 2: nothing was sent")
	got = w.do(promoting, append(args, "--yes")...)
	w.went(got, 2)
	var entities []string
	for line := range strings.Lines(got.printed) {
		entities = append(entities, record.FirstScalar(object(t, strings.TrimSpace(line)), "entity"))
	}
	same(t, "the order", slices.Compact(entities), "billableitems", "pricebooks")
	runs := map[string]bool{}
	for _, call := range w.logged() {
		runs[call.Run.ID] = true
	}
	if len(runs) != 1 {
		t.Errorf("it is %d runs", len(runs))
	}
	got = w.do(promoting, append(args, "--yes")...)
	w.went(got, 0, "there is nothing to change")
	if got.printed != "" {
		t.Errorf("of nothing to change it printed %q", got.printed)
	}
	w.ends(w.do(undoingRun, "last", "--save", w.folder+"/plan.json"), fail.Usage, 0, "--save keeps the plan for one entity, and the run wrote 2")
}

// TestPromoteLacks: a record that refers to what is not there is a conflict, and what to bring first is named.
func TestPromoteLacks(t *testing.T) {
	t.Parallel()
	w := write(t, "pricebooks")
	w.beside("box")
	advice := `"aimsio promote billableitems --from box --env sandbox" comes first`
	w.ends(w.do(promoting, "pricebooks", "--from", "box", "--yes"), fail.Guarded, 0, advice, "in conflict: nothing was sent")
	w.ends(w.do(NewApplyCommand, "--from", "box", "--yes"), fail.Guarded, 0, advice)
	got := w.do(NewDiffCommand, "--from", "box")
	w.ends(got, fail.Different, 0, advice, "it refers to billableitems that sandbox lacks: ")
	w.ends(w.do(promoting, "pricebooks", "--from", "box", "--dry-run"), fail.Guarded, 0, "in conflict: nothing was sent")
}

// TestPromoteStops: where what is referred to could not be written, what refers to it is not sent, which is told.
func TestPromoteStops(t *testing.T) {
	t.Parallel()
	w := write(t, "pricebooks")
	w.beside("box")
	w.refusing("BillableItem")
	got := w.do(promoting, "pricebooks", "billableitems", "--from", "box", "--yes")
	if got.err == nil || !strings.HasPrefix(got.err.Error(), "billableitems: ") {
		t.Errorf("it ended with %v", got.err)
	}
	contains(t, "what was said", got.said, "of pricebooks were not sent, since billableitems were not all written")
	if sent := w.sent(); len(sent) != 0 {
		t.Errorf("sent %q", sent)
	}
}

// TestPromoteGuards: one environment cannot be written to by way of another's records either.
func TestPromoteGuards(t *testing.T) {
	t.Parallel()
	w := write(t, "billableitems")
	w.beside("box")
	config := w.content(w.variables["XDG_CONFIG_HOME"] + "/aimsio/config.yaml")
	args := []string{"billableitems", "--from", "box"}
	w.configure(config + "  - name: sandbox\n    protected: true\n")
	w.ends(w.do(promoting, append(args, "--yes")...), fail.Guarded, 0, "is protected")
	w.ends(w.do(promoting, append(args, "--confirm", "box")...), fail.Guarded, 0, "--confirm says")
	w.ends(w.do(promoting, append(args, "--dry-run")...), fail.Different, 0)
	w.went(w.do(promoting, append(args, "--confirm", "sandbox")...), 1)
	w.configure(config + "  - name: sandbox\n    read_only: true\n")
	w.ends(w.do(promoting, append(args, "--yes")...), fail.Guarded, 0, "is read-only")
}

// TestPromoteRefuses: what cannot be meant is refused before a call.
func TestPromoteRefuses(t *testing.T) {
	t.Parallel()
	w := write(t, "pricebooks")
	w.refuses(promoting,
		refusal{[]string{"--from", "demo"}, fail.Usage, "which entities?"},
		refusal{[]string{"pricebooks"}, fail.Usage, "give --from NAME"},
		refusal{[]string{"nothing", "--from", "demo"}, fail.Usage, "nothing"},
		refusal{[]string{"users", "--from", "demo"}, fail.Usage, "users cannot be written, so they cannot be promoted"},
		refusal{[]string{"pricebooks", "--from", "nowhere"}, fail.Usage, "--from: "},
		refusal{[]string{"pricebooks", "--from", "sandbox"}, fail.Usage, "nothing can go from it to itself"},
		refusal{[]string{"pricebooks", "--from", "demo", "--batch-size", "0"}, fail.Usage, "--batch-size"},
	)
	w.configure("environments:\n  - name: twin\n    url: " + w.variables["AIMSIO_URL"] + "\n")
	w.refuses(promoting, refusal{[]string{"pricebooks", "--from", "twin"}, fail.Usage, "--from twin and --env sandbox are the same server"})
	w.refuses(NewApplyCommand, refusal{[]string{"--from", "twin", "--yes"}, fail.Usage, "are the same server"})
}

// TestTransferringRefuses: records go nowhere that nobody knows by a key, or that cannot be read.
func TestTransferringRefuses(t *testing.T) {
	t.Parallel()
	w := write(t, "billableitems")
	run := cmdtest.With(t, w.described, w.variables, "")
	from, err := originOf(run.Env)("demo")
	ok(t, err)
	for says, entity := range map[string]*api.Entity{
		"have no key by which people know them": {Name: "things"},
		"cannot be read":                        {Name: "things", Key: []string{"code"}, Operations: []api.Operation{{Verb: api.List}}},
	} {
		o := newCompareOptions(run.Env, entity)
		printer, err := o.printer()
		ok(t, err)
		setup, err := o.setupFor(printer, nil)
		ok(t, err)
		if _, err = newTransferring(t.Context(), setup, from, o.mirror, newTargets(o.catalog, setup, run.CopyMirror)); !fail.Is(err, fail.Usage) || !strings.Contains(err.Error(), says) {
			t.Errorf("%v, want %q", err, says)
		}
	}
}

// TestTargets: what a plan will make counts as there by its key; of what cannot be read nobody says that it is missing.
func TestTargets(t *testing.T) {
	t.Parallel()
	w := write(t, "billableitems")
	run := cmdtest.With(t, w.described, w.variables, "")
	o := newCompareOptions(run.Env, w.entity)
	printer, err := o.printer()
	ok(t, err)
	setup, err := o.setupFor(printer, nil)
	ok(t, err)
	there := newTargets(o.catalog, setup, run.CopyMirror)
	lacks := func(to *api.Entity, value string) bool {
		t.Helper()
		missing, err := there.lack(t.Context(), transfer.Use{To: to, By: &api.Reference{Resource: to.Resource, Field: to.Key[0]}, Value: value})
		ok(t, err)
		return missing
	}
	if lacks(w.entity, "BI-001") || !lacks(w.entity, "BI-X1") {
		t.Errorf("it has BI-001: %t, BI-X1: %t", !lacks(w.entity, "BI-001"), !lacks(w.entity, "BI-X1"))
	}
	entries := []plan.Entry{
		{Key: "BI-X1", Action: plan.Create, Send: record.Value(`{"billableItemCode":"BI-X1"}`)},
		{Key: "BI-X2", Action: plan.Unchanged},
	}
	ok(t, there.willBe(w.entity, func(yield func(plan.Entry, error) bool) {
		for _, entry := range entries {
			if !yield(entry, nil) {
				return
			}
		}
	}))
	if lacks(w.entity, "BI-X1") || !lacks(w.entity, "BI-X2") {
		t.Errorf("after the plan it has BI-X1: %t, BI-X2: %t", !lacks(w.entity, "BI-X1"), !lacks(w.entity, "BI-X2"))
	}
	hidden := &api.Entity{Name: "things", Key: []string{"code"}}
	if lacks(hidden, "T-1") || lacks(hidden, "T-2") {
		t.Error("what cannot be read is said to be missing")
	}
	if warned := strings.Count(run.Said.String(), "things cannot be read"); warned != 1 {
		t.Errorf("warned %d times: %q", warned, run.Said)
	}
	if err := there.willBe(w.entity, func(yield func(plan.Entry, error) bool) { yield(plan.Entry{}, fail.New(fail.Invalid, "", "broken")) }); !fail.Is(err, fail.Invalid) {
		t.Errorf("of a plan that cannot be read: %v", err)
	}
}
