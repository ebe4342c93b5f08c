package hydrate

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

// MirrorWriter gives records that a command fetched to the mirror, so that the next one need not fetch them.
// A nil one keeps nothing.
type MirrorWriter struct {
	reporter Reporter
	store    *mirror.Store
	entity   *api.Entity
	records  []mirror.Fresh
	// Failed tells that the mirror took nothing, which is told once.
	Failed bool
}

// NewMirrorWriter makes one for an entity, nil where there is no mirror.
func NewMirrorWriter(reporter Reporter, store *mirror.Store, entity *api.Entity) *MirrorWriter {
	if store == nil {
		return nil
	}
	return &MirrorWriter{reporter: reporter, store: store, entity: entity}
}

// Add takes a record that was fetched by an entry of the index. What was at hand is in the mirror.
func (w *MirrorWriter) Add(ctx context.Context, fetched service.Fetched) {
	if w == nil || fetched.At.IsZero() || len(fetched.Entry.Raw()) == 0 {
		return
	}
	w.records = append(w.records, mirror.Fresh{ID: fetched.ID, Entry: fetched.Entry, Record: fetched.Record, At: fetched.At})
	if len(w.records) >= keptTogether {
		w.Flush(ctx)
	}
}

// Flush stores what was taken. The command has its records in any case, so a mirror that cannot be
// written to is no reason to fail.
func (w *MirrorWriter) Flush(ctx context.Context) {
	if w == nil || w.Failed || len(w.records) == 0 {
		return
	}
	if _, err := w.store.Put(ctx, w.entity, w.records); err != nil {
		w.Failed = true
		w.reporter.Notef("warning: what was fetched is not kept: %s", err)
	}
	w.records = w.records[:0]
}

// MirrorIndex is the index of an entity as the mirror has it.
type MirrorIndex struct {
	Ctx    context.Context
	Store  *mirror.Store
	Entity *api.Entity
}

// Entries gives the entries through which the records were last found.
func (m *MirrorIndex) Entries() iter.Seq2[record.Record, error] {
	return func(yield func(record.Record, error) bool) {
		for object, err := range m.Store.Objects(m.Ctx, m.Entity) {
			if !yield(object.Entry, err) {
				return
			}
		}
	}
}

// Calls is 0: nothing is called.
func (m *MirrorIndex) Calls() int { return 0 }

// Close has nothing to give back.
func (m *MirrorIndex) Close() error { return nil }
