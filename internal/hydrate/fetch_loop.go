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
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/session"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// FetchLoop fetches whole records and keeps count. A record that cannot be read is reported and does
// not stop the others.
//
// Records is the whole of it. Who must see each record, readable or not, loops over Fetch, and has Take, or
// Ends alone, decide what a failure means; who has another loop, such as that of mirror.Sync, gives it Take.
type FetchLoop struct {
	// Session calls the server. Without one, all that is wanted has to be at hand.
	Session *session.Session
	Entity  *api.Entity
	// Reporter and Progress may be nil, where the user hears of the records otherwise.
	Reporter Reporter
	Progress Progress
	Breaker  FailureBreaker
	// Writer gives what was fetched to the mirror, if there is one.
	Writer *MirrorWriter
	// Wrong, if set, says of a record that it is not the one that was asked for.
	Wrong func(id string, r record.Record) error
	// Failing, if set, is told of a record that cannot be read.
	Failing func(service.Fetched)
	// Reached is the place, from 1 on, of the record read last among all that were to be looked at; those
	// that a database left out beforehand count too.
	Reached int
	// Read and Failed count records; Missing those of the failed that were not found.
	Read, Failed, Missing int
}

// Records walks the records that are wanted, in their order. An error ends the walk; one of what is wanted does
// when the records before it are through. What was fetched is with the mirror then, however the walk ends.
func (l *FetchLoop) Records(ctx context.Context, wanted iter.Seq2[service.Wanted, error]) iter.Seq2[record.Record, error] {
	return func(yield func(record.Record, error) bool) {
		defer l.Writer.Flush(ctx)
		var broken error
		for fetched := range l.Fetch(ctx, untilError(wanted, &broken)) {
			if ctx.Err() != nil {
				break
			}
			l.Reached = fetched.Line
			if err := l.Take(fetched); err != nil {
				yield(record.Record{}, err)
				return
			}
			if fetched.Err != nil {
				continue
			}
			l.Writer.Add(ctx, fetched)
			if !l.isMeant(fetched) {
				continue
			}
			l.Read++
			if !yield(fetched.Record, nil) {
				return
			}
		}
		if ctx.Err() != nil {
			broken = context.Cause(ctx)
		}
		if broken != nil {
			yield(record.Record{}, broken)
		}
	}
}

// untilError walks what is wanted, and keeps the error that ends it.
func untilError(wanted iter.Seq2[service.Wanted, error], broken *error) iter.Seq[service.Wanted] {
	return func(yield func(service.Wanted) bool) {
		for one, err := range wanted {
			if err != nil {
				*broken = err
				return
			}
			if !yield(one) {
				return
			}
		}
	}
}

// Fetch walks the records behind ids, in their order, those too that cannot be read. After the end of ctx
// the rest comes with its error.
func (l *FetchLoop) Fetch(ctx context.Context, ids iter.Seq[service.Wanted]) iter.Seq[service.Fetched] {
	if l.Session != nil {
		return l.Session.Service.Fetch(ctx, l.Entity, ids)
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

// Take counts a record that was fetched, or reports one that cannot be read. An error ends the loop.
func (l *FetchLoop) Take(fetched service.Fetched) error {
	l.progress().Add()
	if err := l.Ends(fetched); err != nil {
		return err
	}
	if fetched.Err != nil {
		l.tolerate(fetched)
	}
	return nil
}

// Ends gives the error of a record after which the others need not be tried, nil where they are.
func (l *FetchLoop) Ends(fetched service.Fetched) error {
	switch {
	case !l.Breaker.EndsAt(fetched.Err):
		return nil
	case l.Session == nil:
		return fetched.Err
	default:
		return l.Session.CallError(fetched.Err, l.Entity)
	}
}

// tolerate reports a record that could not be read.
func (l *FetchLoop) tolerate(fetched service.Fetched) {
	if called, ok := errors.AsType[*client.Error](fetched.Err); ok && called.Kind == client.NotFound {
		l.Missing++
	}
	l.Failed++
	if l.Failing != nil {
		l.Failing(fetched)
	}
	l.problem(session.FetchMessage(l.Entity, fetched))
}

// isMeant tells whether a record is the one that was asked for, and reports one that is not.
func (l *FetchLoop) isMeant(fetched service.Fetched) bool {
	if l.Wrong == nil {
		return true
	}
	err := l.Wrong(fetched.ID, fetched.Record)
	if err != nil {
		l.Miss(err)
	}
	return err == nil
}

// Miss counts and reports a record that is not to be found, for a reason that no call has told.
func (l *FetchLoop) Miss(err error) {
	l.Failed, l.Missing = l.Failed+1, l.Missing+1
	l.problem(fail.OneLine(err))
}

func (l *FetchLoop) problem(message string) {
	if l.Reporter == nil {
		return
	}
	l.progress().Hide()
	l.Reporter.Problemf("%s", message)
}

func (l *FetchLoop) progress() Progress {
	if l.Progress == nil {
		return noProgress{}
	}
	return l.Progress
}

// Verdict is the error of a loop that went through: nil, some records failed, or none was there.
func (l *FetchLoop) Verdict() error {
	switch {
	case l.Failed == 0:
		return nil
	case l.Read == 0 && l.Missing == l.Failed:
		return fail.New(fail.NotFound, "", "none of %s was found", text.Counted(l.Failed, l.Entity.Title))
	default:
		return &fail.IncompleteError{Failed: l.Failed, Done: l.Read}
	}
}
