package local

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/session"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// syncRun brings entities up to date, one after the other.
type syncRun struct {
	app     *cmdkit.Env
	reader  *session.Session
	store   *mirror.Store
	options syncOptions
	window  cmdkit.Window
	printer *cmdkit.Printer
	// named tells that the user named the entities, and so wants each of them.
	named bool
	// failed and done count records, tried and broken entities: all of them, and those that could not
	// be read. denied are those that this user may not read.
	failed, done, tried, broken int
	denied                      []string
	// held are the entities of which the index lost too much to be believed.
	held []hydrate.Loss
	// first is why the first of those could not be read.
	first error
}

// all syncs the entities, and writes a row for each as it is done. An entity that cannot be read does
// not stop the others, unless what stops it would stop them too.
func (s *syncRun) all(ctx context.Context, entities []*api.Entity, out *cmdkit.RecordWriter) error {
	for _, entity := range entities {
		s.tried++
		begun, calls := s.app.Now(), s.reader.Client.Stats().Calls
		result, err := s.one(ctx, entity)
		took, made := s.app.Now().Sub(begun), int(s.reader.Client.Stats().Calls-calls)
		if s.options.dryRun {
			made += result.Fetched
			took = s.reader.Span(made)
		}
		row := s.row(entity, result, made, took)
		s.hold(entity, result, &row)
		ends := s.judge(entity, err, &row)
		if ends != nil && row.Indexed == 0 {
			return ends // there is nothing to tell of it
		}
		if written := out.WriteRow(row); written != nil {
			return written
		}
		if ends != nil {
			return ends
		}
	}
	if len(s.denied) > 0 {
		out.Notef("this user may not read %s: ask Aimsio's support to switch the API permission on", strings.Join(s.denied, ", "))
	}
	return nil
}

// soFar tells what an interrupted run leaves behind.
func (s *syncRun) soFar() string {
	return text.Counted(s.done, "record") + " fetched and kept; the next sync goes on from there"
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
	bar := &cmdkit.Progress{}
	// The index was read, so a record that is refused says nothing of the others until many are.
	loop := &hydrate.FetchLoop{Session: s.reader, Entity: entity, Reporter: s.app, Breaker: hydrate.FailureBreaker{Read: true}}
	options := mirror.SyncOptions{
		Limit: s.options.limit, Recheck: s.options.recheck, DryRun: s.options.dryRun, Prune: s.options.prune,
		Begin: func(total int) {
			if total > 0 {
				bar = s.app.Progress(total, s.printer)
				bar.Describe(entity.Name)
				loop.Progress = bar
			}
		},
		Each: loop.Take,
	}
	if s.options.allowed.Set {
		options.AllowGone = s.options.allowed.Of
	}
	if !s.window.Open() {
		options.Within = func(stub record.Record) bool {
			held, _ := s.window.Holds(entity, stub)
			return held
		}
	}
	result, err := s.store.Sync(ctx, s.reader.Service, entity, options)
	bar.End()
	s.failed += result.Failed
	s.done += result.Fetched
	if result.Duplicates > 0 {
		s.app.Notef("warning: the index of %s names records more than once; left out: %s", entity.Name, cmdkit.CountEntries(result.Duplicates))
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
	explained := s.app.MirrorError(s.reader.CallError(err, entity))
	row.Message = fail.OneLine(explained)
	switch {
	case errors.Is(err, fail.ErrInterrupted), errors.Is(err, context.Canceled):
		return explained
	case ok && called.Kind == client.Forbidden && !s.named && row.Indexed == 0:
		s.denied = append(s.denied, entity.Name)
		row.Message = "not permitted"
		s.remember(explained)
		return nil
	case ok && s.ofEntity(called), errors.As(err, &unreadable):
		s.app.Problemf("%s: %s", entity.Name, fail.OneLine(explained))
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
		return fail.New(fail.Partial, "", "%s could not be read", cmdkit.CountEntities(s.broken))
	case s.failed > 0:
		return &fail.IncompleteError{Failed: s.failed, Done: s.done}
	default:
		return nil
	}
}
