package mirror

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/aimsio-cli/aimsio/internal/database"
)

// Lock sees that one process fills the mirror at a time. Where another does, it fails with a
// *BusyError or, with wait, waits for it: waiting is called once with who it is. The lock ends with
// release, or with the process.
func (s *Store) Lock(ctx context.Context, wait bool, waiting func(*BusyError)) (release func(), err error) {
	try := s.tryFile
	if d, ok := s.dialect.(postgresDialect); ok {
		try = func(ctx context.Context) (func(), error) { return s.tryAdvisory(ctx, d) }
	}
	isBusy := func(err error) bool { _, busy := errors.AsType[*BusyError](err); return busy }
	tell := func(err error) {
		if busy, ok := errors.AsType[*BusyError](err); ok {
			waiting(busy)
		}
	}
	release, err = database.Wait(ctx, wait, isBusy, tell, try)
	if err != nil {
		return nil, err
	}
	return s.ifStillThere(ctx, release)
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

// tryFile locks a file beside that of the mirror.
func (s *Store) tryFile(context.Context) (func(), error) {
	release, err := database.LockFile(s.options.Address, database.Holder(s.options.Command, s.options.now()))
	return release, s.lockError(err)
}

// lockError says of a lock which cannot be had that it is the mirror's.
func (s *Store) lockError(err error) error {
	if held, is := errors.AsType[*database.HeldError](err); is {
		return &BusyError{Place: s.place, Holder: held.Holder}
	}
	if err != nil {
		return fmt.Errorf("locking the mirror %s: %w", s.place, err)
	}
	return nil
}

// tryAdvisory takes a lock of the database, and removes what runs that were killed left.
func (s *Store) tryAdvisory(ctx context.Context, d postgresDialect) (func(), error) {
	release, err := database.LockAdvisory(ctx, s.db, "aimsio mirror", d.schema, s.options.Command)
	if err != nil {
		return nil, s.lockError(err)
	}
	err = s.withTx(ctx, "tidying", func(ctx context.Context, tx queryer) error {
		return d.dropLeftovers(ctx, tx, s.options.now().Add(-leftoverAge))
	})
	if err != nil {
		release()
		return nil, err
	}
	return release, nil
}

// leftoverAge is how old the working tables of another process must be to be taken for those of one that
// was killed.
const leftoverAge = 48 * time.Hour
