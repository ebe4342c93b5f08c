package mirror

import (
	"context"
	"database/sql"
	"errors"
)

// queryGuard is what differs between databases in carrying out a query.
type queryGuard interface {
	// prepare readies a transaction, and refuses what is no query before it is carried out.
	prepare(ctx context.Context, conn *sql.Conn, tx *sql.Tx, query string, args ...any) error
	// reads tells what the query reads, as the database understood it.
	reads() Reads
	// tooLarge tells whether an error means that a value is larger than may be.
	tooLarge(err error) bool
}

// errNoQuery refuses what is meant to do something.
var errNoQuery = errors.New("the mirror is only read, and this statement gives no rows")
