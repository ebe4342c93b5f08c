package config

import (
	"strings"
	"testing"
)

// TestDatabase: a mirror is the path of a file or an address of PostgreSQL. Whatever may hold a password
// elsewhere is refused, and nothing of it is repeated.
func TestDatabase(t *testing.T) {
	t.Parallel()
	mirror := Definition{Key: "mirror", Kind: Database}
	for _, good := range []string{
		"m.db", "/srv/x=1/m.db", "/srv/user/m.db", `C:\Users\ann@example\m.db`, "C:/ann@x/m.db", "/srv/ann:x@y/m.db", "/srv/my passwords/m.db", "a = b.db",
		"postgres://ann@h/db", "postgresql://ann:x@h:5432/db?sslmode=verify-full&search_path=x",
	} {
		if got, err := mirror.Check(good); err != nil || got != good {
			t.Errorf("%s: %q, %v", good, got, err)
		}
	}
	for _, bad := range []string{
		"host=h password=SECRET", "password = SECRET host=h", "hots=h password=SECRET", "PGPASSWORD=SECRET", "user=SECRET", "dbname =SECRET", "pwd=SECRET",
		"Postgres://u:SECRET@h/d", "mysql://u:SECRET@h/d", "postgres:u:SECRET@h/d", "u:SECRET@h/d", "u=SECRET://x", "postgres://h/d&password=SECRET", "postgres://u@h/d#SECRET",
		"jdbc:postgresql://h/d?password=SECRET", "password='SEC RET SECRET'", "postgres://u:%SECRET@h/d",
	} {
		_, err := mirror.Check(bad)
		if err == nil {
			t.Errorf("%s is taken", bad)
			continue
		}
		if strings.Contains(err.Error(), "SECRET") {
			t.Errorf("%s is repeated: %v", bad, err)
		}
	}
}
