package mirror

import (
	"context"
	"database/sql"

	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/mirror/views"
)

// staged is an entry of the index as it waits to be compared.
type staged struct {
	position  int64
	id        string
	fault     string
	version   string
	updatedAt *int64
	entry     []byte
}

// dialect is what SQLite and PostgreSQL do not have in common. All other statements are written
// once, with ? for their arguments.
type dialect interface {
	// rebind writes the arguments and the tables of a statement as the database wants them.
	rebind(query string) string
	// prepare sets up a database without tables, and tables are the statements that make them.
	prepare(ctx context.Context, on *sql.Conn) error
	tables() []string
	// exclusive makes other processes that make tables or views wait until the transaction ends.
	exclusive(ctx context.Context, tx queryer) error
	// inOrder makes other processes that add to the history wait until the transaction ends: who reads the
	// history must not see a line before one with a lower number.
	inOrder(ctx context.Context, tx queryer) error
	// hasTables tells whether there are tables at all; ours tells whether those of a mirror are among them.
	hasTables(ctx context.Context, on queryer) (some, ours bool, err error)
	// staging is the statement that makes the table of an index for this process alone, unless it is
	// there, and stage fills it. workingTable begins a statement that makes another such table, and
	// dropWorkingTables removes them where they do not go with the connection.
	staging() string
	workingTable() string
	dropWorkingTables(ctx context.Context, on queryer) error
	stage(ctx context.Context, tx queryer, rows []staged) error
	// body is the value that stores a record, and document what the views read of it.
	body(raw []byte) any
	document(raw []byte) any
	// documentSQL is what a statement stores as the document, with one argument.
	documentSQL() string
	// damaged tells whether an error means that the database itself is broken.
	damaged(err error) bool
	// denied tells whether an error means that the user of the database may not do that.
	denied(err error) bool
	// check looks through the whole database for damage.
	check(ctx context.Context, on queryer) error
	// size gives the bytes that the mirror takes.
	size(ctx context.Context, on queryer) (int64, error)
	// keyValue is a member of a record as its view has it, so that one index serves both, and
	// keyForms are the values of the database that a word may stand for there.
	keyValue(field string) string
	keyForms(word string) []any
	// derived lists the views and indexes that were made from a catalog.
	derived(ctx context.Context, on queryer) (views, indexes []string, err error)
	// fullName is that of a view or an index.
	fullName(name string) string
	// viewSQL names columns, and writes what they hold.
	viewSQL() views.SQL
}

// queryer is a connection or a transaction.
type queryer = database.Queryer
