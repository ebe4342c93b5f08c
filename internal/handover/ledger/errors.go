package ledger

import (
	"errors"
	"fmt"

	"github.com/aimsio-cli/aimsio/internal/database"
)

// ErrNone says that there is no ledger at the place where one was looked for.
var ErrNone = errors.New("there is no ledger")

// ErrNotOurs says that a file or schema holds something other than a ledger.
var ErrNotOurs = errors.New("it holds something other than a ledger of aimsio")

// ErrNewer says that a newer version of this program made the ledger.
var ErrNewer = errors.New("a newer aimsio made it")

// ErrMoved says that a batch is not in the state any more in which it was found.
var ErrMoved = errors.New("another run went on with the batch meanwhile")

// BusyError says that another process works on an export or a watch.
type BusyError struct {
	// Work is "export" or "watch", and Name its name.
	Work, Name string
	// Holder tells which process it is, as far as it is known.
	Holder string
}

func (e *BusyError) Error() string {
	if e.Holder == "" {
		return fmt.Sprintf("another process works on the %s %q", e.Work, e.Name)
	}
	return fmt.Sprintf("the %s %q is being worked on by %s", e.Work, e.Name, e.Holder)
}

// EntityError says that an export has records of another entity.
type EntityError struct{ Export, Entity, Wanted string }

func (e *EntityError) Error() string {
	return fmt.Sprintf("the export %q hands over %s, so it cannot take %s: choose another name", e.Export, e.Entity, e.Wanted)
}

// wrapErr says of an error where it came from, and whether the database is damaged.
func (l *Ledger) wrapErr(doing string, err error) error {
	_, foreign := errors.AsType[*database.ForeignError](err)
	_, damaged := errors.AsType[*database.DamagedError](err)
	_, entity := errors.AsType[*EntityError](err)
	_, backup := errors.AsType[*BackupError](err)
	_, unreachable := errors.AsType[*database.UnreachableError](err)
	switch {
	case err == nil, foreign, damaged, unreachable, entity, backup, errors.Is(err, ErrNotEmpty):
		return err
	case database.SQLiteDamaged(err), database.PostgresDamaged(err):
		return &database.DamagedError{Store: database.Ledger, Place: l.place, Err: err}
	case database.SQLiteDenied(err), database.PostgresDenied(err):
		return fmt.Errorf("%s the ledger %s: %w: %w", doing, l.place, database.ErrDenied, err)
	default:
		return fmt.Errorf("%s the ledger %s: %w", doing, l.place, err)
	}
}
