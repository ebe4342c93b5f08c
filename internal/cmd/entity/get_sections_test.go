package entity

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/output/table"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// sectioned gives one record as get shows it on a terminal of a width, and what it says besides.
func sectioned(t *testing.T, entity *api.Entity, width int, all bool, r record.Record) (shown, notes string) {
	t.Helper()
	times, err := output.ParseTimes("utc", timetext.Zones{})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	w, err := output.New(&out, output.Options{
		Format: output.Table, Header: true, Width: width, Time: times, Single: true, Default: entity.Columns, Fields: entity.Fields,
		Notice:   func(line string) { notes += line + "\n" },
		Sections: &output.Sections{Title: titleFields(entity), All: all, Columns: elementColumns(api.Builtin(), entity)},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(r); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String(), notes
}

// odd is a record that the description does not know half of.
const odd = `{"jobNumber":"J-\u001b[31m1","jobName":"東京の油田、第二期","jobStatus":null,"jobCrewList":[],"news":{},"site":{"a.b":{"at":"x","none":""}},
	"tags":["north","\u0007bell","東京"],"rates":[1,2.50,9007199254740993],"mixed":[1,{"a":2}],"empties":[{},{"a":null}],
	"stops":[{"id":"11111111-2222-4333-8444-555555555555","place":"🔥 Flare","code":"A","note":null},{"place":"Well","code":"B","more":{"x":1}}]}`

// TestSectionsOfEveryWidth shows a record of every entity, and an odd one, on terminals of three widths.
func TestSectionsOfEveryWidth(t *testing.T) {
	t.Parallel()
	sim := simulated(t)
	jobs, _ := api.Builtin().Entity("joborders")
	for _, width := range []int{40, 80, 120} {
		var page strings.Builder
		for _, entity := range api.Builtin().Entities {
			shown, notes := sectioned(t, entity, width, false, sampled(t, sim, entity, 1)[0])
			page.WriteString(shown + notes + "\n")
			for line := range strings.Lines(shown) {
				if table.Width(strings.TrimSuffix(line, "\n")) > width {
					t.Errorf("%s: %q is wider than %d", entity.Name, line, width)
				}
			}
		}
		for _, all := range []bool{false, true} {
			shown, notes := sectioned(t, jobs, width, all, recordsOf(t, odd)[0])
			page.WriteString(shown + notes + "\n")
		}
		golden(t, filepath.Join("testdata", "sections", fmt.Sprint(width)+".txt"), page.String())
	}
}

// TestSectionsInAPipe: nothing is cut, and a long list is there to its end.
func TestSectionsInAPipe(t *testing.T) {
	t.Parallel()
	jobs, _ := api.Builtin().Entity("joborders")
	long := strings.Repeat("long ", 100) + "end"
	var crew []string
	for n := range 1000 {
		crew = append(crew, fmt.Sprintf(`{"employeeCode":"%04d","employeeFirstName":%q}`, n, long))
	}
	shown, notes := sectioned(t, jobs, 0, false, recordsOf(t, `{"jobNumber":"J-1","jobCrewList":[`+strings.Join(crew, ",")+`]}`)[0])
	if !strings.Contains(shown, "jobCrewList: 1,000 elements\n") || strings.Count(shown, long+"\n") != 1000 || notes != "" {
		t.Errorf("%d lines, notes %q", strings.Count(shown, "\n"), notes)
	}
}

// TestAllIsOfOneRecord: where --all would have no effect it is refused, and nothing is asked for.
func TestAllIsOfOneRecord(t *testing.T) {
	t.Parallel()
	b := start(t, 2)
	for _, args := range [][]string{{"e1", "e2"}, {"-"}} {
		if got := b.with("e1\n", "", NewGetCommand, append([]string{"--all"}, args...)...); !fail.Is(got.err, fail.Usage) || got.printed != "" {
			t.Errorf("%v: %v\n%s", args, got.err, got.printed)
		}
	}
	same(t, "calls", b.Calls())
}
