package report

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestParseRefuses: what is wrong with a file is told with its line.
func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for content, says := range map[string]string{
		"":                       "x.yaml: there is nothing in it",
		"title: A":               "a report needs sections",
		"titel: A":               `line 1: unknown key "titel": use title, text, since, sections`,
		"[1]":                    "line 1: there have to be keys and values",
		"sections: [{title: A}]": `line 1: section "A" has no query`,
		"sections:\n  - query: select 1\n    tabel: false":           `line 3: unknown key "tabel"`,
		"sections:\n  - title: A\n    query: q\n    chart: doughnut": `line 2: section "A": unknown chart "doughnut"`,
		"sections: {a":                                  "line 1: ",
		"sections:\n  - query: [1]":                     "line 2: ",
		"sections:\n  - query: q\n    table: sometimes": "line 3: ",
		"sections:\n  - just words":                     "line 2: there have to be keys and values",
	} {
		if _, err := Parse("x", "x.yaml", []byte(content)); err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), ": yaml: ") {
			t.Errorf("%q: %v, want %q", content, err, says)
		}
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	f, err := Parse("x", "x.yaml", []byte(`
sections:
  - query: select 1
  - title: B
    query: |

      select :since, :own
    postgres: select :until_day
    chart: PIE
    table: false
`))
	if err != nil {
		t.Fatal(err)
	}
	a, b := f.Sections[0], f.Sections[1]
	if f.Title != "x" || a.Title != "Part 1" || a.Query.Line != 3 || !a.shows() || b.Query.Line != 6 || b.Query.SQL != "select :since, :own" || b.shows() {
		t.Errorf("read %+v", f)
	}
	if got := f.Parameters(false); !slices.Equal(got, []string{"own", "since"}) {
		t.Errorf("parameters %q", got)
	}
	if got := f.Parameters(true); !slices.Equal(got, []string{"until_day"}) {
		t.Errorf("parameters on PostgreSQL %q", got)
	}
}

// TestBuiltins: each can be read, and has words for a reader.
func TestBuiltins(t *testing.T) {
	t.Parallel()
	if got := Builtin(); !slices.Equal(got, []string{"hours", "jobs", "sync", "unbilled"}) {
		t.Errorf("built in are %q", got)
	}
	for _, name := range Builtin() {
		f, err := ParseBuiltin(name)
		if err != nil {
			t.Fatal(err)
		}
		if f.Title == name {
			t.Errorf("%s has no title", name)
		}
	}
}

// TestFind: a path, the user's folder, the program, in this order.
func TestFind(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for name, content := range map[string]string{
		"jobs.yaml": "title: Mine\nsections: [{query: select 1}]", "broken.yaml": "title: [", "other.txt": "",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, title := range map[string]string{"jobs": "Mine", filepath.Join(folder, "jobs.yaml"): "Mine", "hours": "Hours"} {
		f, err := Find(name, folder)
		if err != nil || f.Title != title {
			t.Errorf("%s: %v, %v", name, f, err)
		}
	}
	_, err := Find("nothing", folder)
	if missing, ok := errors.AsType[*NotFoundError](err); !ok || !slices.Equal(missing.Known, []string{"broken", "hours", "jobs", "sync", "unbilled"}) {
		t.Errorf("an unknown report: %v", err)
	}
	if _, err := Find("./nothing.yaml", folder); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	all, err := List(folder)
	if err != nil || len(all) != 5 || all[0].Wrong == "" || all[2].Title != "Mine" || all[1].Place != "built-in" {
		t.Errorf("the list is %+v, %v", all, err)
	}
	if all, err := List(filepath.Join(folder, "none")); err != nil || len(all) != 4 {
		t.Errorf("without a folder: %+v, %v", all, err)
	}
}
