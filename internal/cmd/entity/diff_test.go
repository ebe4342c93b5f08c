package entity

import (
	"path/filepath"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// TestDiff: differences end with a code of their own, none with 0, and nothing is written either way.
func TestDiff(t *testing.T) {
	t.Parallel()
	w := write(t, "billableitems")
	file := w.file("new.csv", renames("BI-001", "Ö 1", "BI-002", w.name("BI-002"), "BI-X1", "new"))
	got := w.do(NewDiffCommand, "-f", file, "--no-validate")
	w.ends(got, fail.Different, 0, "billableitems differ", "1 to create, 1 to update, 1 unchanged", `"new":"Ö 1"`)
	same(t, "actions", got.actions(t), "BI-001 update", "BI-002 unchanged", "BI-X1 create")
	w.went(w.do(NewDiffCommand, "-f", w.file("same.csv", renames("BI-002", w.name("BI-002")))), 0, "0 to create, 0 to update, 1 unchanged")
	got = w.do(NewDiffCommand, "-f", file, "--no-validate", "--select", "BI-001,BI-002", "--complete")
	if actions := got.actions(t); !fail.Is(got.err, fail.Different) || len(actions) != 2 {
		t.Errorf("of two: %v, %q", got.err, actions)
	}
	if calls := w.logged(); len(calls) != 0 {
		t.Errorf("logged %v", calls)
	}
}

// TestDiffOfNames: records are named as update names them, on standard input too.
func TestDiffOfNames(t *testing.T) {
	t.Parallel()
	w := write(t, "billableitems")
	first, second := w.item("BI-001"), w.item("BI-002")
	got := w.with(second+"\n", "ndjson", NewDiffCommand, first, "-", "--set", "billableItemName=Al")
	same(t, "actions", got.actions(t), "BI-001 update", "BI-002 update")
	w.ends(got, fail.Different, 0)
	got = w.do(NewDiffCommand, first, "--set", "billableItemName="+w.name("BI-001"))
	same(t, "actions", got.actions(t), "BI-001 unchanged")
	w.went(got, 0)
}

// TestDiffRefuses: a command line that does not say what to compare with prints and calls nothing.
func TestDiffRefuses(t *testing.T) {
	t.Parallel()
	w := write(t, "billableitems")
	file := w.file("new.csv", renames("BI-001", "Al"))
	w.refuses(NewDiffCommand,
		refusal{nil, fail.Usage, "give -f FILE, --from ENVIRONMENT, or GUIDs and --set"},
		refusal{[]string{"a-guid"}, fail.Usage, "give --set field=value"},
		refusal{[]string{"a-guid", "-f", file}, fail.Usage, "give either GUIDs or -f FILE, not both"},
		refusal{[]string{"--from", "demo", "-f", file}, fail.Usage, "leave out -f and GUIDs"},
		refusal{[]string{"--from", "demo", "a-guid"}, fail.Usage, "leave out -f and GUIDs"},
		refusal{[]string{"--from", "sandbox"}, fail.Usage, "nothing can go from it to itself"},
		refusal{[]string{"--from", "nowhere"}, fail.Usage, "--from: "},
		refusal{[]string{"-f", file, "--only", "billableItemNam"}, fail.Usage, "did you mean billableItemName"},
		refusal{[]string{"-f", file, "--only", "billableItemCreatedAt"}, fail.Usage, "read-only"},
		refusal{[]string{"-f", file, "--select", "NONE"}, fail.Usage, "the plan has no such record"},
		refusal{[]string{"-f", file + "x"}, fail.Usage, "new.csvx"},
		refusal{[]string{"-f", file, "--save", file}, fail.Usage, "-f and --save name the same file"},
		refusal{[]string{"-f", file, "--save", w.folder}, fail.Usage, "is a folder: give the name of a file"},
	)
}

// TestDiffSaves: a plan is in its file whole, or what was there before stays as it was.
func TestDiffSaves(t *testing.T) {
	t.Parallel()
	w := write(t, "billableitems")
	path := w.file("plan.json", "as it was")
	got := w.do(NewDiffCommand, "-f", w.file("wrong.csv", "billableItemCode,billableItemIsTrade\nBI-001,maybe\n"), "--save", path)
	if w.content(path) != "as it was" || got.printed != "" {
		t.Errorf("of a wrong input the plan is %q, printed %q", w.content(path), got.printed)
	}
	w.ends(got, fail.Invalid, 0)
	file := w.file("new.csv", renames("BI-001", "Al"))
	got = w.do(NewDiffCommand, "-f", file, "--save", path, "--select", "NONE")
	if w.content(path) != "as it was" {
		t.Errorf("of no record the plan is %q", w.content(path))
	}
	w.ends(got, fail.Usage, 0)
	w.ends(w.do(NewDiffCommand, "-f", file, "--save", path), fail.Different, 0)
	contains(t, "the plan", w.content(path), `"entity":"billableitems"`, `"environment":"sandbox"`, `"Al"`)
	got = w.do(NewDiffCommand, "-f", file, "--save", filepath.Join(w.folder, "nowhere", "plan.json"))
	if got.err == nil || fail.Is(got.err, fail.Different) || got.printed != "" {
		t.Errorf("in no folder: %v, printed %q", got.err, got.printed)
	}
	if left, err := filepath.Glob(filepath.Join(w.folder, "*plan*")); err != nil || len(left) != 1 {
		t.Errorf("left are %q, %v", left, err)
	}
}

// TestDiffNeedsNoLeave: looking is allowed where writing is not.
func TestDiffNeedsNoLeave(t *testing.T) {
	t.Parallel()
	w := write(t, "billableitems")
	file := w.file("new.csv", renames("BI-001", "Al"))
	w.configure("environments:\n  - name: sandbox\n    read_only: true\n    protected: true\n")
	w.ends(w.do(NewDiffCommand, "-f", file), fail.Different, 0)
}

// TestComparedVerb: what changes a record that is there is a call for it, else that of its status, else the one that creates.
func TestComparedVerb(t *testing.T) {
	t.Parallel()
	for want, entity := range map[api.Verb]*api.Entity{
		api.UpdateStatus: {Name: "a", Operations: []api.Operation{{Verb: api.UpdateStatus}}},
		api.Update:       {Name: "b", Operations: []api.Operation{{Verb: api.Update}, {Verb: api.UpdateStatus}}},
		api.Create:       {Name: "c", Operations: []api.Operation{{Verb: api.List}}},
	} {
		if verb := comparedVerb(entity); verb != want {
			t.Errorf("%s: %s, want %s", entity.Name, verb, want)
		}
	}
}

// TestFew: a note names the first values, and counts the rest.
func TestFew(t *testing.T) {
	t.Parallel()
	for want, values := range map[string][]string{
		"":                         nil,
		"a":                        {"a"},
		"a, b, c, d, e":            {"a", "b", "c", "d", "e"},
		"a, b, c, d, e and 1 more": {"a", "b", "c", "d", "e", "f"},
	} {
		if got := few(values); got != want {
			t.Errorf("%q: %q, want %q", values, got, want)
		}
	}
}
