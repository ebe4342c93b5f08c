package bulk

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/session"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// verification counts the records that were read back, and says of those that are not as sent what is
// different.
type verification struct {
	checked   int
	different []string
	// decided says that records were read back to decide what became of them.
	decided bool
}

// add counts a record that was read back; words is what readBackText says of it.
func (v *verification) add(found service.Verified, words string) {
	v.checked++
	if found.Err != nil || len(found.Differences) > 0 {
		v.different = append(v.different, fmt.Sprintf("line %d (%s): %s", found.Line, found.Key, words))
	}
}

// verifyDone reads what was written back and names the fields that the server did not keep. earlier is
// what was read back before.
func (w *Run) verifyDone(ctx context.Context, r *session.Session, sent *sentRecords, begun time.Time, earlier verification) error {
	for _, text := range earlier.different {
		w.setup.Problemf("%s", text)
	}
	checked, different := earlier.checked, len(earlier.different)
	var limit hydrate.FailureBreaker
	for found := range r.Service.Verify(ctx, w.entity, sent.all(), begun) {
		if limit.EndsAt(found.Err) {
			return r.CallError(found.Err, w.entity)
		}
		var one verification
		one.add(found, w.readBackText(found))
		for _, text := range one.different {
			w.setup.Problemf("%s", text)
		}
		checked, different = checked+1, different+len(one.different)
	}
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case sent.err != nil:
		return fmt.Errorf("reading back what was kept to be verified: %w", sent.err)
	}
	if checked > 0 || !earlier.decided {
		w.setup.Notef("verified %s, %s as sent", text.Counted(checked, "record"), text.Count(checked-different))
	}
	if different > 0 {
		return fail.New(fail.Partial, "", "%s not as sent", text.Counted(different, "record"))
	}
	return nil
}

// readBackText says what the server made of a record that is not as it was sent.
func (w *Run) readBackText(found service.Verified) string {
	switch {
	case errors.Is(found.Err, service.ErrNotFound):
		return "not found again"
	case found.Err != nil:
		return found.Err.Error()
	case len(found.Differences) == 0:
		return ""
	}
	words := w.setup.Words(w.entity.Fields)
	parts := make([]string, len(found.Differences))
	for i, difference := range found.Differences {
		parts[i] = fmt.Sprintf("%s: sent %s, the server has %s;", difference.Path,
			words.Value(difference.Path, difference.Old), words.Value(difference.Path, difference.New))
	}
	return strings.Join(parts, " ")
}
