package mirror

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/mirror/sqltext"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// QuerierOptions say how a mirror is asked.
type QuerierOptions struct {
	// Powerful asks also as a role of PostgreSQL that may do more than a transaction which only reads
	// keeps it from.
	Powerful bool
	// Limits bound a row of an answer as they do a record.
	Limits record.Limits
}

// Querier answers queries in SQL. It can change nothing.
type Querier struct {
	db     *sql.DB
	store  *Store
	guard  queryGuard
	limits record.Limits
}

// OpenQuerier opens the mirror for queries. It fails with a *PowerError where the role could do more than ask.
func (s *Store) OpenQuerier(ctx context.Context, options QuerierOptions) (*Querier, error) {
	a := &Querier{store: s, limits: options.Limits.WithDefaults()}
	var err error
	if d, ok := s.dialect.(postgresDialect); ok {
		a.db, a.guard, err = s.openPostgresReader(ctx, d, a.limits, options.Powerful)
	} else {
		a.db, a.guard, err = s.openSQLiteReader(a.limits)
	}
	if err != nil {
		return nil, s.wrapErr("opening", err)
	}
	return a, nil
}

// Split cuts a text into queries at the semicolons that stand neither in quotes nor in a comment, as the
// database reads them. What is left of a query that is empty, or a comment alone, is left out. It
// only saves asking one by one: what a query may do does not hang on it.
func (s *Store) Split(text string) []string {
	return sqltext.Split(text, database.OnServer(s.options.Address))
}

// Bind puts places for values where a query names parameters, as :since, and gives their values in that order. What
// stands in quotes or in a comment names none.
func (s *Store) Bind(query string, values map[string]any) (bound string, args []any, err error) {
	bound, names := sqltext.Bind(query, database.OnServer(s.options.Address))
	for _, name := range names {
		value, given := values[name]
		if !given {
			return "", nil, &ParameterError{Name: name}
		}
		args = append(args, value)
	}
	return bound, args, nil
}

// ParameterError says that a query names a parameter that has no value.
type ParameterError struct{ Name string }

func (e *ParameterError) Error() string { return "there is no value for :" + e.Name }

// OnServer tells that the mirror is a PostgreSQL database, whose SQL differs from that of a file.
func (s *Store) OnServer() bool { return database.OnServer(s.options.Address) }

// Answer is what the database says to a query. The caller closes it.
type Answer struct {
	*sql.Rows
	// Reads tells what was read for it.
	Reads Reads

	tx      *sql.Tx
	conn    *sql.Conn
	querier *Querier
}

// Query asks one query, in a transaction of its own that can only read and is undone in any case. A
// query that the database does not take gives a *QueryError. args are the values of its parameters, see Store.Bind.
func (a *Querier) Query(ctx context.Context, query string, args ...any) (*Answer, error) {
	conn, err := a.db.Conn(ctx)
	if err != nil {
		return nil, a.store.wrapErr("opening", err)
	}
	tx, err := conn.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, errors.Join(a.store.wrapErr("opening", err), conn.Close())
	}
	answer := &Answer{tx: tx, conn: conn, querier: a}
	if err := a.guard.prepare(ctx, conn, tx, query, args...); err != nil {
		return nil, errors.Join(a.Fault(err), answer.end())
	}
	rows, err := tx.QueryContext(ctx, query, args...) //nolint:rowserrcheck // Rows.All looks at it, when the rows are read
	if err != nil {
		return nil, errors.Join(a.Fault(err), answer.end())
	}
	answer.Rows = rows
	if columns, err := answer.Columns(); err == nil && len(columns) == 0 {
		return nil, errors.Join(&QueryError{Err: errNoQuery}, answer.Close())
	}
	answer.Reads = a.guard.reads()
	return answer, nil
}

// end undoes the transaction. One that was ended within cannot be.
func (a *Answer) end() error {
	err := a.tx.Rollback()
	if errors.Is(err, sql.ErrTxDone) {
		err = nil
	}
	return errors.Join(err, a.conn.Close())
}

// Close ends the answer.
func (a *Answer) Close() error { return errors.Join(a.Rows.Close(), a.end()) }

// QueryError says that the database does not take a query.
type QueryError struct{ Err error }

func (e *QueryError) Error() string { return e.Err.Error() }

func (e *QueryError) Unwrap() error { return e.Err }

// errTooLarge says that an answer has a row that could fill the memory.
func (a *Querier) errTooLarge() error {
	return &QueryError{Err: fmt.Errorf("a row of the answer %s", a.limits.TooLarge().Fault)}
}

// Fault tells a query that is wrong from a damaged database.
func (a *Querier) Fault(err error) error {
	if a.guard.tooLarge(err) {
		return a.errTooLarge()
	}
	if damaged, ok := errors.AsType[*database.DamagedError](a.store.wrapErr("asking", err)); ok {
		return damaged
	}
	return &QueryError{Err: err}
}

// Close ends the queries.
func (a *Querier) Close() error {
	if err := a.db.Close(); err != nil {
		return fmt.Errorf("closing the mirror %s: %w", a.store.place, err)
	}
	return nil
}
