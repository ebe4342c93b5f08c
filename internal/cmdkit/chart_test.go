package cmdkit_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// answers walks records.
func answers(t *testing.T, raws ...string) func(func(record.Record, error) bool) {
	t.Helper()
	return func(yield func(record.Record, error) bool) {
		for _, raw := range raws {
			if !yield(made(t, raw), nil) {
				return
			}
		}
	}
}

func charted(t *testing.T, run *cmdtest.Run, kind string, args ...string) (*cmdkit.Chart, error) {
	t.Helper()
	return run.Chart(kind, outputFlags(t, args...))
}

// TestChartFitsTheLocale: ASCII where the locale is not UTF-8, by the variable that counts.
func TestChartFitsTheLocale(t *testing.T) {
	t.Parallel()
	for want, variables := range map[string][]string{
		"a  ###": {"LANG=en_US.ISO-8859-1"}, "a  ##": {"LC_ALL=C", "LANG=C.UTF-8"},
		"a  █": {"LANG=de_DE.UTF-8"}, "a  ██": {"LC_CTYPE=en_US.utf8", "LANG=C"},
	} {
		run := newMachine(t).run(variables...)
		drawing, err := charted(t, run, "bar")
		if err != nil {
			t.Fatal(err)
		}
		if err := drawing.Draw([]string{"n", "x"}, answers(t, `{"n":"a","x":2}`, `{"n":"b","x":null}`), nil); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(run.Printed.String(), want) {
			t.Errorf("%q: %s", variables, run.Printed)
		}
		if !strings.Contains(run.Said.String(), "1 value that is null") {
			t.Errorf("said %s", run.Said)
		}
	}
}

// TestChartFiles: a picture by the ending, which is not there where something is wrong.
func TestChartFiles(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for name, begins := range map[string]string{"a.svg": "<svg ", "b.PNG": "\x89PNG", "c.txt": "中", "d": "中"} {
		run := newMachine(t).run()
		drawing, err := charted(t, run, "PIE", "--out", filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := drawing.Draw([]string{"n", "x"}, answers(t, `{"n":"中","x":2}`), nil); err != nil {
			t.Fatal(err)
		}
		content, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil || !bytes.HasPrefix(content, []byte(begins)) || run.Printed.Len() > 0 {
			t.Errorf("%s: %.20q, %v", name, content, err)
		}
		if lacks := strings.Contains(run.Said.String(), "lacks 中"); lacks != (name == "b.PNG") {
			t.Errorf("%s: said %s", name, run.Said)
		}
	}
	drawing, err := charted(t, newMachine(t).run(), "bar", "--out", filepath.Join(folder, "wrong.svg"))
	if err != nil {
		t.Fatal(err)
	}
	refused(t, drawing.Draw([]string{"n", "x"}, answers(t, `{"n":"a","x":"b"}`), nil), fail.Usage, "the column x is no number")
	if found := names(t, folder); slices.Contains(found, "wrong.svg") || len(found) != 4 {
		t.Errorf("there are %q", found)
	}
}

func TestChartRefuses(t *testing.T) {
	t.Parallel()
	for says, args := range map[string][]string{
		`unknown chart "cake"`: {"cake"}, "is a picture in .svg or .png": {"bar", "--out", filepath.Join(t.TempDir(), "x.csv")},
		"there is no folder": {"bar", "--out", filepath.Join(t.TempDir(), "no", "x.svg")},
	} {
		_, err := charted(t, newMachine(t).run(), args[0], args[1:]...)
		refused(t, err, fail.Usage, says)
	}
	run := newMachine(t).run()
	run.Flags.Output = "json"
	_, err := charted(t, run, "bar")
	refused(t, err, fail.Usage, "leave out -o json")
	if drawing, err := charted(t, run, ""); drawing != nil || err != nil {
		t.Errorf("no chart is %v, %v", drawing, err)
	}
}
