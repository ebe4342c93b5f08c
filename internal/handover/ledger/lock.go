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
	try := func(ctx context.Context) (func(), error) {
		var release func()
		var err error
		if l.schema != "" {
			release, err = database.LockAdvisory(ctx, l.db, "aimsio export "+l.schema, export, l.options.Command)
		} else {
			beside := l.options.Address + "." + strings.TrimSuffix(database.FileName(export), ".db")
			release, err = database.LockFile(beside, database.Holder(l.options.Command, l.options.Now()))
		}
		if held, is := errors.AsType[*database.HeldError](err); is {
			return nil, &BusyError{Export: export, Holder: held.Holder}
		}
		if err != nil {
			return nil, fmt.Errorf("locking the export %q in the ledger %s: %w", export, l.place, err)
		}
		return release, nil
	}
	busy := func(err error) bool { _, is := errors.AsType[*BusyError](err); return is }
	return database.Wait(ctx, wait, busy, waiting, try)
}
