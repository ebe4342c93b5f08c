package entity

import (
	"context"
	"iter"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/plan"
	"github.com/aimsio-cli/aimsio/internal/planning"
)

// compareOptions are what diff and apply have in common.
type compareOptions struct {
	*writeOptions

	only, selected []string
	complete       bool
	// from is the environment that records are taken from, empty for none; origin chooses it.
	from    string
	origin  func(string) (*origin, error)
	catalog *api.Catalog
	version string
	// undoes is the run whose changes are put back, empty for none. fit and beside are those of the planner.
	undoes string
	fit    planning.Fit
	beside iter.Seq2[plan.Entry, error]
	// copy is the local copy that was made for the plan, nil for none.
	copy *mirror.Store
}

func newCompareOptions(a *cmdkit.Env, entity *api.Entity) *compareOptions {
	return &compareOptions{
		writeOptions: newWriteOptions(a, entity, comparedVerb(entity), bulk.ActionApply), version: a.Version, origin: originOf(a), catalog: a.Catalog,
	}
}

// comparedVerb is the verb of the operation that changes a record which is there.
func comparedVerb(entity *api.Entity) api.Verb {
	switch _, updates := entity.Updating(); {
	case updates:
		return bulk.UpdatingVerb(entity)
	case api.Has(api.UpdateStatus)(entity):
		return api.UpdateStatus
	default:
		return api.Create
	}
}

// header describes a plan for this environment.
func (o *compareOptions) header(setup bulk.Setup, from string) (plan.Header, error) {
	digest, err := plan.DigestOf(o.entity)
	return plan.Header{
		Program: o.version, Entity: o.entity.Name, Description: digest,
		Environment: setup.Environment.Name, Server: setup.Environment.URL.String(), User: setup.User,
		From: from, Undoes: o.undoes, Made: o.settings.Now().UTC(),
	}, err
}

// narrowing reads --only and --select.
func (o *compareOptions) narrowing(by *change.Comparer) (*plan.Narrowing, error) {
	if err := output.CheckFields(o.only, o.entity.Fields); err != nil {
		return nil, fail.Usagef("--only: %w", err)
	}
	return plan.Narrow(o.only, o.selected, o.entity.Fields, by)
}

// makeFrom makes the plan of the records of --from, which has to be closed.
func (o *compareOptions) makeFrom(ctx context.Context, setup bulk.Setup, run *bulk.Run) (*plan.Plan, *bulk.Source, error) {
	from, err := o.origin(o.from)
	if err != nil {
		return nil, nil, err
	}
	moved, err := newTransferring(ctx, setup, from, o.mirror, newTargets(o.catalog, setup, o.mirrors.CopyMirror))
	if err != nil {
		return nil, nil, err
	}
	o.fit = moved.fit
	source := moved.source(ctx)
	made, err := o.make(ctx, setup, run, source)
	if err == nil {
		moved.tell()
	}
	return made, source, err
}

// make makes the plan of a source, which has to be closed.
func (o *compareOptions) make(ctx context.Context, setup bulk.Setup, run *bulk.Run, source *bulk.Source) (*plan.Plan, error) {
	header, err := o.header(setup, source.Name)
	if err != nil {
		return nil, err
	}
	words := setup.Words(o.entity.Fields)
	narrow, err := o.narrowing(words.Comparer)
	if err != nil {
		return nil, err
	}
	planner := planning.Planner{
		Setup: setup, Run: run, Comparer: words.Comparer, Complete: o.complete, Narrow: narrow, Fit: o.fit, Beside: o.beside,
		Copy: func(ctx context.Context) (*mirror.Store, error) {
			var err error
			o.copy, err = o.mirrors.CopyMirror(ctx)
			return o.copy, err
		},
	}
	return planner.Make(ctx, header, source)
}
