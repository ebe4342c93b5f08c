package bulk

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/session"
	"github.com/aimsio-cli/aimsio/internal/sheet"
)

// changes walks what is to be sent, in the order of the input. kept, if it is not nil, holds each
// item until its outcome is known, so that those that fail can be given back as they came.
func (w *Run) changes(ctx context.Context, source *Source, kept *keptItems) iter.Seq2[service.Change, error] {
	items := w.remaining(source, kept)
	switch w.operation.Verb {
	case api.UpdateStatus, api.Delete:
		if !w.readsStatus() {
			return w.asGiven(ctx, items)
		}
	default:
	}
	if w.action == service.ActionCreate {
		return w.asGiven(ctx, items)
	}
	return w.merged(ctx, items)
}

// asGiven makes a change of every item without reading the record: it is new, or the API wants no
// more of it than GUID and status.
func (w *Run) asGiven(ctx context.Context, items iter.Seq2[input.Item, error]) iter.Seq2[service.Change, error] {
	return func(yield func(service.Change, error) bool) {
		present := w.present(ctx)
		for item, err := range items {
			var body record.Record
			if err == nil {
				body, err = w.identified(ctx, item.Record)
			}
			if err == nil {
				body, err = w.withSet(body)
			}
			if err == nil {
				body, err = w.asStored(ctx, body)
			}
			if err != nil {
				yield(service.Change{}, err)
				return
			}
			change := w.changeOf(item.Line, body, nil)
			switch {
			case w.resume.Doubts(item.Line, w.repeatable(change.Key), w.shared):
				change.Settled = w.notSentAgain(change)
			case w.resolver == nil:
				change, err = w.existing.settle(ctx, change, body)
			case change.ID == "":
				change.Settled = w.unknown(item.Line, change.Key)
			default:
				change, err = w.recheckKey(ctx, change)
			}
			if !yield(present.settle(change), err) || err != nil {
				return
			}
		}
	}
}

// recheckKey settles a change of a record that was asked for by a key which it has no more.
func (w *Run) recheckKey(ctx context.Context, change service.Change) (service.Change, error) {
	if _, byKey := w.resolver.KeyFor(change.ID); !byKey {
		return change, nil
	}
	r, err := w.setup.Session()
	if err != nil {
		return change, err
	}
	if err := w.resolver.RecheckKey(ctx, r, change.ID); err != nil {
		if !fail.Is(err, fail.NotFound) {
			return change, err
		}
		return w.keyChanged(change.Line, change.ID, err), nil
	}
	return change, nil
}

// keyChanged settles a record that is not the one that was asked for.
func (w *Run) keyChanged(line int, id string, err error) service.Change {
	word, _ := w.resolver.KeyFor(id)
	return service.Change{Line: line, Action: w.action, Settled: &service.Outcome{
		Line: line, Key: word, GUID: id, Action: w.action, Outcome: service.Failed,
		Status: http.StatusOK, Message: "not sent: " + err.Error(), // the server did answer, with another record
	}}
}

// merged reads the records that the items change and gives them as they shall be.
func (w *Run) merged(ctx context.Context, items iter.Seq2[input.Item, error]) iter.Seq2[service.Change, error] {
	return func(yield func(service.Change, error) bool) {
		r, err := w.setup.Session()
		if err != nil {
			yield(service.Change{}, err)
			return
		}
		r = r.With(w.setup.Parameters)
		store := w.resolver.Store
		if len(w.setup.Parameters[api.Get]) > 0 {
			store = nil // the mirror has records as they are without them
		} else if err := w.compare(ctx, r); err != nil {
			yield(service.Change{}, err)
			return
		}
		var broken error
		loop := &hydrate.FetchLoop{Session: r, Entity: w.entity, Writer: hydrate.NewMirrorWriter(w.setup, store, w.entity)}
		defer loop.Writer.Flush(ctx)
		for fetched := range loop.Fetch(ctx, w.wanted(ctx, items, &broken)) {
			if fetched.Err != nil && ctx.Err() != nil {
				if !yield(w.unread(fetched), nil) {
					return
				}
				continue
			}
			if change, done := w.unreadStatus(ctx, fetched, loop.Breaker.Read); done {
				if !yield(change, nil) {
					return
				}
				continue
			}
			change, err := w.mergedOne(loop, fetched)
			// What is about to be changed would be kept as it was, after the mirror heard of the change.
			if fetched.Err == nil && (w.flags.DryRun || change.Settled != nil) {
				loop.Writer.Add(ctx, fetched)
			}
			if !yield(change, err) || err != nil {
				return
			}
		}
		if broken != nil {
			yield(service.Change{}, broken)
		}
	}
}

