package mirror

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/stdlib"
)

// Asker answers questions in SQL. It can change nothing.
type Asker struct {
	db    *sql.DB
	place string
	named func(string, error) error
}

// Ask opens the mirror for questions.
func (s *Store) Ask() (*Asker, error) {
	db, err := s.openReadOnly()
	if err != nil {
		return nil, s.named("opening", err)
	}
	return &Asker{db: db, place: s.place, named: s.named}, nil
}

func (s *Store) openReadOnly() (*sql.DB, error) {
	if !isPostgres(s.options.Address) {
		return openSQLiteReader(s.options.Address)
	}
	config, err := postgresConfig(s.options.Address, s.options.Command)
	if err != nil {
		return nil, err
	}
	if d, ok := s.dialect.(postgresDialect); ok {
		config.RuntimeParams["search_path"] = quoteName(d.schema)
	}
	config.RuntimeParams["default_transaction_read_only"] = "on"
	return stdlib.OpenDB(*config), nil
}

// Answer is what the database says to a question. The caller closes it.
type Answer struct {
	*sql.Rows
	tx    *sql.Tx
	asker *Asker
}

// Query asks one question, in a transaction of its own that can only read. A question that the
// database does not take gives a *QuestionError.
func (a *Asker) Query(ctx context.Context, question string) (*Answer, error) {
	if !isQuestion(question) {
		return nil, &QuestionError{Err: errNoQuestion}
	}
	tx, err := a.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, a.named("opening", err)
	}
	// From the first statement on, a transaction cannot be made one that writes.
	if _, err := tx.ExecContext(ctx, "select 1"); err != nil {
		return nil, errors.Join(a.named("opening", err), tx.Rollback())
	}
	rows, err := tx.QueryContext(ctx, question) //nolint:rowserrcheck // Rows.All looks at it, when the rows are read
	if err != nil {
		return nil, errors.Join(a.Fault(err), tx.Rollback())
	}
	return &Answer{Rows: rows, tx: tx, asker: a}, nil
}

// Close ends the answer.
func (a *Answer) Close() error { return errors.Join(a.Rows.Close(), a.tx.Rollback()) }

// errNoQuestion refuses what is meant to do something.
var errNoQuestion = errors.New("the mirror is only read: a query begins with select, with, values, table, explain, show or pragma")

// QuestionError says that the database does not take a question.
type QuestionError struct{ Err error }

func (e *QuestionError) Error() string { return e.Err.Error() }

func (e *QuestionError) Unwrap() error { return e.Err }

// Fault tells a question that is wrong from a damaged database.
func (a *Asker) Fault(err error) error {
	if damaged, ok := errors.AsType[*DamagedError](a.named("asking", err)); ok {
		return damaged
	}
	return &QuestionError{Err: err}
}

// Close ends the questions.
func (a *Asker) Close() error {
	if err := a.db.Close(); err != nil {
		return fmt.Errorf("closing the mirror %s: %w", a.place, err)
	}
	return nil
}
