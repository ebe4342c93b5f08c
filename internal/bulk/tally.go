package bulk

import (
	"net/http"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// writeTally counts the records of a write by what became of them, or would become.
type writeTally struct {
	// outcomes counts by outcome; "" are those that a dry run would send.
	outcomes map[string]int
	// unanswered counts the records whose calls the server never answered, missing those that it does
	// not have.
	unanswered, missing int
}

func newWriteTally() writeTally { return writeTally{outcomes: map[string]int{}} }

func (t *writeTally) add(outcome service.Outcome) { t.count(outcome, 1) }

// remove takes back an outcome that was added, because another one has come to light.
func (t *writeTally) remove(outcome service.Outcome) { t.count(outcome, -1) }

func (t *writeTally) count(outcome service.Outcome, n int) {
	t.outcomes[outcome.Outcome] += n
	if neverAnswered(outcome) {
		t.unanswered += n
	}
	if outcome.Outcome == service.Failed && outcome.Status == http.StatusNotFound {
		t.missing += n
	}
}

// failure is the error of a write of which some records failed: nil where none did. held says how many of
// them were not sent again, since an earlier run may have written them.
func (t *writeTally) failure(held int, dryRun bool) error {
	failed := t.outcomes[service.Failed] + t.outcomes[service.Unknown]
	all := 0
	for _, count := range t.outcomes {
		all += count
	}
	could := "could not be written"
	if dryRun {
		could = "would not be written"
	}
	switch conflicts := t.outcomes[service.Conflict]; {
	case failed == 0 && conflicts > 0 && t.outcomes[service.Skipped] > 0:
		return conflictError(conflicts)
	case failed == 0 && conflicts > 0:
		return fail.New(fail.Guarded, "make the plan anew for them", "%s in conflict, and not sent; the others are done", text.Counted(conflicts, "record"))
	case failed == 0:
		return nil
	case all == 1 && t.missing == 1:
		return fail.New(fail.NotFound, "", "the record was not found")
	case failed+t.outcomes[service.Skipped] == all && t.unanswered == failed && held == 0:
		return fail.New(fail.Unreachable, "", "the server did not answer: %s %s", text.Counted(failed, "record"), could)
	default:
		return fail.New(fail.Partial, "", "%s %s", text.Counted(failed, "record"), could)
	}
}

// conflictError refuses a plan of which some records are not what it was made for.
func conflictError(count int) error {
	return fail.New(fail.Guarded, "make the plan anew, or send the others with --skip-conflicts",
		"%s in conflict: nothing was sent", text.Counted(count, "record"))
}
