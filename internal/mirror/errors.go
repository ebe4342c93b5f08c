package mirror

import (
	"errors"
	"fmt"
)

// ErrNone says that there is no mirror at the place where one was looked for.
var ErrNone = errors.New("there is no mirror")

// ErrNotOurs says that a file or schema holds something other than a mirror.
var ErrNotOurs = errors.New("it holds something other than a mirror of aimsio")

// ErrNewer says that a newer version of this program made the mirror.
var ErrNewer = errors.New("a newer aimsio made it")

// ErrReplaced says that the mirror was removed, or set aside, while this process waited for it.
var ErrReplaced = errors.New("the mirror was removed or replaced meanwhile")

// ErrDenied says that who opens the mirror has no right to read or to write there.
var ErrDenied = errors.New("its rights do not allow that")

// DamagedError says that the mirror cannot be read because its database is damaged.
type DamagedError struct {
	// Place is the file, or the address without its password.
	Place string
	Err   error
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("the mirror %s is damaged: %s", e.Place, e.Err)
}

func (e *DamagedError) Unwrap() error { return e.Err }

// ForeignError says that the mirror holds what another server, or another user, showed.
type ForeignError struct {
	Place        string
	Server, User string
	// Wanted is the server and the user that the mirror was opened for.
	WantedServer, WantedUser string
}

func (e *ForeignError) Error() string {
	return fmt.Sprintf("the mirror %s holds what %s shows to %s, not what %s shows to %s",
		e.Place, e.Server, userOrNobody(e.User), e.WantedServer, userOrNobody(e.WantedUser))
}

func userOrNobody(user string) string {
	if user == "" {
		return "nobody"
	}
	return user
}

// BusyError says that another process fills the mirror.
type BusyError struct {
	Place string
	// Holder tells which process it is, as far as it is known.
	Holder string
}

func (e *BusyError) Error() string {
	if e.Holder == "" {
		return fmt.Sprintf("another process fills the mirror %s", e.Place)
	}
	return fmt.Sprintf("the mirror %s is being filled by %s", e.Place, e.Holder)
}

// UnreachableError says that the database of the mirror does not answer.
type UnreachableError struct {
	Place string
	Err   error
}

func (e *UnreachableError) Error() string {
	return fmt.Sprintf("the mirror %s cannot be reached: %s", e.Place, e.Err)
}

func (e *UnreachableError) Unwrap() error { return e.Err }
