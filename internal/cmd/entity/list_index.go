package entity

import (
	"context"
	"errors"
	"iter"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/session"
)

// listIndex is the index that a list is made of: the server's, or the mirror's.
type listIndex struct {
	entries indexSource
	// session calls the server, nil where nothing is called.
	session *session.Session
	// store is the mirror that whole records are read through, nil for none.
	store *mirror.Store
	// offline tells that the index is the mirror's too.
	offline bool
	// repeated says that the server gave a page again, so that the index may be a part.
	repeated *service.RepeatedError
	entity   *api.Entity

	streams *cmdkit.Streams
	mirrors *cmdkit.Mirrors
}

// indexSource gives entries. One is valid until the next one is asked for; they may be walked several times, one
// walk after the other.
type indexSource interface {
	Entries() iter.Seq2[record.Record, error]
	// Calls is how many calls it took.
	Calls() int
	Close() error
}

// openIndex reads the index: the server's with one call, or that of the mirror.
func openIndex(ctx context.Context, options listOptions, plan *listPlan) (*listIndex, error) {
	index := &listIndex{entity: plan.entity, offline: plan.mirror.Offline, streams: options.streams, mirrors: options.mirrors}
	var err error
	if plan.full || index.offline {
		if index.store, err = options.mirrors.ReadMirror(ctx, plan.mirror); err != nil {
			return nil, err
		}
	}
	if index.offline {
		index.entries = &hydrate.MirrorIndex{Ctx: ctx, Store: index.store, Entity: plan.entity}
		return index, options.mirrors.ReportAge(ctx, index.store, plan.entity)
	}
	if index.session, err = options.session(); err != nil {
		return nil, err
	}
	if len(plan.parameters) > 0 {
		index.session = index.session.With(cmdkit.ParametersOf(plan.entity, api.List, plan.parameters))
	}
	err = index.read(ctx)
	if warning := service.Unpaged(plan.entity, plan.parameters); err == nil && warning != "" {
		options.streams.Notef("warning: %s", warning)
	}
	return index, err
}

// read reads the server's index. Of one whose pages repeat, what came before is shown, where that is all that is
// done with it: the mirror would take the rest as gone.
func (i *listIndex) read(ctx context.Context) error {
	entries, err := i.session.Service.IndexSoFar(ctx, i.entity)
	if entries != nil {
		i.entries = entries
	}
	if repeated, again := errors.AsType[*service.RepeatedError](err); again && i.store == nil {
		i.repeated = repeated
		i.streams.Notef("warning: %s; shown is what came before it", repeated)
		return nil
	}
	if err != nil && entries != nil {
		return errors.Join(i.session.CallError(err, i.entity), entries.Close())
	}
	return i.session.CallError(err, i.entity)
}

// incomplete is an error where the server has more than the index, by what it or the description says.
func (i *listIndex) incomplete() error {
	if i.repeated == nil || !i.repeated.Counted {
		return nil
	}
	return fail.New(fail.Partial, "", "the list of %s is only a part: %w", i.entity.Name, i.repeated)
}

func (i *listIndex) close() { cmdkit.CloseQuietly(i.entries) }

// readError adds to an error what only the command knows.
func (i *listIndex) readError(err error) error {
	if i.offline {
		return i.mirrors.MirrorError(err)
	}
	return i.session.CallError(err, i.entity)
}
