package mirror

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/files"
	"github.com/aimsio-cli/aimsio/internal/mirror/views"
	"github.com/aimsio-cli/aimsio/internal/private"
)

// lockPoll is how often one who waits looks whether the mirror is free.
const lockPoll = 200 * time.Millisecond

// Lock sees that one process fills the mirror at a time. Where another does, it fails with a
// *BusyError or, with wait, waits for it: waiting is called once with who it is. The lock ends with
// release, or with the process.
func (s *Store) Lock(ctx context.Context, wait bool, waiting func(*BusyError)) (release func(), err error) {
	try := s.tryFile
	if d, ok := s.dialect.(postgresDialect); ok {
		try = func(ctx context.Context) (func(), error) { return s.tryAdvisory(ctx, d) }
	}
	reported := false
	for {
		release, err := try(ctx)
		busy, isBusy := errors.AsType[*BusyError](err)
		if err == nil {
			return s.ifStillThere(ctx, release)
		}
		if !isBusy || !wait {
			return nil, err
		}
		if !reported {
			waiting(busy)
			reported = true
		}
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-time.After(lockPoll):
		}
	}
}

// ifStillThere gives a lock back with ErrReplaced where what it is about is not there any more.
func (s *Store) ifStillThere(ctx context.Context, release func()) (func(), error) {
	there := false
	if s.file != nil {
		now, err := os.Stat(s.options.Address)
		there = err == nil && os.SameFile(now, s.file)
	} else if err := s.withConn(ctx, "reading", func(ctx context.Context, on queryer) (err error) {
		_, there, err = s.dialect.hasTables(ctx, on)
		return err
	}); err != nil {
		release()
		return nil, err
	}
	if !there {
		release()
		return nil, fmt.Errorf("%s: %w", s.place, ErrReplaced)
	}
	return release, nil
}

// tryFile locks a file beside that of the mirror. Who holds it stands in another one, because a
// locked file cannot be read everywhere.
func (s *Store) tryFile(context.Context) (func(), error) {
	lock, err := files.Try(s.options.Address + ".lock")
	note := s.options.Address + ".holder"
	if _, held := errors.AsType[*files.LockedError](err); held {
		text, err := os.ReadFile(note) //nolint:gosec // a file of the program's own
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("asking who fills the mirror %s: %w", s.place, err)
		}
		return nil, &BusyError{Place: s.place, Holder: strings.TrimSpace(string(text))}
	}
	if err != nil {
		return nil, fmt.Errorf("locking the mirror %s: %w", s.place, err)
	}
	if err := writeNote(note, s.holder()); err != nil {
		return nil, errors.Join(fmt.Errorf("locking the mirror %s: %w", s.place, err), lock.Release())
	}
	return func() {
		_ = os.Remove(note)
		_ = lock.Release() // which the end of the process does too
	}, nil
}

func writeNote(path, text string) error {
	file, err := private.Open(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC)
	if err != nil {
		return err
	}
	_, err = file.WriteString(text + "\n")
	return errors.Join(err, file.Close())
}

// holder is what others are told of this process.
func (s *Store) holder() string {
	return fmt.Sprintf("%q (process %d, since %s)", s.options.Command, os.Getpid(), s.options.now().Format(time.RFC3339))
}

// tryAdvisory takes a lock of the database, which ends with its transaction. One of a session would not
// do: behind a pooler the session may be that of another process in the next moment.
func (s *Store) tryAdvisory(ctx context.Context, d postgresDialect) (func(), error) {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("locking the mirror %s: %w", s.place, err)
	}
	tx, err := conn.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("locking the mirror %s: %w", s.place, err), conn.Close())
	}
	release := func() {
		_ = tx.Rollback() // which the end of the connection does too
		_ = conn.Close()
	}
	if err := s.lockIn(ctx, tx, d); err != nil {
		release()
		return nil, err
	}
	return release, nil
}

// lockIn takes the lock for a transaction, which may then take as long as the run, and removes what runs
// that were killed left.
func (s *Store) lockIn(ctx context.Context, tx queryer, d postgresDialect) error {
	var got bool
	err := tx.QueryRowContext(ctx, "select pg_try_advisory_xact_lock(hashtext('aimsio mirror'), hashtext($1))", d.schema).Scan(&got)
	if err == nil && got {
		_, err = tx.ExecContext(ctx, "select set_config('application_name', $1, true), set_config('idle_in_transaction_session_timeout', '0', true)",
			s.advisoryName())
	}
	if err != nil {
		return fmt.Errorf("locking the mirror %s: %w", s.place, err)
	}
	if got {
		return s.withTx(ctx, "tidying", func(ctx context.Context, tx queryer) error {
			return d.dropLeftovers(ctx, tx, s.options.now().Add(-leftoverAge))
		})
	}
	var holder string
	err = tx.QueryRowContext(ctx, `select coalesce(max(a.application_name || coalesce(' from ' || host(a.client_addr), '')), '')
		from pg_locks l join pg_stat_activity a on a.pid = l.pid
		where l.locktype = 'advisory' and l.granted and l.objid = hashtext($1)::bigint::bit(32)::bigint`, d.schema).Scan(&holder)
	return errors.Join(err, &BusyError{Place: s.place, Holder: holder})
}

// leftoverAge is how old the working tables of another process must be to be taken for those of one that
// was killed.
const leftoverAge = 48 * time.Hour

// advisoryName is what the database tells others of this process, in at most 63 bytes.
func (s *Store) advisoryName() string {
	host, err := os.Hostname()
	if err != nil {
		host = "another machine"
	}
	name := fmt.Sprintf("%s (process %d on %s)", s.options.Command, os.Getpid(), host)
	return name[:min(len(name), views.LongestName)]
}
