// Package watch hands on what changes, at least once and in order: which events of the mirror's history a watch has
// not handed on yet, how they are told and given to whom they are for, when its place moves on, and what it does when
// a server, a database or a command fails. How records are synced, where places are kept and any command line do not
// come in.
package watch

import (
	"context"
	"errors"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/command"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// Options say what is watched and how.
type Options struct {
	// Name tells a watch from others: each has places of its own.
	Name     string
	Entities []*api.Entity
	// Begin says where the watch begins with an entity that it has no place for that it can go on from.
	Begin Begin
	// BatchSize is how many events are handed on together at most.
	BatchSize int
	// Every is how long a watch waits between two rounds. Once makes one round.
	Every time.Duration
	Once  bool
	// Keep is how long the history of the mirror is kept, once it is handed on.
	Keep time.Duration
}

// Watch hands on what changes. All but its private members must be set.
type Watch struct {
	Options

	// OpenMirror opens the mirror, which the watch closes, and makes it where there is none.
	OpenMirror func(ctx context.Context) (*mirror.Store, error)
	// Sync brings the mirror up to date. The verdict tells what is amiss though it went through to its end.
	Sync func(ctx context.Context) (verdict, err error)
	// OpenPlaces opens where places are kept, for this watch alone.
	OpenPlaces func(ctx context.Context) (*Keeper, error)
	Hand       Handler
	Lines      *Lines
	// Explain says of a failure of the mirror what to do, and Kind of what kind any failure is.
	Explain  func(error) error
	Kind     func(error) fail.Kind
	Reporter hydrate.Reporter
	Now      func() time.Time

	// keeper keeps the places from round to round.
	keeper *Keeper
	// doubted tells that the keeper may not be ours any more: a lock ends with its database.
	doubted bool
	// told tells that it was said where the watch stands.
	told bool
	// handed counts the events of this round.
	handed int
}

// round hands on what is there, brings the mirror up to date, and hands on what that found. What a round that was
// killed was about to hand on is so handed on first, whether or not the server answers.
func (w *Watch) round(ctx context.Context) error {
	w.handed = 0
	if err := w.openKeeper(ctx); err != nil {
		return err
	}
	if err := w.drain(ctx, false); err != nil {
		return err
	}
	verdict, err := w.Sync(ctx)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err := w.drain(ctx, err == nil); err != nil {
		return err
	}
	if err != nil {
		return &roundError{step: atSyncing, err: err}
	}
	if verdict != nil {
		return &roundError{step: atJudging, err: verdict}
	}
	return nil
}

func (w *Watch) openKeeper(ctx context.Context) error {
	if w.doubted {
		_ = w.closeKeeper() // it is opened again at once, and whether it is still ours is seen then
	}
	if w.keeper != nil {
		return nil
	}
	keeper, err := w.OpenPlaces(ctx)
	if err != nil {
		return &roundError{step: atOpening, err: err}
	}
	w.keeper = keeper
	return nil
}

// closeKeeper lets go of the places.
func (w *Watch) closeKeeper() error {
	if w.keeper == nil {
		return nil
	}
	err := w.keeper.close()
	w.keeper = nil
	return err
}

// drain hands on all that the history has behind the places. With forget, what is old is removed after that.
func (w *Watch) drain(ctx context.Context, forget bool) (err error) {
	store, err := w.OpenMirror(ctx)
	if err != nil {
		return &roundError{step: atOpening, err: err}
	}
	defer func() { _ = store.Close() }() // what was written is written
	places, err := w.stand(ctx, store)
	if err != nil {
		return err
	}
	if err := w.handAll(ctx, store, places); err != nil || !forget {
		return err
	}
	if err := store.Forget(ctx, w.Now().Add(-w.Keep)); err != nil {
		return &roundError{step: atReading, err: w.Explain(err)}
	}
	return nil
}

// handAll hands on batch after batch.
func (w *Watch) handAll(ctx context.Context, store *mirror.Store, places map[string]Place) (err error) {
	batch := w.newBatch()
	defer func() { batch.close() }()
	for event, err := range store.EventsAfter(ctx, sequences(places)) {
		if err == nil {
			err = w.add(ctx, store, batch, event)
		}
		if err != nil {
			return &roundError{step: atReading, err: w.Explain(err)}
		}
		if batch.Count < w.BatchSize {
			continue
		}
		if places, err = w.hand(ctx, batch, places); err != nil {
			return err
		}
		batch.close()
		batch = w.newBatch()
	}
	if batch.Count > 0 {
		_, err = w.hand(ctx, batch, places)
	}
	return err
}

// hand hands a batch on and, once that has succeeded, moves the places behind it.
func (w *Watch) hand(ctx context.Context, batch *Batch, places map[string]Place) (map[string]Place, error) {
	if ctx.Err() != nil {
		return places, context.Cause(ctx)
	}
	if err := w.Hand(ctx, batch); err != nil {
		return places, &roundError{step: atHanding, err: w.notHanded(err, batch)}
	}
	to := behind(places, batch.Last)
	// What was handed on was handed on: the end of the run does not make it come again.
	if err := w.move(context.WithoutCancel(ctx), places, to); err != nil {
		return places, err
	}
	w.handed += batch.Count
	return to, nil
}

// notHanded says of a command that failed what becomes of what it was given.
func (w *Watch) notHanded(err error, batch *Batch) error {
	if _, failed := errors.AsType[*command.ExitError](err); !failed {
		return err
	}
	return fail.New(fail.Failed, "", "%w: the place of watch %s stays before %s, which come again", err, w.Name, text.Counted(batch.Count, "change"))
}

// move moves the places, which must be where this watch left them.
func (w *Watch) move(ctx context.Context, from, to map[string]Place) error {
	moved, err := w.keeper.move(ctx, w.Name, from, to)
	if err != nil {
		return err
	}
	if !moved {
		return fail.New(fail.Guarded, "one watch of a name runs at a time; another --name has a place of its own",
			"another run of the watch %q moved its place meanwhile", w.Name)
	}
	return nil
}
