// Package databasetest gives tests a PostgreSQL of their own. Nothing but tests may use it.
package databasetest

import (
	"context"
	"crypto/rand"
	"os"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/database"
)

// Variable names the PostgreSQL that the tests may use: .ci/postgres starts one.
const Variable = "AIMSIO_TEST_POSTGRES"

// Postgres gives the address of a schema that only this test has. It and the ledger's beside it are dropped at the end. It skips
// the test where there is no server.
func Postgres(t *testing.T) string {
	t.Helper()
	server := os.Getenv(Variable) //nolint:forbidigo // a test is not handed a machine
	if server == "" {
		t.Skipf("%s is not set: .ci/postgres starts a server and prints its address", Variable)
	}
	schema := "aimsio_test_" + strings.ToLower(rand.Text())
	t.Cleanup(func() {
		ctx := context.WithoutCancel(t.Context())
		opened, err := database.OpenPostgres(ctx, database.Mirror, server, "", "test")
		if err == nil {
			_, err = opened.ExecContext(ctx, "drop schema if exists "+schema+", "+schema+"_ledger cascade")
			_ = opened.Close()
		}
		if err != nil {
			t.Error(err)
		}
	})
	return server + "?search_path=" + schema
}
