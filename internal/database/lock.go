package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/files"
	"github.com/aimsio-cli/aimsio/internal/mirror/sqltext"
	"github.com/aimsio-cli/aimsio/internal/private"
)

// HeldError says that another process holds a lock.
type HeldError struct {
	// Holder tells which process it is, as far as it is known.
	Holder string
}

func (e *HeldError) Error() string { return "held by " + e.Holder }

// lockPoll is how often one who waits looks whether a lock is free.
const lockPoll = 200 * time.Millisecond

// Wait takes a lock by trying. Where another process holds it, with wait, it waits for that one: waiting is called
// once with the error of try, of which held tells whether it means that.
func Wait(ctx context.Context, wait bool, held func(error) bool, waiting func(error), try func(context.Context) (func(), error)) (release func(), err error) {
	reported := false
	for {
		release, err := try(ctx)
		if err == nil || !held(err) || !wait {
			return release, err
		}
		if !reported {
			waiting(err)
			reported = true
		}
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-time.After(lockPoll):
		}
	}
}

// LockFile locks a file beside another one, or fails with a *HeldError. Who holds it stands in a third one, because
// a locked file cannot be read everywhere. The lock ends with release, or with the process.
func LockFile(path, holder string) (release func(), err error) {
	lock, err := files.Try(path + ".lock")
	note := path + ".holder"
	if _, held := errors.AsType[*files.LockedError](err); held {
		text, err := os.ReadFile(note) //nolint:gosec // a file of the program's own
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("asking who holds it: %w", err)
		}
		return nil, &HeldError{Holder: strings.TrimSpace(string(text))}
	}
	if err != nil {
		return nil, err
	}
	if err := writeNote(note, holder); err != nil {
		return nil, errors.Join(err, lock.Release())
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

// Holder is what others are told of this process, which carries out a command.
func Holder(command string, now time.Time) string {
	return fmt.Sprintf("%q (process %d, since %s)", command, os.Getpid(), now.Format(time.RFC3339))
}

// LockAdvisory takes a lock of the database, of a kind and for a thing, which ends with its transaction, or fails
// with a *HeldError. One of a session would not do: behind a pooler the session may be that of another process in
// the next moment. The transaction may take as long as the run.
func LockAdvisory(ctx context.Context, db *sql.DB, kind, thing, command string) (release func(), err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	tx, err := conn.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	release = func() {
		_ = tx.Rollback() // which the end of the connection does too
		_ = conn.Close()
	}
	if err := lockIn(ctx, tx, kind, thing, command); err != nil {
		release()
		return nil, err
	}
	return release, nil
}

func lockIn(ctx context.Context, tx Queryer, kind, thing, command string) error {
	var got bool
	err := tx.QueryRowContext(ctx, "select pg_try_advisory_xact_lock(hashtext($1), hashtext($2))", kind, thing).Scan(&got)
	if err == nil && got {
		_, err = tx.ExecContext(ctx, "select set_config('application_name', $1, true), set_config('idle_in_transaction_session_timeout', '0', true)",
			advisoryName(command))
	}
	if err != nil || got {
		return err
	}
	var holder string
	err = tx.QueryRowContext(ctx, `select coalesce(max(a.application_name || coalesce(' from ' || host(a.client_addr), '')), '')
		from pg_locks l join pg_stat_activity a on a.pid = l.pid
		where l.locktype = 'advisory' and l.granted and l.classid = hashtext($1)::bigint::bit(32)::bigint
			and l.objid = hashtext($2)::bigint::bit(32)::bigint`, kind, thing).Scan(&holder)
	return errors.Join(err, &HeldError{Holder: holder})
}

// advisoryName is what the database tells others of this process, in at most 63 bytes.
func advisoryName(command string) string {
	host, err := os.Hostname()
	if err != nil {
		host = "another machine"
	}
	name := fmt.Sprintf("%s (process %d on %s)", command, os.Getpid(), host)
	return name[:min(len(name), sqltext.LongestName)]
}
