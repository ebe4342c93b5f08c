package mirror

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"slices"

	"modernc.org/sqlite"
)

// openSQLiteReader opens a file for questions: no statement can change it, nor any other file.
func openSQLiteReader(path string) (*sql.DB, error) {
	connector, err := sqlite.NewConnector(sqliteAddress(path, "mode=ro", "_pragma=query_only(1)", "_pragma=busy_timeout(15000)"))
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(readingConnector{connector}), nil
}

// readingConnector makes connections that take only statements that read. A mode of the connection
// would not do: "attach" opens any file anew, to write.
type readingConnector struct{ driver.Connector }

func (c readingConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	guarded, ok := conn.(sqlite.AuthorizerRegisterer)
	if !ok {
		return nil, errors.Join(errors.New("this SQLite cannot be kept from writing"), conn.Close())
	}
	if err := guarded.RegisterAuthorizer(onlyReading); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

// onlyReading says of each thing that a statement would do whether it may.
func onlyReading(action sqlite.AuthorizerActionCode, name, argument, _, _ string) sqlite.AuthorizerReturnCode {
	switch action {
	case sqlite.AuthSelect, sqlite.AuthRead, sqlite.AuthFunction, sqlite.AuthRecursive, sqlite.AuthTransaction, sqlite.AuthSavepoint:
		return sqlite.AuthorizerOK
	case sqlite.AuthPragma:
		telling := []string{
			"table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo", "foreign_key_list", "integrity_check", "quick_check",
		}
		if argument == "" || slices.Contains(telling, name) {
			return sqlite.AuthorizerOK
		}
		return sqlite.AuthorizerDeny
	default:
		return sqlite.AuthorizerDeny
	}
}
