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

// giveUpAfter is how many records in a row may fail before the server counts as unreachable.
const giveUpAfter = 10

// walk fetches whole records and keeps count. A record that cannot be read is reported and does
// not stop the others.
type walk struct {
	app      *app
	reader   *reader
	entity   *api.Entity
	progress *progress
	// read and failed count records; missing those of the failed that were not found; inRow the
	// latest failures of the server in a row.
	read, failed, missing, inRow int
}

// records walks the records behind ids, in their order. An error ends the walk.
func (w *walk) records(ctx context.Context, ids iter.Seq[service.Wanted]) iter.Seq2[record.Record, error] {
	return func(yield func(record.Record, error) bool) {
		for fetched := range w.reader.service.Fetch(ctx, w.entity, ids) {
			if ctx.Err() != nil {
				break
			}
			w.progress.add()
			if fetched.Err != nil {
				if err := w.tolerate(fetched); err != nil {
					yield(record.Record{}, err)
					return
				}
				continue
			}
			w.read, w.inRow = w.read+1, 0
			if !yield(fetched.Record, nil) {
				return
			}
		}
		if ctx.Err() != nil {
			yield(record.Record{}, context.Cause(ctx))
		}
	}
}

// tolerate reports a record that could not be read. It gives the error back if there is no point
// in going on: the password or the permission is refused, or the server fails again and again.
func (w *walk) tolerate(fetched service.Fetched) error {
	if called, ok := errors.AsType[*client.Error](fetched.Err); ok {
		if called.Kind == client.NotFound {
			w.missing++
		} else {
			w.inRow++
		}
		if stopsAll(called.Kind) || w.inRow >= giveUpAfter {
			return w.reader.explain(fetched.Err, w.entity)
		}
	}
	w.failed++
	w.progress.hide()
	w.app.problemf("%s", w.reader.failure(w.entity, fetched))
	return nil
}

// stopsAll tells whether what refused one record would refuse the others too.
func stopsAll(kind client.Kind) bool {
	switch kind {
	case client.Unauthorized, client.Forbidden, client.Redirected, client.Insecure:
		return true
	default:
		return false
	}
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
