package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// syncRun brings entities up to date, one after the other.
type syncRun struct {
	app     *app
	reader  *reader
	store   *mirror.Store
	options syncOptions
	window  window
	printer *printer
	// named tells that the user named the entities, and so wants each of them.
	named bool
	// failed and done count records, tried and broken entities: all of them, and those that could not
	// be read. denied are those that this user may not read.
	failed, done, tried, broken int
	denied                      []string
	// held are the entities of which the index lost too much to be believed.
	held []heldEntity
	// first is why the first of those could not be read.
	first error
}

// all syncs the entities, and writes a row for each as it is done. An entity that cannot be read does
// not stop the others, unless what stops it would stop them too.
func (s *syncRun) all(ctx context.Context, entities []*api.Entity, out *sink) error {
	for _, entity := range entities {
		s.tried++
		begun, calls := s.app.world.Now(), s.reader.client.Stats().Calls
		result, err := s.one(ctx, entity)
		took, made := s.app.world.Now().Sub(begun), int(s.reader.client.Stats().Calls-calls)
		if s.options.dryRun {
			made += result.Fetched
			took = s.reader.span(made)
		}
		row := s.row(entity, result, made, took)
		s.hold(entity, result, &row)
		ends := s.judge(entity, err, &row)
		if ends != nil && row.Indexed == 0 {
			return ends // there is nothing to tell of it
		}
		if written := out.writeRow(row); written != nil {
			return written
		}
		if ends != nil {
			return ends
		}
	}
	if len(s.denied) > 0 {
		out.notef("this user may not read %s: ask Aimsio's support to switch the API permission on", strings.Join(s.denied, ", "))
	}
	return nil
}

// soFar tells what an interrupted run leaves behind.
func (s *syncRun) soFar() string {
	return counted(s.done, "record") + " fetched and kept; the next sync goes on from there"
}

func (s *syncRun) row(entity *api.Entity, r mirror.SyncResult, calls int, took time.Duration) syncRow {
	return syncRow{
		Entity: entity.Name, Indexed: r.Indexed, New: r.New, Changed: r.Changed, Unchanged: r.Unchanged, Gone: r.Gone,
		Pruned: r.Pruned, Failed: r.Failed, Pending: r.Pending, Calls: calls,
		Milliseconds: took.Milliseconds(), Time: took.Round(100 * time.Millisecond).String(),
	}
}

// one syncs an entity.
func (s *syncRun) one(ctx context.Context, entity *api.Entity) (mirror.SyncResult, error) {
	bar := &progress{}
	// The index was read, so a record that is refused says nothing of the others until many are.
	patience := patience{read: true}
	options := mirror.SyncOptions{
		Limit: s.options.limit, Recheck: s.options.recheck, DryRun: s.options.dryRun, Prune: s.options.prune,
		Begin: func(total int) {
			if total > 0 {
				bar = s.app.progress(total, s.printer)
				bar.describe(entity.Name)
			}
		},
		Each: func(fetched service.Fetched) error {
			bar.add()
			if patience.endsAt(fetched.Err) {
				return fetched.Err
			}
			if fetched.Err != nil {
				bar.hide()
				s.app.problemf("%s", s.reader.failure(entity, fetched))
			}
			return nil
		},
	}
	if s.options.allowed.set {
		options.AllowGone = s.options.allowed.of
	}
	if !s.window.open() {
		options.Within = func(stub record.Record) bool {
			held, _ := s.window.holds(entity, stub)
			return held
		}
	}
	result, err := s.store.Sync(ctx, s.reader.service, entity, options)
	bar.end()
	s.failed += result.Failed
	s.done += result.Fetched
	if result.Doubles > 0 {
		s.app.notef("warning: the index of %s names records more than once; left out: %s", entity.Name, entriesCounted(result.Doubles))
	}
	return result, err
}

// judge tells whether what went wrong with an entity ends the run, and notes it in the row.
func (s *syncRun) judge(entity *api.Entity, err error, row *syncRow) error {
	if err == nil {
		return nil
	}
	called, ok := errors.AsType[*client.Error](err)
	var unreadable *record.ArrayError
	explained := s.app.explainMirror(s.reader.explain(err, entity))
	row.Message = oneLine(explained)
	switch {
	case errors.Is(err, errInterrupted), errors.Is(err, context.Canceled):
		return explained
	case ok && called.Kind == client.Forbidden && !s.named && row.Indexed == 0:
		s.denied = append(s.denied, entity.Name)
		row.Message = "not permitted"
		s.remember(explained)
		return nil
	case ok && s.ofEntity(called), errors.As(err, &unreadable):
		s.app.problemf("%s: %s", entity.Name, oneLine(explained))
		s.broken++
		s.remember(explained)
		return nil
	default:
		return explained
	}
}

// ofEntity tells whether a call failed for a reason that need not hold for other entities: the server
// answered, and did not refuse the credentials.
func (s *syncRun) ofEntity(called *client.Error) bool {
	switch called.Kind {
	case client.Unauthorized, client.Redirected, client.Insecure, client.Refused, client.PeerRefused, client.ProxyRefused:
		return false
	default:
		return called.Status != 0
	}
}

func (s *syncRun) remember(err error) {
	if s.first == nil {
		s.first = err
	}
}

// verdict is the error of a run that went through all entities.
func (s *syncRun) verdict() error {
	switch {
	case s.broken+len(s.denied) == s.tried:
		return s.first
	case len(s.held) > 0:
		return s.heldError()
	case s.broken > 0:
		return failf(exitPartial, "", "%s could not be read", entitiesCounted(s.broken))
	case s.failed > 0:
		return &partial{failed: s.failed, done: s.done}
	default:
		return nil
	}
}

func entriesCounted(n int) string {
	if n == 1 {
		return "1 entry"
	}
	return grouped(n) + " entries"
}

func entitiesCounted(n int) string {
	if n == 1 {
		return "1 entity"
	}
	return fmt.Sprintf("%d entities", n)
}
