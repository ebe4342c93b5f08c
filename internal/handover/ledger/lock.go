package ledger

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/database"
)

// Lock sees that one process works on an export at a time. Where another does, it fails with a *BusyError or, with
// wait, waits for it: waiting is called once with who it is. The lock ends with release, or with the process.
func (l *Ledger) Lock(ctx context.Context, export string, wait bool, waiting func(error)) (release func(), err error) {
	busy := func(err error) bool { _, is := errors.AsType[*BusyError](err); return is }
	return database.Wait(ctx, wait, busy, waiting, l.try("export", export))
}

// LockWatch sees that one process works on a watch at a time, as Lock does for an export.
func (l *Ledger) LockWatch(ctx context.Context, name string) (release func(), err error) {
	return l.try("watch", name)(ctx)
}

// try takes the lock for work of a kind, which has names of its own.
func (l *Ledger) try(kind, name string) func(context.Context) (func(), error) {
	return func(ctx context.Context) (func(), error) {
		var release func()
		var err error
		if l.schema != "" {
			release, err = database.LockAdvisory(ctx, l.db, "aimsio "+kind+" "+l.schema, name, l.options.Command)
		} else {
			beside := l.options.Address + "." + strings.TrimSuffix(database.FileName(name), ".db")
			if kind == "watch" {
				beside += "@watch" // which no name of an export ends with
			}
			release, err = database.LockFile(beside, database.Holder(l.options.Command, l.options.Now()))
		}
		if held, is := errors.AsType[*database.HeldError](err); is {
			return nil, &BusyError{Work: kind, Name: name, Holder: held.Holder}
		}
		if err != nil {
			return nil, fmt.Errorf("locking the %s %q in the ledger %s: %w", kind, name, l.place, err)
		}
		return release, nil
	}
}