// compare reads the index, where a mirror may have what several updates need. For one record it would
// be a call more.
func (w *Run) compare(ctx context.Context, r *session.Session) error {
	if w.count < 2 || w.hasAtHand() {
		return nil
	}
	return w.resolver.Compare(ctx, r)
}

// hasAtHand tells whether the caller knows the records, and no more is needed than that.
func (w *Run) hasAtHand() bool { return w.setup.AtHand != nil && w.operation.Verb == api.UpdateStatus }

// have adds to a record that is wanted the record itself, where it need not be fetched.
func (w *Run) have(ctx context.Context, wanted *service.Wanted) (err error) {
	if !w.hasAtHand() {
		return w.resolver.Have(ctx, wanted)
	}
	wanted.Have, err = w.setup.AtHand(ctx, wanted.ID)
	return err
}

// unread settles a record that was not read any more because the run was stopped.
func (w *Run) unread(fetched service.Fetched) service.Change {
	return service.Change{Line: fetched.Line, Action: w.action, Settled: &service.Outcome{
		Line: fetched.Line, Key: fetched.ID, GUID: fetched.ID, Action: w.action,
		Outcome: service.Skipped, Message: "not sent: the run was stopped",
	}}
}

// wanted walks the records to read, each with the change that its item and --set make. An error
// ends the walk and is kept.
func (w *Run) wanted(ctx context.Context, items iter.Seq2[input.Item, error], broken *error) iter.Seq[service.Wanted] {
	return func(yield func(service.Wanted) bool) {
		for item, err := range items {
			wanted := service.Wanted{Line: item.Line, Cells: item.Cells}
			whole := item.Record
			if err == nil {
				whole, err = w.identified(ctx, whole)
			}
			if err == nil {
				whole, err = w.asStored(ctx, whole)
			}
			if err == nil {
				guid, _ := whole.Get(record.Path{w.entity.GUID})
				wanted.ID = record.Text(guid)
				wanted.Change, err = record.Merge(w.part(whole), w.change)
			}
			switch {
			case err != nil:
			case wanted.ID == "":
				wanted.ID, wanted.Err = w.keyOf(whole), errUnknownKey
			default:
				err = w.have(ctx, &wanted)
			}
			if err != nil {
				*broken = err
				return
			}
			if !yield(wanted) {
				return
			}
		}
	}
}

// part leaves of an item what the verb changes: an update of the status nothing but that.
func (w *Run) part(given record.Record) record.Record {
	if w.action != service.ActionUpdateStatus || w.operation.Verb == api.UpdateStatus {
		return given
	}
	return record.Pick(given, func(name string) bool { return name == w.entity.GUID || name == w.entity.Status })
}

// mergedOne makes the change of a record that was read. One that could not be read, or stays as
// it is, is settled without being sent.
func (w *Run) mergedOne(loop *hydrate.FetchLoop, fetched service.Fetched) (service.Change, error) {
	settled := service.Outcome{Line: fetched.Line, Key: fetched.ID, GUID: fetched.ID, Action: w.action, Outcome: service.Unchanged}
	if errors.Is(fetched.Err, errUnknownKey) {
		return service.Change{Line: fetched.Line, Action: w.action, Settled: w.unknown(fetched.Line, fetched.ID)}, nil
	}
	if err := loop.Ends(fetched); err != nil {
		return service.Change{}, err
	}
	called, ok := errors.AsType[*client.Error](fetched.Err)
	if fetched.Err != nil && !ok {
		return service.Change{}, loop.Session.CallError(fetched.Err, w.entity)
	}
	if ok {
		settled.Outcome, settled.Status, settled.Message = service.Failed, called.Status, "it could not be read: "+called.Error()
		if called.Kind == client.NotFound {
			settled.Message = notThere
		}
		return service.Change{Line: fetched.Line, Action: w.action, Settled: &settled}, nil
	}
	if err := w.resolver.CheckKey(fetched.ID, fetched.Record); err != nil {
		return w.keyChanged(fetched.Line, fetched.ID, err), nil
	}
	fetched, err := w.asRead(fetched)
	if err != nil {
		return service.Change{}, fmt.Errorf("naming the GUID of %s: %w", fetched.ID, err)
	}
	if change, held, err := w.heldByStatus(fetched); held || err != nil {
		return change, err
	}
	if w.operation.Verb == api.UpdateStatus {
		return w.statusChange(fetched), nil
	}
	whole, err := w.changed(fetched)
	settled.Key = w.keyOf(fetched.Record)
	if wrong, ok := errors.AsType[*sheet.MergeError](err); ok {
		return w.withoutElement(settled, fail.New(fail.Invalid, "", "%s: %w: nothing was sent", settled.Key, wrong))
	}
	if err != nil {
		return service.Change{}, fmt.Errorf("changing %s %s: %w", w.entity.Title, fetched.ID, err)
	}
	if whole, err = w.withElements(whole); err != nil {
		return w.withoutElement(settled, err)
	}
	settled.Key = w.keyOf(whole)
	settled.Old, settled.New = w.statuses(fetched.Record, whole)
	if record.Equal(w.sendable(whole).Raw(), w.sendable(fetched.Record).Raw()) {
		return service.Change{Line: fetched.Line, Action: w.action, Settled: &settled}, nil
	}
	change := w.changeOf(fetched.Line, whole, &fetched.Record)
	change.ID, change.Old, change.New = fetched.ID, settled.Old, settled.New
	if w.operation.Partial() {
		change.Body = w.sendable(differing(w.operation, whole, fetched.Record))
	}
	return change, nil
}

