package mirror

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/mirror/views"
)

// Remove removes a mirror with all that it holds, also one of another server or one that is damaged.
// What is no mirror stays, with ErrNotOurs.
func Remove(ctx context.Context, options Options, wait bool, waiting func(*BusyError)) error {
	options.Make, options.Anybody = false, true
	store, err := Open(ctx, options)
	if _, damaged := errors.AsType[*database.DamagedError](err); damaged {
		return removeAlone(ctx, options) // its header, or its folder, says that it was a mirror
	}
	if errors.Is(err, ErrNone) && !database.OnServer(options.Address) {
		return removeAlone(ctx, options) // a file that was begun and never became a mirror
	}
	if err != nil {
		return err
	}
	release, err := store.Lock(ctx, wait, waiting)
	if errors.Is(err, ErrReplaced) {
		return errors.Join(ErrNone, store.Close())
	}
	if err != nil {
		return errors.Join(err, store.Close())
	}
	defer release()
	if _, ok := store.dialect.(postgresDialect); ok {
		return errors.Join(store.dropTables(ctx), store.Close())
	}
	if err := store.Close(); err != nil {
		return err
	}
	return removeFiles(options.Address)
}

// removeAlone removes files that cannot be opened as a mirror, unless another process works on them.
func removeAlone(ctx context.Context, options Options) error {
	release, err := (&Store{options: options, place: database.Place(options.Address)}).tryFile(ctx)
	if err != nil {
		return err
	}
	defer release()
	return removeFiles(options.Address)
}

func removeFiles(address string) error {
	for _, ending := range sqliteFiles() {
		if err := os.Remove(address + ending); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("removing the mirror: %w", err)
		}
	}
	return nil
}

// dropTables leaves the schema, and whatever others keep in it.
func (s *Store) dropTables(ctx context.Context) error {
	return s.withTx(ctx, "removing", func(ctx context.Context, tx queryer) error {
		if err := s.dropDerived(ctx, tx, nil); err != nil {
			return err
		}
		if d, ok := s.dialect.(postgresDialect); ok {
			if err := d.dropLeftovers(ctx, tx, s.options.now().AddDate(100, 0, 0)); err != nil {
				return err
			}
		}
		return database.ExecAll(ctx, tx, append(views.Days(nil).Statements(), "drop table objects, history, failures, syncs, meta")...)
	})
}
