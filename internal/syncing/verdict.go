package syncing

import (
	"context"
	"errors"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// judge tells whether what went wrong with an entity ends the run, and notes it in the row.
func (r *Run) judge(entity *api.Entity, err error, row *Row) error {
	if err == nil {
		return nil
	}
	called, ok := errors.AsType[*client.Error](err)
	explained := r.Explain(r.Session.CallError(err, entity))
	row.Message = fail.OneLine(explained)
	switch {
	case errors.Is(err, fail.ErrInterrupted), errors.Is(err, context.Canceled):
		return explained
	case ok && called.Kind == client.Forbidden && !r.Named && row.Indexed == 0:
		r.denied = append(r.denied, entity.Name)
		row.Message = "not permitted"
		r.remember(explained)
		return nil
	case ofEntity(err):
		r.Reporter.Problemf("%s: %s", entity.Name, fail.OneLine(explained))
		r.broken++
		r.remember(explained)
		return nil
	default:
		return explained
	}
}

// ofEntity tells whether reading failed for a reason that need not hold for other entities: the server
// answered, and did not refuse the credentials.
func ofEntity(err error) bool {
	called, ok := errors.AsType[*client.Error](err)
	if !ok {
		return service.ListFault(err) != nil
	}
	switch called.Kind {
	case client.Unauthorized, client.Redirected, client.Insecure, client.Refused, client.PeerRefused, client.ProxyRefused:
		return false
	default:
		return called.Status != 0
	}
}

func (r *Run) remember(err error) {
	if r.first == nil {
		r.first = err
	}
}

// Verdict is the error of a run that went through all entities.
func (r *Run) Verdict() error {
	switch {
	case r.broken+len(r.denied) == r.tried:
		return r.first
	case len(r.held) > 0:
		return r.heldError()
	case r.broken > 0:
		return fail.New(fail.Partial, "", "%s could not be read", text.Counted(r.broken, "entity"))
	case r.failed > 0:
		return &fail.IncompleteError{Failed: r.failed, Done: r.done}
	default:
		return nil
	}
}
