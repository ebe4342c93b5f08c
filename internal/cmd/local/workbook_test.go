package local

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/xlsx"
)

// sheets gives the sheets of a workbook, each with the number of its rows, heads included.
func sheets(t *testing.T, content []byte) string {
	t.Helper()
	book, err := xlsx.Open(bytes.NewReader(content), int64(len(content)), xlsx.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	var out strings.Builder
	for _, sheet := range book.Sheets() {
		rows, err := book.Rows(sheet)
		for err == nil {
			if _, err = rows.Next(); err == nil {
				out.WriteByte('.')
			}
		}
		if !errors.Is(err, io.EOF) {
			t.Fatal(err)
		}
		_ = rows.Close()
		out.WriteString(sheet.Name + " ")
	}
	return strings.TrimSpace(out.String())
}

func TestWorkbook(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.employ(3, m.now)
	m.do(NewSyncCommand, "employees")
	m.called()
	m.output = "" // as where nobody sets one
	path := filepath.Join(t.TempDir(), "week.xlsx")
	run := m.do(NewWorkbookCommand, "--out", path)
	content, err := os.ReadFile(path)
	if err != nil || sheets(t, content) != "....employees" {
		t.Errorf("%v, %s: %s", err, sheets(t, content), run.Said)
	}
	if got := sheets(t, m.do(NewWorkbookCommand, "employees", "employee", "--since", "2027-01-01").Printed.Bytes()); got != ".employees" {
		t.Errorf("of none: %s", got)
	}
	if calls := m.called(); len(calls) > 0 {
		t.Errorf("called %q", calls)
	}
}

func TestWorkbookRefuses(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.employ(1, m.now)
	m.do(NewSyncCommand, "employees")
	m.output = ""
	m.refuses(fail.Failed, "no sync has read joborders", NewWorkbookCommand, "joborders")
	m.refuses(fail.Usage, "a workbook ends in .xlsx, and this name stands for csv", NewWorkbookCommand, "--out", "week.csv")
	m.refuses(fail.Usage, "the ending .docx stands for no format", NewWorkbookCommand, "--out", "week.docx")
	m.output = "json"
	m.refuses(fail.Usage, "a workbook is written as xlsx, and not as json", NewWorkbookCommand)
}

// Several answers are sheets of one workbook, which is written only if all of them are right.
func TestSQLIntoAWorkbook(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.employ(2, m.now)
	m.do(NewSyncCommand, "employees")
	m.output = "xlsx"
	path := filepath.Join(t.TempDir(), "a.xlsx")
	m.do(NewSQLCommand, "--out", path, "select 1 as a union all select 2; select employeeCode from employees")
	content, err := os.ReadFile(path)
	if err != nil || sheets(t, content) != "...query ...query (2)" {
		t.Errorf("%v, %s", err, sheets(t, content))
	}
	path = filepath.Join(t.TempDir(), "b.xlsx")
	m.refuses(fail.Usage, "no such column: nonsense", NewSQLCommand, "--out", path, "select 1 as a; select nonsense")
	if _, err := os.Stat(path); err == nil {
		t.Error("a workbook is there all the same")
	}
}
