package test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver of PostgreSQL

	"github.com/aimsio-cli/aimsio/internal/simulator"
	"github.com/aimsio-cli/aimsio/test/harness"
)

// postgresVariable names the PostgreSQL that the tests may use: .ci/postgres starts one.
const postgresVariable = "AIMSIO_TEST_POSTGRES"

// schemas tells the schemas of a run apart.
var schemas atomic.Int64

// postgresMirror gives the address of a mirror of a test's own, which is dropped at the end. It skips
// the test where there is no server.
func postgresMirror(t *testing.T) string {
	t.Helper()
	server := os.Getenv(postgresVariable)
	if server == "" {
		t.Skipf("%s is not set: .ci/postgres starts a server and prints its address", postgresVariable)
	}
	schema := fmt.Sprintf("mirror_cli_%d_%d", os.Getpid(), schemas.Add(1))
	t.Cleanup(func() { direct(t, server, "drop schema if exists "+schema+" cascade") })
	return server + "?search_path=" + schema
}

// direct does something to a database past the program.
func direct(t *testing.T, address, statement string) {
	t.Helper()
	db, err := sql.Open("pgx", address)
	if err == nil {
		_, err = db.ExecContext(context.WithoutCancel(t.Context()), statement)
		_ = db.Close()
	}
	if err != nil {
		t.Errorf("%s: %v", statement, err)
	}
}

// tablesOf lists the tables of a mirror's schema and, with their schema, those in public.
func tablesOf(t *testing.T, address string) (tables []string) {
	t.Helper()
	_, schema, _ := strings.Cut(address, "search_path=")
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	var list sql.NullString
	err = db.QueryRowContext(t.Context(), `select string_agg(case schemaname when $1 then tablename else schemaname || '.' || tablename end, ' ' order by tablename)
		from pg_tables where schemaname in ($1, 'public')`, schema).Scan(&list)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(list.String)
}

// mirrored gives the variables for a mirror in a file and, where there is a server, for one in
// PostgreSQL.
func mirrored(t *testing.T, environment map[string]string) map[string]map[string]string {
	t.Helper()
	all := map[string]map[string]string{"sqlite": environment}
	if os.Getenv(postgresVariable) != "" {
		all["postgres"] = with(environment, "AIMSIO_MIRROR="+postgresMirror(t))
	}
	return all
}

// TestPostgresMirror: the commands work on PostgreSQL as they do on a file, and its password is never
// shown.
func TestPostgresMirror(t *testing.T) {
	t.Parallel()
	address := postgresMirror(t)
	server, log := simulated(t, func(o *simulator.Options) { o.Jobs = 4 })
	environment := with(variables(t, server), "AIMSIO_MIRROR="+address)
	if got := run(environment, "mirror", "clear", "--yes"); got.code != 0 || !strings.Contains(got.err, "there is no mirror at postgres://mirror@") {
		t.Errorf("clearing none: %+v", got)
	}
	if got := run(environment, "joborders", "list", "--full", "-o", "json", "--jq", "length"); got.out != "4\n" {
		t.Errorf("reading without one: %+v", got)
	}
	if got := synced(t, environment); got != "4,4,0,0,0,0,0,0" {
		t.Errorf("the first: %s", got)
	}
	log.forget()
	if got := run(environment, "joborders", "list", "--full", "-o", "csv", "--no-header", "--columns", "jobNumber"); strings.Count(got.out, "\n") != 4 || len(log.all()) != 1 {
		t.Errorf("reading through it: %+v, calls %v", got, log.all())
	}
	if got := run(environment, "joborders", "get", "J-00002", "-o", "json", "--jq", ".jobNumber"); !strings.Contains(got.out, "J-00002") {
		t.Errorf("by key: %+v", got)
	}
	if got := asked(t, environment, "select jobnumber, _updated_at > timestamptz '2020-01-01' from joborders order by 1 limit 1"); got != "J-00001,true" {
		t.Errorf("asking: %s", got)
	}
	if got := run(environment, "sql", "delete from objects"); got.code != 2 {
		t.Errorf("writing: %+v", got)
	}
	if got := run(environment, "__complete", "joborders", "get", "J-0000"); !strings.Contains(got.out, "J-00004\n") {
		t.Errorf("completion: %+v", got)
	}
	if got := run(with(environment, "AIMSIO_USERNAME=somebody"), "sync", "joborders"); got.code != 2 {
		t.Errorf("another user: %+v", got)
	}
	if got := run(environment, "sync", "joborders", "--rebuild"); got.code != 0 {
		t.Errorf("rebuilding what is sound: %+v", got)
	}
	if got := run(environment, "mirror", "status", "--check"); got.code != 0 || !strings.Contains(got.out, "joborders") {
		t.Errorf("status: %+v", got)
	}
	if got := run(environment, "mirror", "clear", "--yes"); got.code != 0 {
		t.Errorf("clearing: %+v", got)
	}
	if got := run(environment, "mirror", "status"); got.code != 1 || !strings.Contains(got.err, `"aimsio sync" makes one`) {
		t.Errorf("status of none: %+v", got)
	}
}

