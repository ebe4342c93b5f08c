package bulk_test

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/bulk/results"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// rows keeps what a run gives.
type rows struct {
	results  []results.Row
	previews []bulk.PreviewRow
	calls    []string
	finished bool
	// most is how many rows somebody takes before refused, which is nil for all.
	most    int
	refused error
}

func (r *rows) full() error {
	if r.refused != nil && len(r.results)+len(r.previews)+len(r.calls) >= r.most {
		return r.refused
	}
	return nil
}

func (r *rows) WriteRow(row any) error {
	if err := r.full(); err != nil {
		return err
	}
	switch row := row.(type) {
	case results.Row:
		r.results = append(r.results, row)
	case bulk.PreviewRow:
		r.previews = append(r.previews, row)
	default:
		return fmt.Errorf("no row is a %T", row)
	}
	return nil
}

func (r *rows) Write(call record.Record) error {
	if err := r.full(); err != nil {
		return err
	}
	r.calls = append(r.calls, string(call.Raw()))
	return nil
}

func (r *rows) Finish(err error) error {
	if r.finished {
		return errors.New("the rows were finished twice")
	}
	r.finished = true
	return err
}

// marks keeps which records the mirror was told of.
type marks struct {
	mu  sync.Mutex
	ids []string
}

func (m *marks) Mark(_ context.Context, entity *api.Entity, ids []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, id := range ids {
		m.ids = append(m.ids, entity.Name+" "+id)
	}
}

// temporary keeps the files that must not stay, true for those that are not dropped.
type temporary struct{ files map[string]bool }

func (t *temporary) Add(path string)  { t.files[path] = true }
func (t *temporary) Drop(path string) { t.files[path] = false }

// steps counts.
type steps struct {
	total, done int
	ended       bool
}

func (s *steps) Add()  { s.done++ }
func (s *steps) Hide() {}
func (s *steps) End()  { s.ended = true }
