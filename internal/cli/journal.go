package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/journal"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/scrub"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// openJournal prepares the log of what a run writes. A write that cannot be logged does not begin.
func (a *app) openJournal(ctx context.Context, r *reader) (*journal.Journal, error) {
	folder, err := a.stateDir()
	if err != nil {
		return nil, fmt.Errorf("the log of writes cannot be written, so nothing was sent: %w", err)
	}
	var known func(string) string
	if !r.environment.Open() { // whose password is public, and an ordinary word
		known = r.client.WithoutPassword(ctx, scrub.Hidden)
	}
	log, err := journal.Open(folder, journal.Run{
		ID: journal.NewRunID(a.world.Now()), Environment: r.environment.Name,
		Server: r.environment.URL.String(), User: r.user, Command: append([]string{"aimsio"}, a.args...),
	}, known)
	if err != nil {
		return nil, fmt.Errorf("the log of writes cannot be written, so nothing was sent: %w", err)
	}
	return log, nil
}

// loggedCall makes one call that may write, with a line in the log before and after it.
func (a *app) loggedCall(ctx context.Context, r *reader, request client.Request) (answer *client.Response, err error) {
	log, err := a.openJournal(ctx, r)
	if err != nil {
		return nil, err
	}
	done, err := log.Begin(journal.Entry{Method: request.Method, Path: request.Path, Body: request.Body})
	if err != nil {
		return nil, err
	}
	own := a.openOwnWrites(ctx)
	own.markPath(ctx, a.catalog, request.Path)
	begun := a.world.Now()
	answer, err = r.client.Do(ctx, request)
	own.markPath(context.WithoutCancel(ctx), a.catalog, request.Path) // what a sync read meanwhile may be older
	result := journal.Result{Outcome: service.Written, Took: a.world.Now().Sub(begun)}
	if answer != nil {
		result.Status = answer.Status
	}
	if err != nil {
		result.Outcome, result.Message = service.Failed, err.Error()
	}
	if open := a.leftOpen(r, request, answer); open != nil {
		result.Outcome, result.Message = service.Unknown, open.Message
	}
	called, ok := errors.AsType[*client.Error](err)
	if ok {
		result.Status = called.Status
	}
	if ok && called.Unsure || !ok && ctx.Err() != nil { // an interrupted call may have left
		result.Outcome = service.Unknown
	}
	return answer, errors.Join(err, done(result))
}

// stateDir is where the program keeps what lasts between runs, the log of writes among it.
func (a *app) stateDir() (string, error) {
	loaded, err := a.load()
	if err != nil {
		return "", err
	}
	return loaded.MakeStateDir()
}

// rawRecords gives the bytes of records as they were read, nil where there are none.
func rawRecords(records []*record.Record) []jsontext.Value {
	var raw []jsontext.Value
	for i, r := range records {
		if r == nil {
			continue
		}
		if raw == nil {
			raw = make([]jsontext.Value, len(records))
		}
		raw[i] = r.Raw()
	}
	return raw
}