// TestTheirViews: where somebody's view hangs on one of ours, and so keeps it from being made anew, a
// sync brings the records up to date all the same, and tells.
func TestTheirViews(t *testing.T) {
	t.Parallel()
	address := postgresMirror(t)
	server, _ := simulated(t, func(o *simulator.Options) { o.Jobs = 2 })
	environment := with(variables(t, server), "AIMSIO_MIRROR="+address)
	synced(t, environment)
	direct(t, address, "create view theirs as select jobnumber from joborders")
	got := runOn(withPermits(t), environment, "sync", "joborders", "-o", "csv", "--no-header", "--columns", "unchanged")
	if got.code != 0 || got.out != "2\n" || !strings.Contains(got.err, "warning: the views are not up to date: ") {
		t.Errorf("with a view in the way: %+v", got)
	}
	direct(t, address, "drop view theirs")
	got = runOn(withPermits(t), environment, "sync", "joborders", "-q")
	if got.code != 0 || strings.Contains(got.err, "warning") {
		t.Errorf("without it: %+v", got)
	}
	if got := runOn(withPermits(t), environment, "sql", "-q", "-o", "csv", "--no-header", "select count(*) from permits"); got.out != "0\n" {
		t.Errorf("the new view: %+v", got)
	}
}

// TestMirrorPasswordIsNotShown: the password of a database stands in no output, whatever goes wrong.
func TestMirrorPasswordIsNotShown(t *testing.T) {
	t.Parallel()
	harness.OneByOne(t)
	const password = "correct-horse"
	server, _ := simulated(t, nil)
	for _, address := range []string{
		"postgres://ann:" + password + "@127.0.0.1:1/db", "postgres://ann@127.0.0.1:1/db?password=" + password, "postgres://ann:" + password + "@127.0.0.1:port/db",
		"postgres://ann:1/" + password + "@127.0.0.1/db", "postgres://ann:%" + password + "@127.0.0.1/db", "postgres://ann:" + password + "@127.0.0.1:1/db?sslmode=nonsense",
		"host=127.0.0.1 port=1 password=" + password, "host=127.0.0.1 password = '" + password + "'", "hots=h password=" + password, "user=ann pwd=" + password,
		"PASSWORD=" + password + " dbname=x", "Postgres://ann:" + password + "@127.0.0.1:1/db", "mysql://ann:" + password + "@127.0.0.1/db", "ann:" + password + "@127.0.0.1/db",
		"postgres://127.0.0.1:1/db&password=" + password, "postgres://ann@127.0.0.1:1/db#" + password, "postgres://ann@127.0.0.1:1/db?pwd=" + password,
		"postgres://ann:x@" + password + "@127.0.0.1:1/db", "postgres://ann:" + password + "@y@127.0.0.1:1/db", "postgres://" + password + "@y@127.0.0.1:1/db",
		"postgres://ann:x@" + password + ",y@127.0.0.1:1,127.0.0.1:2/db",
	} {
		environment := variables(t, server)
		writeFile(t, environment, "config/aimsio/config.yaml", "environments:\n- name: sandbox\n  mirror: '"+strings.ReplaceAll(address, "'", "''")+"'\n")
		for _, environment := range []map[string]string{environment, with(environment, "AIMSIO_MIRROR="+address)} {
			for _, arguments := range [][]string{
				{"env", "show"}, {"env", "show", "-o", "json"}, {"mirror", "path"}, {"mirror", "status"}, {"mirror", "schema", "joborders"}, {"mirror", "clear", "--yes"},
				{"sync", "joborders"}, {"sync", "joborders", "--rebuild"}, {"joborders", "list", "--full"}, {"joborders", "get", "J-1", "--offline"}, {"sql", "select 1"},
				{"changes"}, {"doctor"}, {"env", "list"}, {"joborders", "get", "1", "--trace=body"}, {"joborders", "update", "J-1", "--set", "jobName=x", "--mirror", address},
				{"sync", "--mirror", address, "-o", "json"}, {"log"}, {"sync", "--mirror", "host=h", "password=" + password},
				{"mirror", "status", "--mirror", "host=h", "PASSWORD='" + password + "'", "-o", "json"}, {"joborders", "list", "--mirror=host=h", "password=" + password},
				{"changes", "--mirror", "host=h", "password=" + password}, {"sql", "--mirror", "host=h", "password=" + password}, {"password=" + password},
				{"mirror", "schema", "password=" + password}, {"mirror", "password=" + password},
			} {
				got := run(environment, arguments...)
				if forms := leaks(got.out+got.err, password); len(forms) > 0 {
					t.Errorf("%s: aimsio %s shows the password as %v:\n%s%s", address, strings.Join(arguments, " "), forms, got.out, got.err)
				}
			}
		}
		for _, leak := range leaksBelow(t, environment["XDG_STATE_HOME"], password) {
			t.Errorf("the password is %s", leak)
		}
	}
}
