package config

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestExports: an environment's own exports come before those of all, and a key that means nothing is told.
func TestExports(t *testing.T) {
	t.Parallel()
	c := configured(t, `
exports:
  - name: payroll
    entity: timecards
    where: timecardStatus=@approved
    columns: [a, b]
    out: "t-{batch}.csv"
    then_status: Exported
    command: [sh, -c, "cat >/dev/null"]
    limit: 7
    excel: true
    colour: red
  - {name: erp, entity: invoices, out: "i-{batch}.csv"}
environments:
  - name: here
    url: https://here.invalid
    exports:
      - {name: erp, entity: invoices, out: "here-{batch}.csv"}
`).load()
	if err := c.Err(); err != nil {
		t.Fatal(err)
	}
	payroll := Export{
		Name: "payroll", Entity: "timecards", Where: []string{"timecardStatus=@approved"}, Columns: []string{"a", "b"}, Out: "t-{batch}.csv",
		ThenStatus: "Exported", Command: []string{"sh", "-c", "cat >/dev/null"}, Limit: 7, Excel: true,
	}
	want := []Export{{Name: "erp", Entity: "invoices", Out: "here-{batch}.csv"}, payroll}
	if diff := cmp.Diff(want, c.Exports("here"), cmpopts.IgnoreFields(Export{}, "Source")); diff != "" {
		t.Error(diff)
	}
	if got := c.Exports("there"); len(got) != 2 || got[1].Out != "i-{batch}.csv" {
		t.Errorf("elsewhere %+v", got)
	}
	if w := strings.Join(c.Warnings(), "\n"); !strings.Contains(w, `unknown key "colour"`) {
		t.Errorf("warnings %q", w)
	}
}

// TestBrokenExports: what cannot be meant is a fault with its line.
func TestBrokenExports(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"exports: payroll":                            "exports is a list",
		"exports:\n  - {entity: timecards}":           "an export without a name",
		"exports:\n  - {name: a}\n  - {name: a}":      `the export "a" is already there`,
		"exports:\n  - {name: a, limit: many}":        "limit: a whole number is expected",
		"exports:\n  - {name: a, excel: perhaps}":     "excel: true or false is expected",
		"exports:\n  - {name: a, out: [x]}":           "out: a text is expected",
		"exports:\n  - {name: a, columns: {x: y}}":    "columns: a list of texts is expected",
		"exports:\n  - {name: a, command: [sh, [x]]}": "command: a list of texts is expected",
	} {
		if err := configured(t, text).load().Err(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
