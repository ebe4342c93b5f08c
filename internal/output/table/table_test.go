package table_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/output/table"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// long is longer than any terminal.
var long = strings.Repeat("all work and no play ", 20)

func TestLongestTextGivesWayFirst(t *testing.T) {
	t.Parallel()
	got := write(t, table.Options{Columns: columns("key:k", "a", "b", "n"), Header: true, Width: 60},
		row("K-1", "a text of 20 letters", long, "#1"))
	check(t, got, `key  a                     b                               n
K-1  a text of 20 letters  all work and no play all work…  1
`)
}

func TestColumnsGiveWayFromTheRight(t *testing.T) {
	t.Parallel()
	var hidden []string
	o := table.Options{
		Columns: columns("key:k", "a", "code", "b", "status:k"), Header: true, Width: 40,
		Hidden: func(names []string) { hidden = names },
	}
	got := write(t, o, row("K-1", long, "0123456789", long, "Active"))
	check(t, got, `key  a                code        status
K-1  all work and n…  0123456789  Active
`)
	if diff := cmp.Diff([]string{"b"}, hidden); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsHalfSaysSomethingElse(t *testing.T) {
	t.Parallel()
	for _, cell := range []string{"#12345678901234567890", "2026-10-29T13:04:05-06:00", "b1c9a5a4-6a9e-4c8e-9f43-2f1de39b4d11"} {
		got := write(t, table.Options{Columns: columns("key:k", "a"), Header: true, Width: 20}, row("K-1", cell))
		check(t, got, "key\nK-1\n")
	}
	// a long word is a text
	got := write(t, table.Options{Columns: columns("key:k", "a"), Header: true, Width: 20}, row("K-1", strings.Repeat("x", 41)))
	check(t, got, "key  a\nK-1  xxxxxxxxxxxxxx…\n")
}

func TestNamesAreWrapped(t *testing.T) {
	t.Parallel()
	o := table.Options{Columns: columns("key:k", "name:n", "status:k", "city"), Header: true, Width: 60}
	check(t, write(t, o, row("K-1", "Wellsite abandonment North battery", "Active", "Grande Prairie, Alberta")),
		`key  name                                status
K-1  Wellsite abandonment North battery  Active
`)
	// one that is too long all the same leaves room for others
	check(t, write(t, o, row("K-1", long[:99], "Active", "Edson")),
		`key  name                                      status  city
K-1  all work and no play all work and no      Active  Edson
     play all work and no play all work and
     no play all work and no
`)
}

func TestReasons(t *testing.T) {
	t.Parallel()
	reason := "the server refused it: there is no company with the code C9999"
	o := table.Options{Columns: columns("line", "key:k", "outcome:k", "message:r"), Header: true, Width: 50}
	check(t, write(t, o, row("#2", "J-2", "failed", reason), row("#3", "J-3", "updated", "")),
		`line  key  outcome  message
   2  J-2  failed   the server refused it: there
                    is no company with the code
                    C9999
   3  J-3  updated
`)
	o.Width = 40
	check(t, write(t, o, row("#2", "J-2", "failed", reason), row("#3", "J-3", "updated", "")),
		`line  key  outcome
   2  J-2  failed
  message: the server refused it: there
  is no company with the code C9999
   3  J-3  updated
`)
	o.Width = 26 // and nothing is said of what none has
	check(t, write(t, o, row("#3", "J-3", "updated", "")), "line  key  outcome\n   3  J-3  updated\n")
	o.Header, o.Width = false, 40
	check(t, write(t, o, row("#2", "J-2", "failed", "it is not there, and neither is the other")),
		`2  J-2  failed  it is not there, and
                neither is the other
`)
	o.Width = 30
	check(t, write(t, o, row("#2", "J-2", "failed", "it is not there, and neither is the other")),
		`2  J-2  failed
  it is not there, and neither
  is the other
`)
}

func TestHeaderIsBrokenRatherThanAKeyCut(t *testing.T) {
	t.Parallel()
	o := table.Options{Columns: columns("employeeCode:k", "employeeFirstName:n", "employee_status_uname:k", "notes"), Header: true, Width: 40}
	check(t, write(t, o, row("0001", "Jean-François", "inactive_layoff", "x")),
		`employee  employeeFirst  employee_
Code      Name           status_uname
0001      Jean-François  inactive_layoff
`)
}

// TestBlocks: where there is no room for what must be there, no key is cut.
func TestBlocks(t *testing.T) {
	t.Parallel()
	o := table.Options{Columns: columns("employeeCode:k", "status:k", "notes", "why:r"), Header: true, Width: 40}
	rows := [][]table.Cell{
		row("0001", "inactive_temporary_layoff_employee_status", long, "gone for the winter, and back in spring"),
		row("0002", "active", "", ""),
	}
	check(t, write(t, o, rows...), `employeeCode  0001
status        inactive_temporary_layoff_
              employee_status
notes         all work and no play all …
why           gone for the winter, and
              back in spring

employeeCode  0002
status        active
notes
why
`)
	o.Width = 20
	check(t, write(t, o, rows[0]), `employeeCode
  0001
status
  inactive_
  temporary_layoff_
  employee_status
notes
  all work and no p…
why
  gone for the
  winter, and back
  in spring
`)
}

func TestNothingGivesWayInAPipe(t *testing.T) {
	t.Parallel()
	got := write(t, table.Options{Columns: columns("a", "why:r", "n")}, row(long+"end", long+"end", "#1"))
	check(t, got, long+"end  "+long+"end  1\n")
}

// TestManyRows: what came later than the widths only widens them, and a key is not cut then either.
func TestManyRows(t *testing.T) {
	t.Parallel()
	const first = 1000
	rows := make([][]table.Cell, first, first+2)
	for i := range rows {
		rows[i] = row("K", "#1", "fine")
	}
	rows = append(rows, row("K-1234567890", "#12345", "the server was away for a long time"), row("K", "#1", "fine"))
	lines := strings.Split(write(t, table.Options{Columns: columns("key:k", "n", "why:r"), Width: 24}, rows...), "\n")
	want := []string{"K  1  fine", "K-1234567890  12345", "  the server was away", "  for a long time", "K                 1  fine", ""}
	if diff := cmp.Diff(want, append(lines[:1:1], lines[first:]...)); diff != "" {
		t.Error(diff)
	}
	if lines[first-1] != "K  1  fine" {
		t.Errorf("the last row of the first block: %q", lines[first-1])
	}
}

// TestFullDisk: the first line that cannot be written ends it.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	full := errors.New("no space left on device")
	for _, width := range []int{0, 3, 80} {
		made := table.New(failing{full}, table.Options{Columns: columns("key:k", "a"), Header: true, Width: width})
		if err := made.Add(row("K-1", "x")); err != nil {
			t.Fatal(err)
		}
		if err := made.Close(); !errors.Is(err, full) {
			t.Errorf("%d columns: %v", width, err)
		}
	}
}

