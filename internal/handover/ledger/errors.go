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

// ErrDenied says that who opens the ledger has no right to read or to write there.
var ErrDenied = errors.New("its rights do not allow that")

// ErrMoved says that a batch is not in the state any more in which it was found.
var ErrMoved = errors.New("another run went on with the batch meanwhile")

// DamagedError says that the ledger cannot be read because its database is damaged.
type DamagedError struct {
	Place string
	Err   error
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("the ledger %s is damaged: %s", e.Place, e.Err)
}

func (e *DamagedError) Unwrap() error { return e.Err }

// ForeignError says that the ledger is about the records of another server, or as another user sees them.
type ForeignError struct {
	Place                    string
	Server, User             string
	WantedServer, WantedUser string
}

func (e *ForeignError) Error() string {
	return fmt.Sprintf("the ledger %s is about what %s shows to %s, not what %s shows to %s",
		e.Place, e.Server, orNobody(e.User), e.WantedServer, orNobody(e.WantedUser))
}

func orNobody(user string) string {
	if user == "" {
		return "nobody"
	}
	return user
}

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

// UnreachableError says that the database of the ledger does not answer.
type UnreachableError struct {
	Place string
	Err   error
}

func (e *UnreachableError) Error() string {
	return fmt.Sprintf("the ledger %s cannot be reached: %s", e.Place, e.Err)
}

func (e *UnreachableError) Unwrap() error { return e.Err }

// EntityError says that an export has records of another entity.
type EntityError struct{ Export, Entity, Wanted string }

func (e *EntityError) Error() string {
	return fmt.Sprintf("the export %q hands over %s, so it cannot take %s: choose another name", e.Export, e.Entity, e.Wanted)
}

// wrapErr says of an error where it came from, and whether the database is damaged.
func (l *Ledger) wrapErr(doing string, err error) error {
	_, foreign := errors.AsType[*ForeignError](err)
	_, damaged := errors.AsType[*DamagedError](err)
	_, entity := errors.AsType[*EntityError](err)
	_, backup := errors.AsType[*BackupError](err)
	away, unreachable := errors.AsType[*database.UnreachableError](err)
	switch {
	case err == nil, foreign, damaged, entity, backup, errors.Is(err, ErrNotEmpty):
		return err
	case unreachable:
		return &UnreachableError{Place: l.place, Err: away.Err}
	case database.SQLiteDamaged(err), database.PostgresDamaged(err):
		return &DamagedError{Place: l.place, Err: err}
	case database.SQLiteDenied(err), database.PostgresDenied(err):
		return fmt.Errorf("%s the ledger %s: %w: %w", doing, l.place, ErrDenied, err)
	default:
		return fmt.Errorf("%s the ledger %s: %w", doing, l.place, err)
	}
}
