package bulk

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/plan"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/session"
)

// recheckByList reads the list, with one call, and those records of the plan that changed since by it. Of records
// that are to be created it reads what came since the plan was made.
func (a *applyRun) recheckByList(ctx context.Context, r *session.Session) error {
	w := a.run
	index, err := r.Service.Index(ctx, w.entity)
	if err != nil {
		return fmt.Errorf("%w: nothing was sent", r.CallError(err, w.entity))
	}
	defer func() { _ = index.Close() }() // which was only read
	changed := map[string]time.Time{}
	var newer []string
	latest := time.UnixMilli(a.Plan.Counts.Latest)
	for entry, err := range index.Entries() {
		if err != nil {
			return r.CallError(err, w.entity)
		}
		id, err := service.ID(w.entity, entry)
		if err != nil {
			continue // it names no record that could be meant
		}
		at, dated := service.ChangedAt(w.entity, entry)
		if changed[api.PlainID(id)] = at; !dated || at.After(latest) {
			newer = append(newer, id)
		}
	}
	if err := a.recheckChanges(ctx, r, changed); err != nil || a.Plan.Counts.Create == 0 {
		return err
	}
	return a.recheckNew(ctx, r, newer)
}

// recheckChanges reads the records that are to be changed and that are not as they were, by the list, of which changed
// has the ids as api.PlainID gives them.
func (a *applyRun) recheckChanges(ctx context.Context, r *session.Session, changed map[string]time.Time) error {
	w := a.run
	next, stop := iter.Pull2(a.entries())
	defer stop()
	var broken error
	loop := &hydrate.FetchLoop{Session: r, Entity: w.entity}
	for fetched := range loop.Fetch(ctx, a.wantedAgain(changed, &broken)) {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		own, reason, err := a.readAgain(loop, fetched)
		if err != nil {
			return err
		}
		one, err, more := next()
		for ; more && err == nil && one.place < fetched.Line; one, err, more = next() { //nolint:revive // up to the entry that was read for
		}
		switch {
		case err != nil || !more:
			return err
		case reason != "":
			a.held[one.place] = reason
		default:
			if err := a.judge(one, own); err != nil {
				return err
			}
		}
	}
	return broken
}

// wantedAgain walks the records that are to be changed, each with the place of its entry as its line. Those that are
// as they were need not be read.
func (a *applyRun) wantedAgain(changed map[string]time.Time, broken *error) iter.Seq[service.Wanted] {
	return func(yield func(service.Wanted) bool) {
		for one, err := range a.entries() {
			if err != nil {
				*broken = err
				return
			}
			if one.Action != plan.Update || !a.due(one) {
				continue
			}
			before, err := one.BeforeRecord()
			if err != nil {
				*broken = err
				return
			}
			wanted := service.Wanted{ID: one.GUID, Listed: true, Line: one.place}
			at, listed := changed[api.PlainID(one.GUID)]
			was, dated := service.ChangedAt(a.run.entity, *before)
			switch {
			case !listed:
				wanted.Err = errUnlisted
			case dated && was.Equal(at):
				wanted.Have = before
			}
			if !yield(wanted) {
				return
			}
		}
	}
}

// errUnlisted says of a record that the list does not name it.
var errUnlisted = errors.New("the list does not name it")

// readAgain gives a record as it is now, nil where it is not there, or why nobody knows how it is.
func (a *applyRun) readAgain(loop *hydrate.FetchLoop, fetched service.Fetched) (own *record.Record, reason string, err error) {
	if errors.Is(fetched.Err, errUnlisted) {
		return nil, "", nil
	}
	if err := loop.Ends(fetched); err != nil {
		return nil, "", err
	}
	called, isCall := errors.AsType[*client.Error](fetched.Err)
	switch {
	case fetched.Err == nil:
		return &fetched.Record, "", nil
	case !isCall:
		return nil, "", loop.Session.CallError(fetched.Err, a.run.entity)
	case called.Kind == client.NotFound:
		return nil, "", nil
	default:
		return nil, "it changed since the plan was made, and cannot be read: " + called.Error(), nil
	}
}

// recheckNew reads the records that came, or changed, since the plan was made, to see whether one of them is a record
// that is to be created.
func (a *applyRun) recheckNew(ctx context.Context, r *session.Session, newer []string) error {
	if len(newer) == 0 {
		return nil
	}
	wanted := map[string]placed{}
	for one, err := range a.entries() {
		if err != nil {
			return err
		}
		if one.Action == plan.Create && one.Key != "" && a.due(one) {
			wanted[one.Key] = placed{place: one.place}
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	found := map[int]record.Record{}
	loop := &hydrate.FetchLoop{Session: r, Entity: a.run.entity, Reporter: a.run.setup}
	ids := func(yield func(service.Wanted, error) bool) {
		for _, id := range newer {
			if !yield(service.Wanted{ID: id, Listed: true}, nil) {
				return
			}
		}
	}
	for own, err := range loop.Records(ctx, ids) {
		if err != nil {
			return err
		}
		if one, is := wanted[a.run.keyOf(own)]; is {
			found[one.place] = own
		}
	}
	return a.judgeNew(found)
}

// judgeNew judges the entries of records that are there by now, by their places.
func (a *applyRun) judgeNew(found map[int]record.Record) error {
	if len(found) == 0 {
		return nil
	}
	for one, err := range a.entries() {
		if own, is := found[one.place]; err == nil && is {
			err = a.judge(one, &own)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
