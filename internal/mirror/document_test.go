package mirror

import (
	"database/sql"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver of PostgreSQL

	"github.com/aimsio-cli/aimsio/internal/database"
)

// FuzzDocument: what is made of a record for the databases is JSON without the character U+0000,
// in UTF-8. Where there is a server, it must take it.
func FuzzDocument(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"a":1}`, `{"a":"\u0000"}`, `{"\u0000":1,"\uFFFD":2}`, `{"a":"\ud800"}`, `{"a":"\udc00\ud800"}`, `{"a":"\ud83d\ude00"}`, "{\"a\":\"\xff\"}", "{\"\xc0\":\"\\\\u0000\"}",
		`{"a":1e400}`, `{"a":-1e999999}`, `{"a":1e-999999}`, `{"a":0e999999}`, `{"a":1E+2}`, `{"a":0.` + strings.Repeat("1", 20000) + `}`,
		`{"a":` + strings.Repeat("9", 1001) + `}`, `{"a":[` + strings.Repeat("[", 200) + strings.Repeat("]", 200) + `]}`, `{"a":1,"a":2}`, `{"a":"1e5","b":"\\u0000"}`,
		`{"a":1e99999}`, `{"a":1e-15999}`, `{"a":12.5e-15999}`,
	} {
		f.Add([]byte(seed))
	}
	db := postgresForFuzz(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		if !json.Valid(raw) || len(raw) == 0 {
			t.Skip("no record")
		}
		text, _ := documentOf(raw)
		if !json.Valid([]byte(text)) || database.Storable(text) != text {
			t.Fatalf("%q became %q", raw, text)
		}
		var values any
		if err := json.Unmarshal([]byte(text), &values); err != nil && !strings.Contains(err.Error(), "number") {
			t.Fatalf("%q became %q: %v", raw, text, err)
		}
		if hasNUL(values) {
			t.Fatalf("%q became %q, which has the character U+0000", raw, text)
		}
		if db == nil {
			return
		}
		var there bool
		if err := db.QueryRowContext(t.Context(), "select $1::jsonb is not null", text).Scan(&there); err != nil {
			t.Fatalf("%q became %q: %v", raw, text, err)
		}
	})
}

// postgresForFuzz connects to the server of the tests, nil where there is none.
func postgresForFuzz(f *testing.F) *sql.DB {
	f.Helper()
	address := os.Getenv("AIMSIO_TEST_POSTGRES")
	if address == "" {
		return nil
	}
	db, err := sql.Open("pgx", address)
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = db.Close() })
	return db
}

func hasNUL(value any) bool {
	switch v := value.(type) {
	case string:
		return strings.Contains(v, "\x00")
	case []any:
		return slices.ContainsFunc(v, hasNUL)
	case map[string]any:
		for name, inner := range v {
			if hasNUL(name) || hasNUL(inner) {
				return true
			}
		}
	}
	return false
}
