package local

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/fail"
)

// reporting is a machine with a mirror, and a file of a report.
func reporting(t *testing.T, content string) (m *machine, file string) {
	t.Helper()
	m = newMachine(t)
	m.output = ""
	m.employ(2, m.now)
	m.do(NewSyncCommand, "employees")
	file = filepath.Join(t.TempDir(), "crews.yaml")
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return m, file
}

// TestReport: what is given for a parameter is a value and no SQL, and what is asked and not there is told.
func TestReport(t *testing.T) {
	t.Parallel()
	m, file := reporting(t, `
title: Crews
sections:
  - title: Those
    query: select employeeCode as code, :own as own from employees where employeeCode <> :own order by 1
  - title: Never
    needs: [employees.noSuchField, nowhere]
    query: select noSuchField from nowhere
`)
	run := m.do(NewReportCommand, file, "--param", "own=' or 1=1 --")
	for _, want := range []string{"code  own\n10    ' or 1=1 --\n11    ' or 1=1 --\n", "left out: the description of this account has no employees.noSuchField, nowhere"} {
		if !strings.Contains(run.Printed.String(), want) {
			t.Errorf("there is no %q in\n%s", want, run.Printed)
		}
	}
	if !strings.Contains(run.Said.String(), "the mirror of sandbox is") {
		t.Errorf("said %s", run.Said)
	}
	page := filepath.Join(t.TempDir(), "crews.html")
	m.do(NewReportCommand, file, "--param", "own=10", "--out", page)
	content, err := os.ReadFile(page)
	if err != nil || !strings.Contains(string(content), "<title>Crews · sandbox · ") || !strings.Contains(string(content), "the mirror of sandbox is") {
		t.Errorf("the page is %s, %v", content, err)
	}
	for says, args := range map[string][]string{
		"there is no value for :own":                {file},
		"--param other has no effect":               {file, "--param", "own=1", "--param", "other=1"},
		"--since has no effect":                     {file, "--param", "own=1", "--since", "7d"},
		"is not of the form NAME=VALUE":             {file, "--param", "own"},
		"has its value from the program":            {file, "--param", "until=1"},
		"a page (.html), a workbook (.xlsx)":        {file, "--out", "x.pdf"},
		"takes one argument, the report, but got 0": {},
		`there is no report "jbos"`:                 {"jbos"},
		"--since 1d is not before --until 2d":       {"hours", "--since", "1d", "--until", "2d"},
	} {
		m.refuses(fail.Usage, says, NewReportCommand, args...)
	}
}

// TestReportNamesTheLine: a query that is wrong is told with its section and line, and leaves no file.
func TestReportNamesTheLine(t *testing.T) {
	t.Parallel()
	m, file := reporting(t, "sections:\n  - title: Right\n    query: select 1\n  - title: Wrong\n    query: |\n      select nonsense from employees\n")
	out := filepath.Join(t.TempDir(), "out.html")
	m.refuses(fail.Usage, `section "Wrong", line 6: SQL logic error: no such column: nonsense`, NewReportCommand, file, "--out", out)
	if _, err := os.Stat(out); err == nil {
		t.Error("there is a page")
	}
	m, file = reporting(t, "sections:\n  - title: Text\n    chart: bar\n    query: select 'a', 'b' as b\n")
	m.refuses(fail.Usage, `section "Text", line 4: the column b is no number`, NewReportCommand, file)
	m, file = reporting(t, "sections:\n  - title: Write\n    query: delete from objects\n")
	m.refuses(fail.Usage, `section "Write", line 3: `, NewReportCommand, file)
}

// TestBuiltinReports: each can be made of a mirror with nothing in most of it, in every form.
func TestBuiltinReports(t *testing.T) {
	t.Parallel()
	m, _ := reporting(t, "")
	for _, name := range []string{"hours", "jobs", "sync", "unbilled"} {
		for _, ending := range []string{".txt", ".html", ".xlsx"} {
			m.do(NewReportCommand, name, "--out", filepath.Join(t.TempDir(), name+ending))
		}
	}
	if run := m.do(NewReportCommand, "sync"); !strings.Contains(run.Printed.String(), "employees") {
		t.Errorf("printed %s", run.Printed)
	}
}

// TestReportInit: the file that is written is found, listed and made, and none is written over.
func TestReportInit(t *testing.T) {
	t.Parallel()
	m, _ := reporting(t, "")
	m.do(NewReportCommand, "init", "mine")
	if run := m.do(NewReportCommand, "list"); !strings.Contains(run.Printed.String(), "mine") || !strings.Contains(run.Printed.String(), "built-in") {
		t.Errorf("the list is %s", run.Printed)
	}
	m.do(NewReportCommand, "mine")
	m.refuses(fail.Usage, "is there already", NewReportCommand, "init", "mine")
	m.refuses(fail.Usage, "the name of a report is one word", NewReportCommand, "init", "../mine")
	if run := m.do(NewReportCommand, "init", "unbilled", "--out", "-"); !strings.Contains(run.Printed.String(), "title: Unbilled work") {
		t.Errorf("printed %s", run.Printed)
	}
}