type failing struct{ err error }

func (f failing) Line(string, bool) error { return f.err }

func FuzzTable(f *testing.F) {
	f.Add("a", "日本\x1b[1m", 40)
	f.Add("", "e\u0301👨‍👩‍👧‍👦\xff", 3)
	f.Add("why not", "a_b-c.d e", 12)
	f.Fuzz(func(t *testing.T, a, b string, width int) {
		if width < 0 || width > 500 {
			width = 20
		}
		a, b = strings.TrimLeft(text.Safe(a), "#"), strings.TrimLeft(text.Safe(b), "#") // which row takes for a number
		for _, role := range []table.Role{table.Text, table.Whole, table.Reason, table.Name, table.Key} {
			made := []table.Column{{Name: a, Role: role}, {Name: "b", Role: table.Key}, {Name: "c", Role: role}}
			got := write(t, table.Options{Columns: made, Header: true, Width: width}, row(b, a, a), row(a, b, b))
			for line := range strings.Lines(got) {
				line = strings.TrimSuffix(line, "\n")
				if strings.ContainsFunc(line, text.Acts) {
					t.Errorf("%q acts on a terminal", line)
				}
				if width > 4 && table.Width(line) > max(width, 2+table.Width(a)) {
					t.Errorf("role %d: %q is wider than %d", role, line, width)
				}
			}
			if role == table.Key && !strings.Contains(strip(got), strip(b)) {
				t.Errorf("%q is cut in\n%s", b, got)
			}
		}
	})
}

// strip leaves out what wrapping adds or takes.
func strip(s string) string { return strings.Join(strings.Fields(s), "") }

func TestWidth(t *testing.T) {
	t.Parallel()
	got := write(t, table.Options{Columns: columns("a", "b"), Header: true},
		row("日本", "#1"), row("👨‍👩‍👧‍👦", "#1"), row("e\u0301", "#1"), row("🇨🇦x", "#1"), row("👍🏽", "#1"))
	check(t, got, fmt.Sprintf("a     b\n日本  1\n👨‍👩‍👧‍👦    1\n%s     1\n🇨🇦x   1\n👍🏽    1\n", "e\u0301"))
}
