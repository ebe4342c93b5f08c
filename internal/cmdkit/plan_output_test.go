package cmdkit_test

import (
	"context"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/hydrate/hydratetest"
	"github.com/aimsio-cli/aimsio/internal/plan"
)

// planned makes a plan for employees, with words for its differences.
func planned(t *testing.T, entries ...plan.Entry) (*plan.Plan, *change.Words) {
	t.Helper()
	writer, err := plan.NewWriter(plan.Header{Entity: "employees", Environment: "sandbox"})
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if err := writer.Add(entry); err != nil {
			t.Fatal(err)
		}
	}
	made, err := writer.Finish()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmdkit.CloseQuietly(made) })
	return made, newMachine(t).run().ChangeWords(hydratetest.Employees(t).Fields)
}

// anUpdate changes the name of an employee, and leaves another one alone.
func anUpdate() []plan.Entry {
	return []plan.Entry{
		{Line: 2, Key: "C1", GUID: "e1", Action: plan.Update, Before: jsontext.Value(`{"firstName":"Ann"}`), Send: jsontext.Value(`{"firstName":"Eve"}`)},
		{Line: 3, Key: "C2", GUID: "e2", Action: plan.Unchanged},
	}
}

// TestPrintPlan: whatever the format, what changes is in it, old and new.
func TestPrintPlan(t *testing.T) {
	t.Parallel()
	for format, want := range map[string]string{
		"table":    "line  key  action  field      old    new    reason\n   2  C1   update  firstName  \"Ann\"  \"Eve\"\n",
		"csv":      "line,key,guid,action,field,old,new\n2,C1,e1,update,firstName,Ann,Eve\n",
		"markdown": "| 2 | C1 | update | firstName | Ann | Eve |",
		"html":     "firstName",
		"ndjson":   `{"line":2,"key":"C1","guid":"e1","action":"update","changes":[{"field":"firstName","old":"Ann","new":"Eve"}]}`,
		"json":     `"old": "Ann"`,
		"yaml":     "new: Eve",
	} {
		made, words := planned(t, anUpdate()...)
		run := newMachine(t).run("AIMSIO_OUTPUT=" + format)
		printer, err := run.PlanPrinter(cmdkit.OutputFlags{})
		if err != nil {
			t.Fatal(err)
		}
		if err := printer.Print(t.Context(), made, words); err != nil || run.Said.String() != "employees on sandbox: 0 to create, 1 to update, 1 unchanged\n" {
			t.Errorf("%s: %v, said %q", format, err, run.Said)
		}
		if printed := run.Printed.String(); !strings.Contains(printed, want) || !strings.Contains(printed, "Eve") {
			t.Errorf("%s: %s", format, printed)
		}
	}
	made, words := planned(t, anUpdate()...)
	run := newMachine(t).run()
	printer, err := run.PlanPrinter(outputFlags(t, "--jq", ".[0].changes[0].new"))
	if err != nil {
		t.Fatal(err)
	}
	if err := printer.Print(t.Context(), made, words); err != nil || run.Printed.String() != "Eve\n" {
		t.Errorf("jq: %v, %q", err, run.Printed)
	}
}

// TestPlanPrinterRefuses: the flags are judged before anything is compared.
func TestPlanPrinterRefuses(t *testing.T) {
	t.Parallel()
	_, err := newMachine(t).run().PlanPrinter(outputFlags(t, "--columns", "colour"))
	refused(t, err, fail.Usage, "colour")
	_, err = newMachine(t).run("AIMSIO_OUTPUT=xml").PlanPrinter(cmdkit.OutputFlags{})
	refused(t, err, fail.Usage, "xml")
}

// TestPrintPlanInterrupted: a plan that is not shown to its end is no plan.
func TestPrintPlanInterrupted(t *testing.T) {
	t.Parallel()
	made, words := planned(t, anUpdate()...)
	run := newMachine(t).run("AIMSIO_OUTPUT=ndjson")
	printer, err := run.PlanPrinter(cmdkit.OutputFlags{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, interrupt := context.WithCancelCause(t.Context())
	interrupt(fail.ErrInterrupted)
	refused(t, printer.Print(ctx, made, words), fail.Interrupted, "interrupted: 0 records written")
}

// TestShowPlan: who is asked sees the plan beside the data; --quiet sees nothing.
func TestShowPlan(t *testing.T) {
	t.Parallel()
	made, words := planned(t, anUpdate()...)
	run := newMachine(t).run("AIMSIO_OUTPUT=json")
	if err := run.ShowPlan(t.Context(), made, words); err != nil || run.Printed.Len() > 0 || !strings.Contains(run.Said.String(), `firstName  "Ann"  "Eve"`) {
		t.Errorf("%v, printed %q, said %q", err, run.Printed, run.Said)
	}
	run = newMachine(t).run()
	run.Quiet = true
	if err := run.ShowPlan(t.Context(), made, words); err != nil || run.Said.Len() > 0 {
		t.Errorf("%v, said %q", err, run.Said)
	}
	// Of a plan that changes nothing there is no table.
	made, words = planned(t, anUpdate()[1])
	run = newMachine(t).run()
	if err := run.ShowPlan(t.Context(), made, words); err != nil || run.Said.String() != "employees on sandbox: 0 to create, 0 to update, 1 unchanged\n" {
		t.Errorf("%v, said %q", err, run.Said)
	}
}

// TestPlanSummary: what is left for a person to decide is counted too.
func TestPlanSummary(t *testing.T) {
	t.Parallel()
	made := &plan.Plan{Header: plan.Header{Entity: "employees", Environment: "here"}, Counts: plan.Counts{Create: 1234, Update: 1, Unchanged: 2, Conflict: 3, Missing: 4}}
	if got := cmdkit.PlanSummary(made); got != "employees on here: 1,234 to create, 1 to update, 2 unchanged, 3 in conflict, 4 missing" {
		t.Errorf("%q", got)
	}
}

// TestConfirmPlanWithoutTerminal: where nobody is there to agree, the command line has to.
func TestConfirmPlanWithoutTerminal(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		further, confirm string
		yes              bool
		says             string
	}{
		"nobody agrees":       {"AIMSIO_QUIET=0", "", false, "nobody is there to agree to the plan: nothing was sent"},
		"--yes":               {"AIMSIO_QUIET=0", "", true, ""},
		"--confirm":           {"AIMSIO_QUIET=0", "sandbox", false, ""},
		"protected and named": {"AIMSIO_PROTECTED=true", "sandbox", false, ""},
	} {
		run := newMachine(t).run(test.further)
		err := run.ConfirmPlan(t.Context(), environment(t, run.Settings), test.confirm, test.yes, "1 to update.")
		if test.says != "" {
			refused(t, err, fail.Guarded, test.says)
			if !strings.Contains(fail.HintOf(err), "--yes") || run.Said.Len() > 0 {
				t.Errorf("%s: hint %q, said %q", name, fail.HintOf(err), run.Said)
			}
		} else if err != nil || run.Said.String() != "writing to environment sandbox (https://sandbox.invalid/)\n" {
			t.Errorf("%s: %v, said %q", name, err, run.Said)
		}
	}
	// A protected environment is not written to for a yes alone: its name is asked for, and the input has ended.
	run := newMachine(t).run("AIMSIO_PROTECTED=true")
	refused(t, run.ConfirmPlan(t.Context(), environment(t, run.Settings), "", true, "1 to update."), fail.Guarded, "the name was not typed: nothing was sent")
}
