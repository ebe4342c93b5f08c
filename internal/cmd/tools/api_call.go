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

// call makes the call. One that writes is logged.
func (o *apiOptions) call(ctx context.Context, r *session.Session, request client.Request) (*client.Response, error) {
	do := func() (*client.Response, error) { return r.Client.Do(ctx, request) }
	if request.Writes() {
		do = func() (*client.Response, error) { return o.loggedCall(ctx, r, request) }
	}
	answer, err := do()
	if err != nil && answer != nil { // the call was made, and its end could not be logged
		cmdkit.CloseQuietly(answer)
		answer = nil
	}
	return answer, r.CallError(err, nil)
}

// loggedCall makes one call that may write, with a line in the log before and after it.
func (o *apiOptions) loggedCall(ctx context.Context, r *session.Session, request client.Request) (answer *client.Response, err error) {
	log, err := o.OpenJournal(ctx, r)
	if err != nil {
		return nil, err
	}
	own := o.OpenOwnWrites(ctx)
	done, err := log.Logged(ctx, journal.Entry{Method: request.Method, Path: request.Path, Body: request.Body},
		func(ctx context.Context) { own.MarkPath(ctx, o.catalog, request.Path) })
	if err != nil {
		return nil, err
	}
	begun := o.Now()
	answer, err = r.Client.Do(ctx, request)
	result := journal.Result{Outcome: service.Written, Took: o.Now().Sub(begun)}
	if answer != nil {
		result.Status = answer.Status
	}
	if err != nil {
		result.Outcome, result.Message = service.Failed, err.Error()
	}
	if open := leftOpen(o.catalog, r.Client.Hide, request, answer); open != nil {
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
