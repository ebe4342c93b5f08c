package mirror

import (
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// Options say which mirror is meant, and for whom.
type Options struct {
	// Address is the path of a SQLite file, or a PostgreSQL address (postgres://…).
	Address string
	// Environment is the name of the environment, from which PostgreSQL gets its schema.
	Environment string
	// Server and User are whose view of whose data the mirror holds. What was stored for others is
	// never used. Without a user, that of the mirror is taken.
	Server, User string
	Catalog      *api.Catalog
	// DayZone is where the days of the records begin; nil is UTC.
	DayZone *time.Location
	// Now is the clock; nil is the machine's.
	Now func() time.Time
	// Make makes a mirror where there is none. Without it, Open fails with ErrNone.
	Make bool
	// Own tells that Address lies where only mirrors are, so that what cannot be read there is a
	// damaged one.
	Own bool
	// Anybody opens a mirror whoever it was made for, to remove it.
	Anybody bool
	// Command is what others are told who find the mirror in use.
	Command string
}

// now is the present time by the clock of the options.
func (o Options) now() time.Time {
	if o.Now == nil {
		return time.Now()
	}
	return o.Now()
}
