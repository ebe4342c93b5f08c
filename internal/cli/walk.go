package cli

import (
	"context"
	"errors"
	"iter"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// walk fetches whole records and keeps count. A record that cannot be read is reported and does
// not stop the others.
type walk struct {
	app      *app
	reader   *reader
	entity   *api.Entity
	progress *progress
	patience patience
	// keeper gives what was fetched to the mirror, if there is one.
	keeper *keeper
	// wrong, if set, says of a record that it is not the one that was asked for.
	wrong func(id string, r record.Record) error
	// failing, if set, is told of a record that could not be read.
	failing func(service.Fetched)
	// reached is the place, from 1 on, of the record read last among all that were to be looked at; those
	// that a database left out beforehand count too.
	reached int
	// read and failed count records; missing those of the failed that were not found.
	read, failed, missing int
}

// records walks the records behind ids, in their order. An error ends the walk.
func (w *walk) records(ctx context.Context, ids iter.Seq[service.Wanted]) iter.Seq2[record.Record, error] {
	return func(yield func(record.Record, error) bool) {
		for fetched := range w.fetch(ctx, ids) {
			if ctx.Err() != nil {
				break
			}
			w.progress.add()
			w.reached = fetched.Line
			if w.patience.endsAt(fetched.Err) {
				w.keeper.flush(ctx)
				yield(record.Record{}, w.reader.explain(fetched.Err, w.entity))
				return
			}
			if fetched.Err != nil {
				w.tolerate(fetched)
				continue
			}
			w.keeper.add(ctx, fetched)
			if w.wrong != nil {
				if err := w.wrong(fetched.ID, fetched.Record); err != nil {
					w.failed, w.missing = w.failed+1, w.missing+1
					w.app.problemf("%s", err)
					continue
				}
			}
			w.read++
			if !yield(fetched.Record, nil) {
				return
			}
		}
		if ctx.Err() != nil {
			yield(record.Record{}, context.Cause(ctx))
		}
	}
}

// fetch reads the records behind ids. Without a reader, all of them are at hand.
func (w *walk) fetch(ctx context.Context, ids iter.Seq[service.Wanted]) iter.Seq[service.Fetched] {
	if w.reader != nil {
		return w.reader.service.Fetch(ctx, w.entity, ids)
	}
	return func(yield func(service.Fetched) bool) {
		for wanted := range ids {
			fetched := service.Fetched{Wanted: wanted}
			if wanted.Have != nil {
				fetched.Record = *wanted.Have
			}
			if !yield(fetched) {
				return
			}
		}
	}
}

// tolerate reports a record that could not be read.
func (w *walk) tolerate(fetched service.Fetched) {
	if called, ok := errors.AsType[*client.Error](fetched.Err); ok && called.Kind == client.NotFound {
		w.missing++
	}
	w.failed++
	if w.failing != nil {
		w.failing(fetched)
	}
	w.progress.hide()
	w.app.problemf("%s", w.reader.failure(w.entity, fetched))
}

// verdict is the error of a walk that ended: nil, some records failed, or none was there.
func (w *walk) verdict() error {
	switch {
	case w.failed == 0:
		return nil
	case w.read == 0 && w.missing == w.failed:
		return failf(exitNotFound, "", "none of %s was found", counted(w.failed, w.entity.Title))
	default:
		return &partial{failed: w.failed, done: w.read}
	}
}
