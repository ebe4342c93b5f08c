package watch_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/handover/ledger"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/watch"
)

func noon() time.Time { return time.Date(2026, time.November, 1, 12, 0, 0, 0, time.UTC) }

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// thing is an entity that can be listed and read.
func thing(name string) *api.Entity {
	return &api.Entity{
		Name: name, GUID: "thingGuid", Key: []string{"number"}, UpdatedAt: "thingUpdatedAt", Fields: []api.Field{{Name: "number", Type: api.String}},
		Operations: []api.Operation{{Verb: api.List}, {Verb: api.Get}},
	}
}

// told keeps what is reported.
type told struct {
	mu    sync.Mutex
	lines []string
}

func (r *told) Notef(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lines = append(r.lines, fmt.Sprintf(format, args...))
}

func (r *told) Problemf(format string, args ...any) { r.Notef("! "+format, args...) }

// all gives what was reported, and forgets it.
func (r *told) all() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := strings.Join(r.lines, "\n")
	r.lines = nil
	return all
}

// fixture is a mirror and a ledger, with a watch of two entities that hands on to out.
type fixture struct {
	t      *testing.T
	mirror mirror.Options
	ledger ledger.Options
	things *api.Entity
	others *api.Entity
	now    time.Time
	out    bytes.Buffer
	told
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{t: t, things: thing("things"), others: thing("others"), now: noon()}
	now := func() time.Time { return f.now }
	folder := t.TempDir()
	f.mirror = mirror.Options{
		Address: filepath.Join(folder, "mirror.db"), Environment: "sandbox", Server: "https://example.com", User: "ann",
		Catalog: &api.Catalog{Entities: []*api.Entity{f.things, f.others}}, Now: now, Make: true, Command: "aimsio watch",
	}
	f.ledger = ledger.Options{
		Address: filepath.Join(folder, "ledger.db"), Environment: "sandbox", Server: "https://example.com", User: "ann",
		Now: now, Make: true, Command: "aimsio watch",
	}
	for _, entity := range f.mirror.Catalog.Entities {
		f.with(func(s *mirror.Store) { ok(t, s.Synced(t.Context(), entity, f.now, 0, 0, true)) })
	}
	return f
}

func (f *fixture) open(ctx context.Context) (*mirror.Store, error) { return mirror.Open(ctx, f.mirror) }

// with does something with the mirror.
func (f *fixture) with(do func(*mirror.Store)) {
	f.t.Helper()
	store, err := f.open(f.t.Context())
	ok(f.t, err)
	do(store)
	ok(f.t, store.Close())
}

// put stores records that a sync found, each under its id.
func (f *fixture) put(entity *api.Entity, body string, ids ...string) {
	f.t.Helper()
	f.now = f.now.Add(time.Minute)
	var batch []mirror.Fresh
	for _, id := range ids {
		entry, err := record.New(fmt.Appendf(nil, `{"guid":%q,"updatedAt":%d}`, id, f.now.UnixMilli()))
		ok(f.t, err)
		whole, err := record.New([]byte(body))
		ok(f.t, err)
		batch = append(batch, mirror.Fresh{ID: id, Entry: entry, Record: whole, At: f.now})
	}
	f.with(func(s *mirror.Store) {
		_, err := s.Put(f.t.Context(), entity, batch)
		ok(f.t, err)
	})
}

// watch is one that makes a round, whose sync finds nothing.
func (f *fixture) watch(entities ...*api.Entity) *watch.Watch {
	return &watch.Watch{
		Options:    watch.Options{Name: "w", Entities: entities, BatchSize: 500, Every: 5 * time.Minute, Once: true, Keep: 30 * 24 * time.Hour},
		OpenMirror: f.open, OpenPlaces: f.places("w"),
		Sync: func(context.Context) (error, error) { return nil, nil },
		Hand: watch.ToOutput(&f.out), Lines: &watch.Lines{Fields: asStored},
		Explain: func(err error) error { return err }, Kind: kindOf, Reporter: f, Now: func() time.Time { return f.now },
	}
}

// places opens the ledger for a watch.
func (f *fixture) places(name string) func(context.Context) (*watch.Keeper, error) {
	return func(ctx context.Context) (*watch.Keeper, error) {
		opened, err := ledger.Open(ctx, f.ledger)
		if err != nil {
			return nil, err
		}
		release, err := opened.LockWatch(ctx, name)
		if err != nil {
			return nil, errors.Join(fail.New(fail.Guarded, "", "%w", err), opened.Close())
		}
		return &watch.Keeper{Ledger: opened, Release: release, Explain: func(err error) error { return err }}, nil
	}
}

func asStored(_ string, changes record.Value) (jsontext.Value, error) {
	if changes == nil {
		return jsontext.Value("[]"), nil
	}
	return changes, nil
}

func kindOf(err error) fail.Kind {
	if failed, is := errors.AsType[*fail.Error](err); is {
		return failed.Kind
	}
	if errors.Is(err, fail.ErrInterrupted) {
		return fail.Interrupted
	}
	return fail.Failed
}

// handed gives which events were handed on, as "sequence id", and forgets them.
func (f *fixture) handed() string {
	var found []string
	for line := range strings.Lines(f.out.String()) {
		one, err := record.New([]byte(line))
		ok(f.t, err)
		found = append(found, text(one, "sequence")+" "+text(one, "guid"))
	}
	f.out.Reset()
	return strings.Join(found, ", ")
}

func text(r record.Record, field string) string {
	value, _ := r.Get(record.Path{field})
	return record.Text(value)
}

// runs makes a round that must succeed, and tells what was handed on.
func (f *fixture) runs(w *watch.Watch) string {
	f.t.Helper()
	ok(f.t, w.Run(f.t.Context()))
	return f.handed()
}
