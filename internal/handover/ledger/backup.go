package ledger

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/mirror/sqltext"
)

// ErrNotEmpty says that a ledger holds something, so that a backup must not take its place.
var ErrNotEmpty = errors.New("it holds something already, and is left as it is")

// BackupError says that a file is no backup, or only a part of one.
type BackupError struct {
	Line    int
	Problem string
}

func (e *BackupError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Problem) }

// backupLine is a line of a backup: its head, a row of a table, or its end with the number of rows.
type backupLine struct {
	// Version and Owner stand in the head.
	Version string `json:"aimsio_ledger,omitempty"`
	Owner   *Owner `json:"owner,omitempty"`
	// Table, Columns and Values are a row. Bytes stand in an object, as base64.
	Table   string            `json:"table,omitempty"`
	Columns []string          `json:"columns,omitempty"`
	Values  []json.RawMessage `json:"values,omitempty"`
	Rows    *int64            `json:"rows,omitempty"`
}

type backupBytes struct {
	Bytes []byte `json:"bytes"`
}

// Backup writes all rows as they are at one moment, one a line, and gives their number.
func (l *Ledger) Backup(ctx context.Context, to io.Writer) (count int64, err error) {
	owner, err := l.Owner(ctx)
	if err != nil {
		return 0, err
	}
	out := bufio.NewWriterSize(to, partSize)
	lines := json.NewEncoder(out)
	if err := lines.Encode(backupLine{Version: schemaVersion, Owner: &owner}); err != nil {
		return 0, err
	}
	options := &sql.TxOptions{ReadOnly: true}
	if l.schema != "" {
		options.Isolation = sql.LevelRepeatableRead
	}
	tx, err := l.db.BeginTx(ctx, options)
	if err != nil {
		return 0, l.wrapErr("reading", err)
	}
	defer func() { _ = tx.Rollback() }() // nothing was changed
	for _, name := range tableNames() {
		if name == "meta" {
			continue
		}
		n, err := l.backUpTable(ctx, l.bind(tx), name, lines)
		if count += n; err != nil {
			return count, l.wrapErr("reading", err)
		}
	}
	if err := lines.Encode(backupLine{Rows: &count}); err != nil {
		return count, err
	}
	return count, out.Flush()
}

func (l *Ledger) backUpTable(ctx context.Context, on database.Queryer, name string, lines *json.Encoder) (count int64, err error) {
	return count, database.EachRow(ctx, on, func(rows *sql.Rows) error {
		columns, err := rows.Columns()
		if err != nil {
			return err
		}
		values, to := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			to[i] = &values[i]
		}
		if err := rows.Scan(to...); err != nil {
			return err
		}
		line := backupLine{Table: name, Columns: columns}
		for _, value := range values {
			if raw, is := value.([]byte); is {
				value = backupBytes{raw}
			}
			written, err := json.Marshal(value)
			if err != nil {
				return err
			}
			line.Values = append(line.Values, written)
		}
		count++
		return lines.Encode(line)
	}, "select * from "+name)
}

// Restore makes a ledger of a backup, all of it or nothing, and gives the number of its rows. It fails with ErrNotEmpty
// where the ledger holds something, and with a *BackupError where the file is none, or that of another server or user
// unless takeOver.
func (l *Ledger) Restore(ctx context.Context, from io.Reader, takeOver bool) (count int64, err error) {
	return count, l.Change(ctx, "restoring", func(ctx context.Context, tx database.Queryer) error {
		count = 0
		for _, name := range tableNames() {
			var some int
			found, err := database.WasFound(tx.QueryRowContext(ctx, "select 1 from "+name+" limit 1").Scan(&some))
			if err != nil {
				return err
			}
			if found && name != "meta" {
				return ErrNotEmpty
			}
		}
		r := &restoring{ledger: l, lines: json.NewDecoder(bufio.NewReaderSize(from, partSize))}
		if err := r.head(takeOver); err != nil {
			return err
		}
		count, err = r.rows(ctx, tx)
		return err
	})
}

// restoring is a backup that is being read.
type restoring struct {
	ledger *Ledger
	lines  *json.Decoder
	line   int
}

func (r *restoring) next() (line backupLine, err error) {
	r.line++
	if err := r.lines.Decode(&line); err != nil {
		return line, &BackupError{r.line, "this is no backup of a ledger, or it is cut off"}
	}
	return line, nil
}

func (r *restoring) head(takeOver bool) error {
	head, err := r.next()
	wanted := r.ledger.options
	switch {
	case err != nil:
		return err
	case head.Version == "" || head.Owner == nil:
		return &BackupError{r.line, "this is no backup of a ledger"}
	case head.Version != schemaVersion:
		return &BackupError{r.line, "a newer aimsio made it"}
	case takeOver:
		return nil
	}
	if !isOwner(*head.Owner, wanted) {
		foreign := &database.ForeignError{
			Store: database.Ledger, Place: "of the backup", Server: head.Owner.Server, User: head.Owner.User,
			WantedServer: wanted.Server, WantedUser: wanted.User,
		}
		return &BackupError{r.line, foreign.Error() + "; --take-over takes it nevertheless"}
	}
	return nil
}

// plainName is what a column may be called.
func plainName() *regexp.Regexp { return regexp.MustCompile(`^[a-z][a-z0-9_]*$`) }

func (r *restoring) rows(ctx context.Context, tx database.Queryer) (count int64, err error) {
	names, plain := tableNames(), plainName()
	for {
		line, err := r.next()
		if err != nil {
			return count, err
		}
		if line.Rows != nil {
			if *line.Rows != count {
				return count, &BackupError{r.line, fmt.Sprintf("%d rows are missing", *line.Rows-count)}
			}
			return count, nil
		}
		odd := func(name string) bool { return !plain.MatchString(name) }
		if !slices.Contains(names, line.Table) || line.Table == "meta" || len(line.Columns) != len(line.Values) ||
			len(line.Columns) == 0 || slices.ContainsFunc(line.Columns, odd) {
			return count, &BackupError{r.line, "this is no row of a ledger"}
		}
		values, err := r.values(line.Values)
		if err != nil {
			return count, err
		}
		query := "insert into " + line.Table + " (" + strings.Join(line.Columns, ", ") + ") values (" + sqltext.Arguments(len(values)) + ")"
		if _, err := tx.ExecContext(ctx, query, values...); err != nil {
			return count, err
		}
		count++
	}
}

func (r *restoring) values(raw []json.RawMessage) ([]any, error) {
	values := make([]any, 0, len(raw))
	for _, one := range raw {
		var value any
		var number int64
		var text string
		var content backupBytes
		switch {
		case string(one) == "null":
		case json.Unmarshal(one, &number) == nil:
			value = number
		case json.Unmarshal(one, &text) == nil:
			value = text
		case json.Unmarshal(one, &content) == nil && content.Bytes != nil:
			value = content.Bytes
		default:
			return nil, &BackupError{r.line, "this is no row of a ledger"}
		}
		values = append(values, value)
	}
	return values, nil
}
