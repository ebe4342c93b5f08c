package cli

import (
	"context"
	"iter"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// keptTogether is how many records are given to the mirror in one transaction.
const keptTogether = 200

// keeper gives records that a command fetched to the mirror, so that the next one need not fetch them.
// A nil keeper keeps nothing.
type keeper struct {
	app     *app
	store   *mirror.Store
	entity  *api.Entity
	records []mirror.Fresh
	// failed tells that the mirror took nothing, which is told once.
	failed bool
}

func newKeeper(a *app, store *mirror.Store, entity *api.Entity) *keeper {
	if store == nil {
		return nil
	}
	return &keeper{app: a, store: store, entity: entity}
}

// add takes a record that was fetched by an entry of the index. What was at hand is in the mirror.
func (k *keeper) add(ctx context.Context, fetched service.Fetched) {
	if k == nil || fetched.At.IsZero() || len(fetched.Stub.Raw()) == 0 {
		return
	}
	k.records = append(k.records, mirror.Fresh{ID: fetched.ID, Stub: fetched.Stub, Record: fetched.Record, At: fetched.At})
	if len(k.records) >= keptTogether {
		k.flush(ctx)
	}
}

// flush stores what was taken. The command has its records in any case, so a mirror that cannot be
// written to is no reason to fail.
func (k *keeper) flush(ctx context.Context) {
	if k == nil || k.failed || len(k.records) == 0 {
		return
	}
	if _, err := k.store.Put(ctx, k.entity, k.records); err != nil {
		k.failed = true
		k.app.notef("warning: what was fetched is not kept: %s", err)
	}
	k.records = k.records[:0]
}

// mirrorIndex is the index of an entity as the mirror has it.
type mirrorIndex struct {
	ctx    context.Context
	store  *mirror.Store
	entity *api.Entity
}

// Stubs gives the entries through which the records were last found.
func (m *mirrorIndex) Stubs() iter.Seq2[record.Record, error] {
	return func(yield func(record.Record, error) bool) {
		for object, err := range m.store.Objects(m.ctx, m.entity) {
			if !yield(object.Stub, err) {
				return
			}
		}
	}
}

// Calls is 0: nothing is called.
func (m *mirrorIndex) Calls() int { return 0 }

// Close has nothing to give back.
func (m *mirrorIndex) Close() error { return nil }