// differing gives the members of a record that are not as they were before, and those that a body of its own requires
// whatever changes, such as a version.
func differing(o *api.Operation, whole, before record.Record) record.Record {
	return record.Pick(whole, func(name string) bool {
		if f, own := api.Direct(o.Fields, name); own && f.Required {
			return true
		}
		value, _ := whole.Get(record.Path{name})
		old, had := before.Get(record.Path{name})
		return !had || !record.Equal(value, old)
	})
}

// changed gives a record as its item and --set make it.
func (w *Run) changed(fetched service.Fetched) (record.Record, error) {
	return w.mergedInto(fetched.Record, fetched.Change, fetched.Cells)
}

// mergedInto makes a change in a record that is there; cells are those that it was read from.
func (w *Run) mergedInto(own, change, cells record.Record) (record.Record, error) {
	change, cells, err := w.intoList(own, change, cells)
	if err == nil {
		change, err = input.AsIn(own, change, cells, w.known)
	}
	if err == nil {
		change, err = record.Merge(change, w.change) // --set counts, whatever the cell says
	}
	if err == nil {
		change, err = input.AsTimesIn(own, change, w.known)
	}
	if err != nil {
		return record.Record{}, err // the caller says of which record
	}
	return record.Merge(own, change)
}

// withoutElement settles a record that lacks an element of a list which --set names. If it is the only
// one, the command line cannot be carried out.
func (w *Run) withoutElement(settled service.Outcome, err error) (service.Change, error) {
	if w.count < 2 {
		return service.Change{}, err
	}
	settled.Outcome, settled.Status, settled.Message = service.Failed, http.StatusOK, err.Error()
	return service.Change{Line: settled.Line, Action: w.action, Settled: &settled}, nil
}

// sendable leaves out what a record in the body may not carry: what the server sets itself and,
// for an update of the status, all but what that takes. What the description does not know is
// kept, because the server may want it back.
func (w *Run) sendable(r record.Record) record.Record { return w.sendableBy(w.operation, r) }

func (w *Run) sendableBy(o *api.Operation, r record.Record) record.Record {
	kept := record.Pick(r, func(name string) bool { return w.entity.Carries(o, name) })
	if o.Status == "" && o.GUID == "" {
		return kept
	}
	return record.Rename(kept, func(name string) string { return w.entity.InBody(o, name) })
}

// changeOf describes a record that goes out, of which the body holds what may be sent.
func (w *Run) changeOf(line int, whole record.Record, before *record.Record) service.Change {
	key := w.keyOf(whole)
	guid, _ := whole.Get(record.Path{w.entity.GUID})
	return service.Change{
		Line: line, Key: key, ID: record.Text(guid), HasKey: w.repeatable(key), Body: w.sendable(whole), Before: before, Action: w.action,
	}
}

// notSentAgain settles a record that an earlier run may have written, and that sending again could make twice.
func (w *Run) notSentAgain(change service.Change) *service.Outcome {
	w.heldBack++
	const reason = "the earlier run does not know whether this record was written, and without a key a second one could be made: not sent"
	w.setup.Problemf("line %d: %s", change.Line, reason)
	return &service.Outcome{
		Line: change.Line, Key: change.Key, GUID: change.ID, Action: change.Action, Outcome: service.Unknown,
		Message: reason + " again; look for it among the latest in the list",
	}
}

// checkElements reads the only record to see that it has the elements that --set names, before anything
// is opened or printed. Of several records each is told by itself.
func (w *Run) checkElements(ctx context.Context, source *Source) error {
	mayFail := slices.ContainsFunc(w.elements, func(one change.Assignment) bool { return one.MayFail(w.fields()) })
	if mayFail = mayFail || w.rows != nil; !mayFail || w.count != 1 || w.resume != nil {
		return nil
	}
	for _, err := range w.changes(ctx, source, nil) {
		return err
	}
	return nil
}

// changeSeq walks changes that are to be written.
type changeSeq = iter.Seq2[service.Change, error]
