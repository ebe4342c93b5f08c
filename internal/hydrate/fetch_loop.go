// Package hydrate fetches the whole records behind what names them: entries of an index, GUIDs, business keys.
// It is the one loop that does so for every command, with the mirror before the server where there is one. What
// is done with the records, and any command line, do not come in.
package hydrate

import (
	"context"
	"errors"
	"iter"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/session"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// FetchLoop fetches whole records and keeps count. A record that cannot be read is reported and does
// not stop the others.
type FetchLoop struct {
	App      *cmdkit.Env
	Reader   *session.Session
	Entity   *api.Entity
	Progress *cmdkit.Progress
	Patience FailureBreaker
	// Keeper gives what was fetched to the mirror, if there is one.
	Keeper *MirrorWriter
	// wrong, if set, says of a record that it is not the one that was asked for.
	Wrong func(id string, r record.Record) error
	// failing, if set, is told of a record that could not be read.
	Failing func(service.Fetched)
	// Reached is the place, from 1 on, of the record read last among all that were to be looked at; those
	// that a database left out beforehand count too.
	Reached int
	// Read and failed count records; missing those of the failed that were not found.
	Read, Failed, Missing int
}

// Records walks the records behind ids, in their order. An error ends the walk.
func (w *FetchLoop) Records(ctx context.Context, ids iter.Seq[service.Wanted]) iter.Seq2[record.Record, error] {
	return func(yield func(record.Record, error) bool) {
		for fetched := range w.fetch(ctx, ids) {
			if ctx.Err() != nil {
				break
			}
			w.Progress.Add()
			w.Reached = fetched.Line
			if w.Patience.EndsAt(fetched.Err) {
				w.Keeper.Flush(ctx)
				yield(record.Record{}, w.Reader.CallError(fetched.Err, w.Entity))
				return
			}
			if fetched.Err != nil {
				w.tolerate(fetched)
				continue
			}
			w.Keeper.Add(ctx, fetched)
			if w.Wrong != nil {
				if err := w.Wrong(fetched.ID, fetched.Record); err != nil {
					w.Failed, w.Missing = w.Failed+1, w.Missing+1
					w.App.Problemf("%s", err)
					continue
				}
			}
			w.Read++
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
func (w *FetchLoop) fetch(ctx context.Context, ids iter.Seq[service.Wanted]) iter.Seq[service.Fetched] {
	if w.Reader != nil {
		return w.Reader.Service.Fetch(ctx, w.Entity, ids)
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
func (w *FetchLoop) tolerate(fetched service.Fetched) {
	if called, ok := errors.AsType[*client.Error](fetched.Err); ok && called.Kind == client.NotFound {
		w.Missing++
	}
	w.Failed++
	if w.Failing != nil {
		w.Failing(fetched)
	}
	w.Progress.Hide()
	w.App.Problemf("%s", w.Reader.FetchMessage(w.Entity, fetched))
}

// Verdict is the error of a walk that ended: nil, some records failed, or none was there.
func (w *FetchLoop) Verdict() error {
	switch {
	case w.Failed == 0:
		return nil
	case w.Read == 0 && w.Missing == w.Failed:
		return fail.New(fail.NotFound, "", "none of %s was found", text.Counted(w.Failed, w.Entity.Title))
	default:
		return &fail.IncompleteError{Failed: w.Failed, Done: w.Read}
	}
}
