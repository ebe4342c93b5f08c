package bulk

import (
	"net/http"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/bulk/results"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// outcomes in the short form in which tables have them: the word, its status, and ! for what was answered
// without one.
func tallyOf(t *testing.T, words string) *writeTally {
	t.Helper()
	tally := newWriteTally()
	for word := range strings.FieldsSeq(words) {
		outcome, status, _ := strings.Cut(word, "=")
		o := service.Outcome{Outcome: outcome}
		switch status {
		case "!":
			o.Answered = true
		case "":
		default:
			o.Status = map[string]int{"200": 200, "400": 400, "404": 404, "409": 409, "429": 429, "503": 503, "599": 599}[status]
		}
		tally.add(o)
	}
	return &tally
}

// What became of the records decides how the run ends: the exit code of a script hangs on this table.
func TestKindOfFailure(t *testing.T) {
	t.Parallel()
	const none = fail.Kind(-1)
	for _, tt := range []struct {
		outcomes string
		held     int
		kind     fail.Kind
		says     string
	}{
		{"", 0, none, ""},
		{"written=200 unchanged created=200 updated=200 deleted=204 skipped", 0, none, ""},
		{"failed=404", 0, fail.NotFound, "the record was not found"},
		{"failed=404 failed=404", 0, fail.Partial, "2 records could not be written"},
		{"failed=404 skipped", 0, fail.Partial, "1 record could not be written"},
		{"failed=404 written=200", 0, fail.Partial, "1 record could not be written"},
		{"failed=400", 0, fail.Partial, "1 record could not be written"},
		{"failed=409 written=200", 0, fail.Partial, "1 record could not be written"},
		{"unknown=200 written=200", 0, fail.Partial, "1 record could not be written"},
		{"unknown", 0, fail.Unreachable, "the server did not answer: 1 record could not be written"},
		{"unknown unknown=503 failed=429 skipped", 0, fail.Unreachable, "the server did not answer: 3 records could not be written"},
		{"failed failed skipped skipped", 0, fail.Unreachable, "the server did not answer: 2 records could not be written"},
		{"unknown=!", 0, fail.Partial, "1 record could not be written"},
		{"unknown unknown=!", 0, fail.Partial, "2 records could not be written"},
		{"unknown unchanged", 0, fail.Partial, "1 record could not be written"}, // the server did answer for the other one
		{"unknown written=200", 0, fail.Partial, "1 record could not be written"},
		{"failed=599", 0, fail.Unreachable, "the server did not answer: 1 record could not be written"},
		{"unknown", 1, fail.Partial, "1 record could not be written"}, // of which the server was not asked
	} {
		for _, dry := range []bool{false, true} {
			says := tt.says
			if dry {
				says = strings.Replace(says, "could not be", "would not be", 1)
			}
			err := tallyOf(t, tt.outcomes).failure(tt.held, dry)
			switch {
			case tt.kind == none && err != nil:
				t.Errorf("%s: %v", tt.outcomes, err)
			case tt.kind != none && (!fail.Is(err, tt.kind) || err.Error() != says):
				t.Errorf("%s: %v, want %q", tt.outcomes, err, says)
			}
		}
	}
}

// An outcome that is decided anew is counted as if the first had never been.
func TestOutcomeDecidedAnew(t *testing.T) {
	t.Parallel()
	tally := tallyOf(t, "unknown failed=404 written=200")
	tally.remove(service.Outcome{Outcome: service.Unknown})
	tally.remove(service.Outcome{Outcome: service.Failed, Status: http.StatusNotFound})
	tally.add(service.Outcome{Outcome: service.Written, Status: http.StatusOK})
	if tally.unanswered != 0 || tally.missing != 0 || tally.outcomes[service.Written] != 2 || tally.failure(0, false) != nil {
		t.Errorf("%+v", tally)
	}
}

// Which outcomes a run that goes on need not look at again.
func TestWhatIsDone(t *testing.T) {
	t.Parallel()
	for outcome, done := range map[string]bool{
		service.Created: true, service.Updated: true, service.Unchanged: true, service.Written: true, service.Deleted: true,
		service.Failed: false, service.Skipped: false, service.Unknown: false, "": false, "conflict": false,
	} {
		if results.IsDone(outcome) != done {
			t.Errorf("%q: %v", outcome, !done)
		}
	}
}

// A server that answers, however badly, is not one that cannot be reached.
func TestNeverAnswered(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		outcome service.Outcome
		want    bool
	}{
		{service.Outcome{Outcome: service.Failed}, true},
		{service.Outcome{Outcome: service.Unknown}, true},
		{service.Outcome{Outcome: service.Unknown, Answered: true}, false},
		{service.Outcome{Outcome: service.Unknown, Status: 500, Answered: true}, true},
		{service.Outcome{Outcome: service.Failed, Status: 429, Answered: true}, true},
		{service.Outcome{Outcome: service.Failed, Status: 499}, false},
		{service.Outcome{Outcome: service.Failed, Status: 600}, false},
		{service.Outcome{Outcome: service.Skipped}, false},
		{service.Outcome{Outcome: service.Written, Status: 503}, false},
	} {
		if got := neverAnswered(tt.outcome); got != tt.want {
			t.Errorf("%+v: %v", tt.outcome, got)
		}
	}
}
