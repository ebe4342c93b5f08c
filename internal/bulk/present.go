package bulk

import (
	"context"
	"net/http"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// presence tells a dry run which records there are, where the write itself reads none: the server
// would refuse those that it does not know.
type presence struct{ ids map[string]bool }

// present reads the index with one call. It gives nil where nobody can tell: then no record is taken
// as missing.
func (w *Run) present(ctx context.Context) *presence {
	if _, has := w.entity.Operation(api.List); !has || !w.flags.DryRun || w.action == service.ActionCreate {
		return nil
	}
	ids, err := w.indexed(ctx)
	if err != nil {
		w.setup.Notef("warning: the list of %s cannot be read, so it is not known whether the records are there: %s", w.entity.Name, fail.OneLine(err))
		return nil
	}
	return &presence{ids: ids}
}

// indexed gives the ids of the list, as api.PlainID has them.
func (w *Run) indexed(ctx context.Context) (map[string]bool, error) {
	r, err := w.setup.Session()
	if err != nil {
		return nil, err
	}
	index, err := r.Service.Index(ctx, w.entity)
	if err != nil {
		return nil, r.CallError(err, w.entity)
	}
	defer func() { _ = index.Close() }()
	ids := map[string]bool{}
	for stub, err := range index.Entries() {
		if err != nil {
			return nil, r.CallError(err, w.entity)
		}
		if id, err := service.ID(w.entity, stub); err == nil {
			ids[api.PlainID(id)] = true
		}
	}
	return ids, nil
}

// settle says of a change that its record is not there.
func (p *presence) settle(change service.Change) service.Change {
	if p == nil || change.Settled != nil || change.ID == "" || p.ids[api.PlainID(change.ID)] {
		return change
	}
	change.Settled = &service.Outcome{
		Line: change.Line, Key: change.Key, GUID: change.ID, Action: change.Action,
		Outcome: service.Failed, Status: http.StatusNotFound, Message: notThere,
	}
	return change
}
