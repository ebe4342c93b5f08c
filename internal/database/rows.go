package database

import (
	"context"
	"database/sql"
	"errors"
)

// Queryer is a connection or a transaction.
type Queryer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// rebound takes statements that are written once for all databases, with ? for their arguments and tables
// without a schema, and has them carried out as its own database wants them.
type rebound struct {
	on     Queryer
	rebind func(query string) string
}

// Rebound has statements that are written once for all databases carried out on a connection or in a transaction.
func Rebound(on Queryer, rebind func(query string) string) Queryer {
	return rebound{on: on, rebind: rebind}
}

func (r rebound) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return r.on.ExecContext(ctx, r.rebind(query), args...)
}

func (r rebound) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	return r.on.PrepareContext(ctx, r.rebind(query))
}

func (r rebound) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return r.on.QueryContext(ctx, r.rebind(query), args...)
}

func (r rebound) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return r.on.QueryRowContext(ctx, r.rebind(query), args...)
}

// ExecAll carries out statements one after the other, until one fails.
func ExecAll(ctx context.Context, on Queryer, statements ...string) error {
	for _, statement := range statements {
		if _, err := on.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// Row is one row of an answer.
type Row interface{ Scan(to ...any) error }

// EachRow hands on the rows of a query, one after the other, until one gives an error.
func EachRow(ctx context.Context, on Queryer, do func(*sql.Rows) error, query string, args ...any) (err error) {
	rows, err := on.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := do(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// QueryAll gives the rows of a query, each as scan reads it.
func QueryAll[T any](ctx context.Context, on Queryer, scan func(Row) (T, error), query string, args ...any) (all []T, err error) {
	err = EachRow(ctx, on, func(rows *sql.Rows) error {
		one, err := scan(rows)
		all = append(all, one)
		return err
	}, query, args...)
	return all, err
}

// QueryStrings gives the one column of a query.
func QueryStrings(ctx context.Context, on Queryer, query string, args ...any) ([]string, error) {
	return QueryAll(ctx, on, func(r Row) (text string, err error) { return text, r.Scan(&text) }, query, args...)
}

// WasFound tells from the error of a query for one row whether there is one.
func WasFound(err error) (bool, error) {
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}
