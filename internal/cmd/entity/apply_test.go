package entity

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/fail"
)

// TestApplyFile: the plan is shown and agreed to before anything is sent; where nobody can agree, the command line has to.
func TestApplyFile(t *testing.T) {
	t.Parallel()
	w := write(t, "billableitems")
	file := w.file("new.csv", renames("BI-001", "Al", "BI-002", w.name("BI-002")))
	got := w.do(NewApplyCommand, "-f", file)
	if got.printed != "" {
		t.Errorf("printed %q", got.printed)
	}
	w.ends(got, fail.Guarded, 0, `"Al"`, "nobody is there to agree to the plan: nothing was sent", "--yes says that it shall be carried out")
	got = w.do(NewApplyCommand, "-f", file, "--dry-run")
	same(t, "the plan", got.actions(t), "BI-001 update", "BI-002 unchanged")
	w.ends(got, fail.Different, 0, "1 record would be changed; nothing was sent")
	got = w.do(NewApplyCommand, "-f", file, "--yes")
	same(t, "outcomes", got.outcomes(t), "BI-001 updated", "BI-002 unchanged")
	w.went(got, 1)
	if name := w.name("BI-001"); name != "Al" {
		t.Errorf("it is called %q", name)
	}
	w.went(w.do(NewApplyCommand, "-f", file, "--dry-run"), 0)
	w.went(w.do(NewApplyCommand, "-f", file), 0)
}

// TestApplyRefuses: what excludes each other, or says nothing to carry out, calls nothing.
func TestApplyRefuses(t *testing.T) {
	t.Parallel()
	w := write(t, "billableitems")
	file := w.file("new.csv", renames("BI-001", "Al"))
	w.refuses(NewApplyCommand,
		refusal{nil, fail.Usage, "apply needs a plan, -f FILE, or --from ENVIRONMENT"},
		refusal{[]string{"plan.json", "-f", file}, fail.Usage, "give either a plan or -f FILE, not both"},
		refusal{[]string{"plan.json", "--from", "demo"}, fail.Usage, "leave out the plan and -f"},
		refusal{[]string{"-f", file, "--from", "demo"}, fail.Usage, "leave out the plan and -f"},
		refusal{[]string{"--from", "nowhere", "--yes"}, fail.Usage, "--from: "},
		refusal{[]string{filepath.Join(w.folder, "nowhere.json")}, fail.Usage, "nowhere.json"},
		refusal{[]string{file}, fail.Invalid, "this is no plan"},
		refusal{[]string{file, "--results", file}, fail.Usage, "--results and the plan name the same file"},
		refusal{[]string{"-f", file, "--batch-size", "0"}, fail.Usage, "--batch-size"},
		refusal{[]string{"-f", file, "--yes", "--only", "billableItemNam"}, fail.Usage, "--only"},
		refusal{[]string{"-f", file, "--yes", "--max-changes", "many"}, fail.Usage, "--max-changes"},
		refusal{[]string{"-f", file, "--yes", "--confirm", "portal"}, fail.Guarded, `--confirm says "portal"`},
	)
}

// TestApplyGuards: a plan does not go where an environment does not allow it; --yes is no name of a protected one.
func TestApplyGuards(t *testing.T) {
	t.Parallel()
	w := write(t, "billableitems")
	file := w.file("new.csv", renames("BI-001", "Al"))
	w.configure("environments:\n  - name: sandbox\n    protected: true\n")
	plan := filepath.Join(w.folder, "plan.json")
	w.ends(w.do(NewDiffCommand, "-f", file, "--save", plan), fail.Different, 0)
	w.ends(w.do(NewApplyCommand, "-f", file, "--yes"), fail.Guarded, 0, "is protected", "--confirm sandbox")
	w.ends(w.do(NewApplyCommand, plan), fail.Guarded, 0, "is protected")
	w.ends(w.do(NewApplyCommand, plan, "--confirm", "portal"), fail.Guarded, 0, "--confirm says")
	w.ends(w.do(NewApplyCommand, plan, "--dry-run"), fail.Different, 0)
	w.went(w.do(NewApplyCommand, plan, "--confirm", "sandbox"), 1)
	w.configure("environments:\n  - name: sandbox\n    read_only: true\n")
	file = w.file("new.csv", renames("BI-001", "Bo"))
	w.ends(w.do(NewApplyCommand, "-f", file, "--yes"), fail.Guarded, 0, "is read-only")
	w.ends(w.do(NewApplyCommand, plan), fail.Guarded, 0, "is read-only")
	got := w.do(NewApplyCommand, "-f", file, "--dry-run")
	same(t, "a dry run", got.actions(t), "BI-001 update")
	w.ends(got, fail.Guarded, 0, "is read-only")
}

