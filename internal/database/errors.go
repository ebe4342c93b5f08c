package database

import (
	"errors"
	"fmt"
)

// ErrDenied says that who opens a store has no right to read or to write there.
var ErrDenied = errors.New("its rights do not allow that")

// Store is what a database is for: the word by which errors tell of it.
type Store string

// The stores that the program keeps in databases.
const (
	Mirror Store = "mirror"
	Ledger Store = "ledger"
)

// DamagedError says that a store cannot be read because its database is damaged.
type DamagedError struct {
	Store Store
	// Place is the file, or the address without its password.
	Place string
	Err   error
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("the %s %s is damaged: %s", e.Store, e.Place, e.Err)
}

func (e *DamagedError) Unwrap() error { return e.Err }

// ForeignError says that a store is about what another server, or another user, showed.
type ForeignError struct {
	Store        Store
	Place        string
	Server, User string
	// WantedServer and WantedUser are those that the store was opened for.
	WantedServer, WantedUser string
}

func (e *ForeignError) Error() string {
	return fmt.Sprintf("the %s %s holds what %s shows to %s, not what %s shows to %s",
		e.Store, e.Place, e.Server, orNobody(e.User), e.WantedServer, orNobody(e.WantedUser))
}

func orNobody(user string) string {
	if user == "" {
		return "nobody"
	}
	return user
}

// UnreachableError says that the database of a store does not answer.
type UnreachableError struct {
	Store Store
	Place string
	Err   error
}

func (e *UnreachableError) Error() string {
	return fmt.Sprintf("the %s %s cannot be reached: %s", e.Store, e.Place, e.Err)
}

func (e *UnreachableError) Unwrap() error { return e.Err }
