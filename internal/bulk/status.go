package bulk

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// readsStatus tells whether a change of status reads the record first, although the call needs no more
// than GUID and status: for --from, for the log and for the results.
func (w *Run) readsStatus() bool {
	_, readable := w.entity.Operation(api.Get)
	return w.operation.Verb == api.UpdateStatus && readable
}

// heldByStatus settles a record that has another status than --from asks for.
func (w *Run) heldByStatus(fetched service.Fetched) (service.Change, bool, error) {
	if w.setup.From == nil {
		return service.Change{}, false, nil
	}
	matches, err := w.setup.From.filter.Match(fetched.Record)
	if err != nil || matches {
		return service.Change{}, false, err
	}
	now := w.statusOf(fetched.Record)
	return service.Change{Line: fetched.Line, Action: w.action, Settled: &service.Outcome{
		Line: fetched.Line, Key: w.keyOf(fetched.Record), GUID: fetched.ID, Action: w.action, Outcome: service.Skipped,
		Old: now, Message: fmt.Sprintf("its %s is %q, and --from asks for %s", w.entity.Status, now, w.setup.From.asked),
	}}, true, nil
}

// unreadStatus makes the change of a record that cannot be read. Where the call takes no whole record, its
// status is set all the same, unless it matters what it is now, or which record a key means. read says that
// others could be read.
func (w *Run) unreadStatus(ctx context.Context, fetched service.Fetched, read bool) (service.Change, bool) {
	if fetched.Err == nil || w.operation.Verb != api.UpdateStatus || w.setup.From != nil {
		return service.Change{}, false
	}
	if _, byKey := w.resolver.KeyFor(fetched.ID); byKey || !w.mayWriteUnread(ctx, fetched, read) {
		return service.Change{}, false
	}
	if !w.saidUnread {
		w.saidUnread = true
		w.setup.Notef("warning: %s; the status is set all the same, and the log does not keep what it was before", fail.OneLine(fetched.Err))
	}
	return w.changeOf(fetched.Line, fetched.Change, nil), true
}

// statusChange makes the change of a record's status where the call takes no whole record.
func (w *Run) statusChange(fetched service.Fetched) service.Change {
	change := w.changeOf(fetched.Line, fetched.Change, &fetched.Record)
	change.ID = fetched.ID
	if key := w.keyOf(fetched.Record); key != "" {
		change.Key = key
	}
	change.Old, change.New = w.statuses(fetched.Record, fetched.Change)
	if w.changesNothing(fetched) {
		change.Settled = &service.Outcome{
			Line: fetched.Line, Key: change.Key, GUID: fetched.ID, Action: w.action, Outcome: service.Unchanged, Old: change.Old, New: change.New,
		}
	}
	return change
}

// changesNothing tells whether the record has all that was given. What only the call knows, such as a
// remark, is something new.
func (w *Run) changesNothing(fetched service.Fetched) bool {
	for name, value := range fetched.Change.Fields() {
		has, ok := fetched.Record.Get(record.Path{name})
		if name != w.entity.GUID && (!ok || !record.Equal(has, value)) {
			return false
		}
	}
	return true
}

// mayWriteUnread tells whether it is the reading alone that goes wrong: the server refuses it, or the call is
// only assumed to be there and to answer so. A record that is not found is there if the list has it.
func (w *Run) mayWriteUnread(ctx context.Context, fetched service.Fetched, others bool) bool {
	called, ok := errors.AsType[*client.Error](fetched.Err)
	if !ok {
		return false
	}
	read, _ := w.entity.Operation(api.Get)
	switch assumed := read.Certainty == api.Assumed && !others; called.Kind {
	case client.Forbidden:
		return true
	case client.NotFound:
		return assumed && w.isListed(ctx, fetched.ID)
	case client.BadAnswer, client.NotAsked:
		return assumed
	default:
		return called.Status == http.StatusMethodNotAllowed || called.Status == http.StatusNotImplemented
	}
}

// isListed tells whether the list has a record, with one call for all that are asked for.
func (w *Run) isListed(ctx context.Context, id string) bool {
	if w.listed == nil {
		ids, err := w.indexed(ctx)
		if err != nil {
			ids = map[string]bool{} // so that it is not asked for again
		}
		w.listed = ids
	}
	return w.listed[api.PlainID(id)]
}

// statuses gives the status before and after, "" where another action does not look at it.
func (w *Run) statuses(before, after record.Record) (was, will string) {
	if w.action != service.ActionUpdateStatus {
		return "", ""
	}
	return w.statusOf(before), w.statusOf(after)
}

// statusOf gives the status of a record as text.
func (w *Run) statusOf(r record.Record) string {
	status, _ := r.Get(record.ParsePath(w.entity.Status))
	return record.Text(status)
}
