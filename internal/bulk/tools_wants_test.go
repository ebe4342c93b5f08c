package bulk_test

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/bulk/results"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// outcomes tells of the rows what became of each record: "2 E-1 written".
func (f *fixture) outcomes() []string { return outcomesOf(f.rows.results) }

func outcomesOf(results []results.Row) []string {
	var lines []string
	for _, row := range results {
		lines = append(lines, fmt.Sprintf("%d %s %s", row.Line, row.Key, row.Outcome))
	}
	return lines
}

// kept reads a file of results.
func (f *fixture) kept(path string) []results.Row {
	f.t.Helper()
	var list []results.Row
	for line := range strings.Lines(f.content(path)) {
		var row results.Row
		if err := json.Unmarshal([]byte(line), &row); err != nil || !strings.HasSuffix(line, "\n") {
			f.t.Fatalf("the line %q is no result: %v", line, err)
		}
		list = append(list, row)
	}
	return list
}

// wantOutcomes compares the rows that were shown.
func (f *fixture) wantOutcomes(want ...string) {
	f.t.Helper()
	if diff := cmp.Diff(want, f.outcomes()); diff != "" {
		f.t.Errorf("the outcomes (-want +got):\n%s", diff)
	}
}

// wantKind sees that an error is of a kind and says something.
func (f *fixture) wantKind(err error, kind fail.Kind, says ...string) {
	f.t.Helper()
	if !fail.Is(err, kind) {
		f.t.Fatalf("the error %v is not of kind %d", err, kind)
	}
	text := err.Error() + " | " + fail.HintOf(err)
	for _, part := range says {
		if !strings.Contains(text, part) {
			f.t.Errorf("the error does not say %q: %s", part, text)
		}
	}
}

// wantNote sees that a note, or a part of one, was given once.
func (f *fixture) wantNote(part string) {
	f.t.Helper()
	if n := countIn(f.notes, part); n != 1 {
		f.t.Errorf("%q was noted %d times: %q", part, n, f.notes)
	}
}

// wantProblem sees that a problem, or a part of one, was told once.
func (f *fixture) wantProblem(part string) {
	f.t.Helper()
	if n := countIn(f.problems, part); n != 1 {
		f.t.Errorf("%q was told %d times: %q", part, n, f.problems)
	}
}

func (f *fixture) wantNoPost() {
	f.t.Helper()
	if len(f.wire.writes) != 0 {
		f.t.Errorf("%d calls were sent: %q", len(f.wire.writes), f.wire.bodies())
	}
}

func countIn(texts []string, part string) int {
	n := 0
	for _, text := range texts {
		if strings.Contains(text, part) {
			n++
		}
	}
	return n
}
