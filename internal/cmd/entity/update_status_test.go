package entity

import (
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// statuses gives some invoices that all have one status, and another status.
func (w *writing) statuses(count int) (ids []string, now, other string) {
	w.t.Helper()
	ids = w.ids()[:count]
	now, other = "Approved", "Submitted"
	ok(w.t, w.do(NewUpdateStatusCommand, append(ids, "--status", now)...).err)
	w.sent()
	return ids, now, other
}

// TestUpdateStatus: the status is set, of records that arguments, standard input or a file name, with the old and new one
// in the results; what has it already is not sent.
func TestUpdateStatus(t *testing.T) {
	t.Parallel()
	w := write(t, "invoices")
	ids, now, other := w.statuses(3)
	got := w.do(NewUpdateStatusCommand, ids[0], "--status", other)
	ok(t, got.err)
	contains(t, "the results", got.printed, `"outcome":"updated"`, `"old":"`+now+`"`, `"new":"`+other+`"`)
	got = w.with(strings.Join(ids[:2], "\n"), "ndjson", NewUpdateStatusCommand, "-", "--status", other)
	ok(t, got.err)
	contains(t, "the results", got.printed, `"outcome":"unchanged"`, `"outcome":"updated"`)
	if sent := w.sent(); len(sent) != 2 || strings.Contains(sent[1], ids[0]) {
		t.Errorf("sent %q", sent)
	}
	got = w.do(NewUpdateStatusCommand, "-f", w.file("statuses.csv", "invoiceGuid,invoiceStatus\n"+ids[0]+","+now+"\n"+ids[2]+","+other+"\n"))
	ok(t, got.err)
	for i, want := range []string{now, other, other} {
		if status := w.field(ids[i], "invoiceStatus"); status != want {
			t.Errorf("invoice %d is %q, not %q", i+1, status, want)
		}
	}
	got = w.do(NewUpdateStatusCommand, "-f", w.file("ids.csv", "invoiceGuid\n"+ids[0]+"\n"), "--status", other)
	ok(t, got.err)
	if status := w.field(ids[0], "invoiceStatus"); status != other {
		t.Errorf("a file of GUIDs: %q", status)
	}
}

// TestUpdateStatusFrom: only what has one of some statuses now is changed; the others are skipped with the one they have.
func TestUpdateStatusFrom(t *testing.T) {
	t.Parallel()
	w := write(t, "invoices")
	ids, now, other := w.statuses(2)
	ok(t, w.do(NewUpdateStatusCommand, ids[1], "--status", other).err)
	w.sent()
	got := w.do(NewUpdateStatusCommand, ids[0], ids[1], "--status", "Void", "--from", now[1:]+",none")
	ok(t, got.err)
	if sent := w.sent(); len(sent) != 0 || strings.Count(got.printed, `"outcome":"skipped"`) != 2 {
		t.Errorf("of another status: sent %q\n%s", sent, got.printed)
	}
	got = w.do(NewUpdateStatusCommand, ids[0], ids[1], "--status", "Void", "--from", " "+strings.ToUpper(now)+" ,none")
	ok(t, got.err)
	contains(t, "the results", got.printed, `"outcome":"updated"`, `"outcome":"skipped"`, other)
	if status := w.field(ids[1], "invoiceStatus"); status != other {
		t.Errorf("what has another status is %q now", status)
	}
	w.sent()
	got = w.do(NewUpdateStatusCommand, ids[0], ids[1], "--status", "Void", "--from", "")
	if sent := w.sent(); len(sent) != 0 {
		t.Errorf("--from of nothing: %v, sent %q", got.err, sent)
	}
}

// TestUpdateStatusRefuses: a command line that does not say which or what, or what cannot be, sends nothing.
func TestUpdateStatusRefuses(t *testing.T) {
	t.Parallel()
	w := write(t, "joborders")
	id := w.ids()[0]
	w.refuses(NewUpdateStatusCommand,
		refusal{nil, fail.Usage, "which joborders?"},
		refusal{[]string{id}, fail.Usage, "update-status needs --status, or -f FILE with a column jobStatus"},
		refusal{[]string{id, "--status", "Activ"}, fail.Invalid, `jobStatus cannot be "Activ": it is one of Unassigned, Assigned, Active, Finished, Cancelled, Deleted (did you mean Active?)`},
		refusal{[]string{id, "-f", "x.csv", "--status", "Active"}, fail.Usage, "not both"},
		refusal{[]string{id, "--status", "Active", "--from", "Activ"}, fail.Usage, "--from"},
		refusal{[]string{id, "--status", "Active", "--from", "Assigned", "--max-changes", "x"}, fail.Usage, "--max-changes"},
	)
	if got := w.do(NewUpdateStatusCommand, id, "--status", "Activ", "--no-validate", "--dry-run"); got.err != nil {
		t.Errorf("left to the server: %v", got.err)
	}
}

// TestCheckStatus: what only an assumption rules out is for the server to decide, as is what nothing is known of.
func TestCheckStatus(t *testing.T) {
	t.Parallel()
	entity := func(certainty api.Certainty, choices ...string) *api.Entity {
		return &api.Entity{Status: "state", Fields: []api.Field{{Name: "state", Type: api.String, Enum: choices, Certainty: certainty}}}
	}
	for name, test := range map[string]struct {
		entity *api.Entity
		status string
		ok     bool
	}{
		"one of them":              {entity(api.Documented, "Open", "Closed"), "Open", true},
		"none of them":             {entity(api.Documented, "Open", "Closed"), "Oppen", false},
		"none that is assumed":     {entity(api.Assumed, "Open", "Closed"), "Oppen", true},
		"no choices":               {entity(api.Documented), "Oppen", true},
		"no field for the status":  {&api.Entity{Status: "state"}, "Oppen", true},
		"nothing, where it cannot": {entity(api.Documented, "Open"), "", false},
	} {
		err := bulk.CheckStatus(test.entity, test.status)
		if (err == nil) != test.ok || err != nil && !fail.Is(err, fail.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestStatusGuardOfWhatCannotBeRead: nobody can tell what a record's status is that cannot be read.
func TestStatusGuardOfWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	w := write(t, "invoices")
	entity := *w.entity
	entity.Operations = nil
	for _, operation := range w.entity.Operations {
		if operation.Verb != api.Get {
			entity.Operations = append(entity.Operations, operation)
		}
	}
	w.entity = &entity
	w.refuses(NewUpdateStatusCommand, refusal{[]string{"i1", "--status", "Open", "--from", "Closed"}, fail.Usage, "invoices cannot be read, so their status is not known"})
	if help := readingHelp(&entity); help != "" {
		t.Errorf("the help says %q", help)
	}
}

// TestUpdateStatusHelp: the help has examples whatever is known of the statuses, and --from another status than --status.
func TestUpdateStatusHelp(t *testing.T) {
	t.Parallel()
	for _, entity := range api.Builtin().Entities {
		if entity.Status == "" {
			continue
		}
		run := cmdtest.New(t, cmdtest.Variables(t, ""), "")
		command := NewUpdateStatusCommand(run.Env, entity)
		if exampleFrom(entity) == exampleStatus(entity) || exampleStatus(entity) == "" || !strings.Contains(command.Example, "--status "+exampleStatus(entity)) {
			t.Errorf("%s: from %q to %q\n%s", entity.Name, exampleFrom(entity), exampleStatus(entity), command.Example)
		}
	}
	one := &api.Entity{Status: "state", Fields: []api.Field{{Name: "state", Type: api.String, Enum: []string{"Open"}, Certainty: api.Documented}}}
	if exampleStatus(one) != "Open" || exampleFrom(one) != "Submitted" || !strings.Contains(statusesHelp(one), "Known statuses: Open.") {
		t.Errorf("one status: from %q to %q, %q", exampleFrom(one), exampleStatus(one), statusesHelp(one))
	}
	if help := statusesHelp(&api.Entity{Status: "state"}); help != "" {
		t.Errorf("no known status: %q", help)
	}
}

// TestStatusVerb: a status is set by the call for it, or as an update of the whole record.
func TestStatusVerb(t *testing.T) {
	t.Parallel()
	for name, verb := range map[string]api.Verb{"invoices": api.UpdateStatus, "employees": api.Create} {
		entity, _ := api.Builtin().Entity(name)
		if got := bulk.StatusVerb(entity); got != verb {
			t.Errorf("%s: %s", name, got)
		}
	}
}
