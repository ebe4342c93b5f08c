package database_test

import (
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/mirror/sqltext"
)

// TestSchemas: a schema needs no quotes, is no longer than PostgreSQL keeps it, and is that of one environment.
func TestSchemas(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("e", 80)
	taken := map[string]string{}
	for environment, want := range map[string]string{
		"sandbox": "aimsio_sandbox", "Sandbox": "aimsio_sandbox_", "my env": "aimsio_my_env_", "my-env": "aimsio_my_env_", "my_env": "aimsio_my_env",
		"": "aimsio_", long: "aimsio_eee", long + "e": "aimsio_eee", "日本": "aimsio____",
	} {
		got := database.SchemaFor(environment)
		if !strings.HasPrefix(got, want) || len(got) > sqltext.LongestName || strings.Trim(got, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" {
			t.Errorf("%q has the schema %q, want %s…", environment, got, want)
		}
		if other, is := taken[got]; is {
			t.Errorf("%q and %q have one schema, %q", environment, other, got)
		}
		taken[got] = environment
	}
	if got := database.SchemaFor("sandbox"); got != "aimsio_sandbox" {
		t.Errorf("a plain name has the schema %q", got)
	}
}

// TestFileNames: a file that is there is found again, and no two environments have one.
func TestFileNames(t *testing.T) {
	t.Parallel()
	for environment, want := range map[string]string{
		"sandbox": "sandbox.db", "my.env-2": "my.env-2.db", "Sandbox": "sandbox-67fc6249.db", "a/b": "a_b-c14cddc0.db", "日本": "__-cf2abf0c.db",
	} {
		if got := database.FileName(environment); got != want {
			t.Errorf("%q has the file %q, want %q", environment, got, want)
		}
	}
}