// TestApplyPlan: a plan that was kept is what is sent, without asking; a second time there is nothing to do.
func TestApplyPlan(t *testing.T) {
	t.Parallel()
	w := write(t, "billableitems")
	plan := filepath.Join(w.folder, "plan.json")
	second := w.name("BI-002")
	w.ends(w.do(NewDiffCommand, "-f", w.file("new.csv", renames("BI-001", "Al", "BI-002", "Bo", "BI-003", "Cy")), "--save", plan), fail.Different, 0)
	w.ends(w.do(NewApplyCommand, plan, "--max-changes", "2"), fail.Guarded, 0, "3 records would be written, and --max-changes 2 allows 2")
	w.ends(w.do(NewApplyCommand, plan, "--select", "NONE"), fail.Usage, 0, "the plan has no such record")
	got := w.do(NewApplyCommand, plan, "--dry-run", "--select", "BI-003")
	same(t, "of one", got.actions(t), "BI-003 update")
	w.ends(got, fail.Different, 0)
	got = w.do(NewApplyCommand, plan, "--select", "BI-001,BI-003", "--batch-size", "1")
	same(t, "outcomes", got.outcomes(t), "BI-001 updated", "BI-003 updated")
	w.went(got, 2)
	if name := w.name("BI-002"); name != second {
		t.Errorf("the one left out is called %q", name)
	}
	got = w.do(NewApplyCommand, plan, "--select", "BI-001")
	same(t, "again", got.outcomes(t), "BI-001 unchanged")
	w.went(got, 0)
}

// TestApplyPlanOfAnother: a plan for another place, or that is not whole, sends nothing.
func TestApplyPlanOfAnother(t *testing.T) {
	t.Parallel()
	w := write(t, "billableitems")
	path := filepath.Join(w.folder, "plan.json")
	w.ends(w.do(NewDiffCommand, "-f", w.file("new.csv", renames("BI-001", "Al")), "--save", path), fail.Different, 0)
	plan := w.content(path)
	w.refuses(NewApplyCommand,
		refusal{[]string{w.file("edited.json", strings.Replace(plan, `"Al"`, `"Bo"`, 1))}, fail.Invalid, "the plan is not whole"},
		refusal{[]string{w.file("cut.json", plan[:len(plan)-10])}, fail.Invalid, "it was cut off"},
		refusal{[]string{w.file("twice.json", plan+plan)}, fail.Invalid, "nothing was sent"},
		refusal{[]string{w.file("empty.json", "")}, fail.Invalid, "this is no plan"},
	)
	for variable, change := range map[string][2]string{
		"AIMSIO_ENV":      {"demo", `the plan is for another environment: there it is "sandbox", here "demo": nothing was sent`},
		"AIMSIO_USERNAME": {"other", "the plan is for another user"},
		"AIMSIO_URL":      {"http://127.0.0.1:1", "the plan is for another server"},
	} {
		before := w.variables[variable]
		w.variables[variable] = change[0]
		w.refuses(NewApplyCommand, refusal{[]string{path}, fail.Usage, change[1]}, refusal{[]string{path, "--dry-run"}, fail.Usage, change[1]})
		w.variables[variable] = before
	}
	employees, _ := w.described.Catalog.Entity("employees")
	w.entity = employees
	w.refuses(NewApplyCommand, refusal{[]string{path}, fail.Usage, `another entity: there it is "billableitems", here "employees"`})
}

// TestApplyConflict: what changed since the plan was made keeps all from being sent, unless the others shall be.
func TestApplyConflict(t *testing.T) {
	t.Parallel()
	w := write(t, "billableitems")
	plan := filepath.Join(w.folder, "plan.json")
	w.ends(w.do(NewDiffCommand, "-f", w.file("new.csv", renames("BI-001", "Al", "BI-002", "Bo")), "--save", plan), fail.Different, 0)
	w.went(w.do(NewUpdateCommand, w.item("BI-001"), "--set", "billableItemName=Elsewhere"), 1)
	got := w.do(NewApplyCommand, plan)
	same(t, "held", got.outcomes(t), "BI-001 conflict", "BI-002 skipped")
	w.ends(got, fail.Guarded, 0, "it changed since the plan was made", "1 record in conflict: nothing was sent")
	rejects := filepath.Join(w.folder, "rejects.ndjson")
	got = w.do(NewApplyCommand, plan, "--skip-conflicts", "--rejects", rejects)
	same(t, "sent", got.outcomes(t), "BI-001 conflict", "BI-002 updated")
	w.ends(got, fail.Guarded, 1, "1 record in conflict, and not sent; the others are done")
	if first, second := w.name("BI-001"), w.name("BI-002"); first != "Elsewhere" || second != "Bo" {
		t.Errorf("they are called %q and %q", first, second)
	}
	contains(t, "the rejects", w.content(rejects), "BI-001")
}

// TestApplyFails: what the server refuses is not written, and not told of as if it were.
func TestApplyFails(t *testing.T) {
	t.Parallel()
	w := write(t, "billableitems")
	before := w.name("BI-001")
	w.refusing("BillableItem")
	got := w.do(NewApplyCommand, "-f", w.file("new.csv", renames("BI-001", "Al")), "--yes")
	same(t, "outcomes", got.outcomes(t), "BI-001 failed")
	if got.err == nil || fail.Is(got.err, fail.Guarded) || w.name("BI-001") != before {
		t.Errorf("%v, called %q", got.err, w.name("BI-001"))
	}
}
