package tools

import (
	"context"
	"errors"

	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/journal"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/session"
)

// loggedCall makes one call that may write, with a line in the log before and after it.
func loggedCall(ctx context.Context, a *cmdkit.Env, r *session.Session, request client.Request) (answer *client.Response, err error) {
	log, err := a.OpenJournal(ctx, r)
	if err != nil {
		return nil, err
	}
	done, err := log.Begin(journal.Entry{Method: request.Method, Path: request.Path, Body: request.Body})
	if err != nil {
		return nil, err
	}
	own := a.OpenOwnWrites(ctx)
	own.MarkPath(ctx, a.Catalog, request.Path)
	begun := a.Now()
	answer, err = r.Client.Do(ctx, request)
	own.MarkPath(context.WithoutCancel(ctx), a.Catalog, request.Path) // what a sync read meanwhile may be older
	result := journal.Result{Outcome: service.Written, Took: a.Now().Sub(begun)}
	if answer != nil {
		result.Status = answer.Status
	}
	if err != nil {
		result.Outcome, result.Message = service.Failed, err.Error()
	}
	if open := leftOpen(a, r, request, answer); open != nil {
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
