// Package syncing brings the local copy up to date, entity by entity: which entities can be, what ends the run and
// what only spoils one of them, what is held back because a list lost too much, and how the run went. How one entity
// is compared and stored is the mirror's business; any command line and any format do not come in.
package syncing

import (
	"context"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/session"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// Options say how much is brought up to date.
type Options struct {
	// Recheck fetches what did not change too, Prune removes what is gone, DryRun does neither.
	Recheck, Prune, DryRun bool
	// Limit is how many records of each entity are fetched at most, 0 for all.
	Limit int
	// Within leaves out records by their entries in the index, nil none.
	Within func(*api.Entity, record.Record) bool
	// AllowGone gives how many of so many known records may go at most, and AllowedText how the user wrote it. Where it is
	// nil, an index that lost very much is doubted.
	AllowGone   func(known int) int
	AllowedText string
	// Named tells that the user named the entities, and so wants each of them.
	Named bool
}

// Store is a mirror that entities are brought up to date in.
type Store interface {
	Sync(ctx context.Context, from *service.Service, entity *api.Entity, options mirror.SyncOptions) (mirror.SyncResult, error)
}

// Progress shows how far the fetching of an entity is.
type Progress interface {
	hydrate.Progress
	End()
}

// Row is what became of an entity.
type Row struct {
	Entity    string `json:"entity"`
	Indexed   int    `json:"indexed"`
	New       int    `json:"new"`
	Changed   int    `json:"changed"`
	Unchanged int    `json:"unchanged"`
	Gone      int    `json:"gone"`
	// Held are records that the index does not name and that were not marked as gone, because they are
	// too many at once.
	Held    int `json:"held"`
	Pruned  int `json:"pruned"`
	Failed  int `json:"failed"`
	Pending int `json:"pending"`
	Calls   int `json:"calls"`
	// Milliseconds is how long it took or, of a dry run, would take.
	Milliseconds int64  `json:"milliseconds"`
	Time         string `json:"time"`
	Message      string `json:"message"`
}

// Run brings entities up to date, one after the other. All but its private members must be set.
type Run struct {
	Options

	Session  *session.Session
	Store    Store
	Reporter hydrate.Reporter
	// Explain says of a failure of the mirror what to do.
	Explain func(error) error
	// Progress begins to show the fetching of so many records of an entity.
	Progress func(entity *api.Entity, total int) Progress
	Now      func() time.Time

	// failed and done count records, tried and broken entities: all of them, and those that could not
	// be read. denied are those that this user may not read.
	failed, done, tried, broken int
	denied                      []string
	// held are the entities of which the index lost too much to be believed.
	held []hydrate.Loss
	// first is why the first of those could not be read.
	first error
}

// All syncs the entities, and writes a row for each as it is done. An entity that cannot be read does
// not stop the others, unless what stops it would stop them too.
func (r *Run) All(ctx context.Context, entities []*api.Entity, write func(Row) error) error {
	for _, entity := range entities {
		r.tried++
		row, ends := r.one(ctx, entity)
		if ends != nil && row.Indexed == 0 {
			return ends // there is nothing to tell of it
		}
		if err := write(row); err != nil {
			return err
		}
		if ends != nil {
			return ends
		}
	}
	return nil
}

// SoFar tells what an interrupted run leaves behind.
func (r *Run) SoFar() string {
	return text.Counted(r.done, "record") + " fetched and kept; the next sync goes on from there"
}

// Denied says which entities this user may not read, "" where there are none.
func (r *Run) Denied() string {
	if len(r.denied) == 0 {
		return ""
	}
	return "this user may not read " + strings.Join(r.denied, ", ") + ": ask Aimsio's support to switch the API permission on"
}

// one brings an entity up to date, with the row that tells of it. The error is one that ends the run.
func (r *Run) one(ctx context.Context, entity *api.Entity) (Row, error) {
	begun, calls := r.Now(), r.Session.Client.Stats().Calls
	result, err := r.sync(ctx, entity)
	took, made := r.Now().Sub(begun), int(r.Session.Client.Stats().Calls-calls)
	if r.DryRun {
		made += result.Fetched
		took = r.Session.Span(made)
	}
	row := Row{
		Entity: entity.Name, Indexed: result.Indexed, New: result.New, Changed: result.Changed, Unchanged: result.Unchanged,
		Gone: result.Gone, Pruned: result.Pruned, Failed: result.Failed, Pending: result.Pending, Calls: made,
		Milliseconds: took.Milliseconds(), Time: took.Round(100 * time.Millisecond).String(),
	}
	r.hold(entity, result, &row)
	return row, r.judge(entity, err, &row)
}

func (r *Run) sync(ctx context.Context, entity *api.Entity) (mirror.SyncResult, error) {
	// The index was read, so a record that is refused says nothing of the others until many are.
	loop := &hydrate.FetchLoop{Session: r.Session, Entity: entity, Reporter: r.Reporter, Breaker: hydrate.FailureBreaker{Read: true}}
	end := func() {}
	options := mirror.SyncOptions{
		Limit: r.Limit, Recheck: r.Recheck, DryRun: r.DryRun, Prune: r.Prune, AllowGone: r.AllowGone,
		Begin: func(total int) {
			if total > 0 {
				progress := r.Progress(entity, total)
				loop.Progress, end = progress, progress.End
			}
		},
		Each: loop.Take,
	}
	if r.Within != nil {
		options.Within = func(entry record.Record) bool { return r.Within(entity, entry) }
	}
	result, err := r.Store.Sync(ctx, r.Session.Service, entity, options)
	end()
	r.failed += result.Failed
	r.done += result.Fetched
	if n := result.Duplicates; n > 0 {
		r.Reporter.Notef("warning: the index of %s names records more than once; left out: %s", entity.Name, text.Counted(n, "entry"))
	}
	if warning := service.Unpaged(entity, nil); warning != "" && err == nil {
		r.Reporter.Notef("warning: %s", warning)
	}
	return result, err
}
