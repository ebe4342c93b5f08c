package test

import (
	"os"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/simulator"
)

// bouncerVariable names a PgBouncer: .ci/postgres starts one, whose databases are called after the ways in
// which it shares connections, and which leaves search_path out.
const bouncerVariable = "AIMSIO_TEST_PGBOUNCER"

// TestBehindPgBouncer: everything works where a session is not one's own, and nothing is made in public.
func TestBehindPgBouncer(t *testing.T) {
	t.Parallel()
	for _, mode := range []string{"session", "transaction"} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			direct, bouncer := postgresMirror(t), os.Getenv(bouncerVariable)
			if bouncer == "" {
				t.Skipf("%s is not set: .ci/postgres starts a PgBouncer and prints its address", bouncerVariable)
			}
			_, schema, _ := strings.Cut(direct, "?")
			server, _ := simulated(t, func(o *simulator.Options) { o.Jobs = 30 })
			environment := with(variables(t, server), "AIMSIO_MIRROR="+bouncer+"/"+mode+"?"+schema)
			if got := synced(t, environment); got != "30,30,0,0,0,0,0,0" {
				t.Errorf("the first: %s", got)
			}
			if got := synced(t, environment, "--recheck"); got != "30,0,0,30,0,0,0,0" {
				t.Errorf("the second: %s", got)
			}
			for _, args := range [][]string{
				{"joborders", "list", "--full", "--sort", "jobName", "-o", "json", "--jq", "length"},
				{"joborders", "list", "--full", "--offline", "--sort", "-jobNumber", "-o", "json", "--jq", "length"},
				{"sql", "-q", "-o", "csv", "--no-header", "select count(*) from joborders"},
			} {
				if got := run(environment, args...); got.code != 0 || got.out != "30\n" {
					t.Errorf("%v: %+v", args, got)
				}
			}
			if got := run(environment, "joborders", "get", "J-00002", "J-00003", "-o", "json", "--jq", "length"); got.out != "2\n" {
				t.Errorf("by key: %+v", got)
			}
			if got := strings.Join(tablesOf(t, direct), " "); got != "failures history meta objects syncs" {
				t.Errorf("what is left there: %s", got)
			}
			if got := run(environment, "mirror", "clear", "--yes"); got.code != 0 {
				t.Errorf("clearing: %+v", got)
			}
			if got := tablesOf(t, direct); len(got) > 0 {
				t.Errorf("after it there are %v", got)
			}
		})
	}
}

// TestOneAtATimeBehindPgBouncer: two processes do not fill one mirror at once, though they share their
// connections; the second tells who does.
func TestOneAtATimeBehindPgBouncer(t *testing.T) {
	t.Parallel()
	direct, bouncer := postgresMirror(t), os.Getenv(bouncerVariable)
	if bouncer == "" {
		t.Skipf("%s is not set: .ci/postgres starts a PgBouncer and prints its address", bouncerVariable)
	}
	_, schema, _ := strings.Cut(direct, "?")
	shelf, server := newShelf(t, numberedJobs(1, 3)...)
	environment := with(variables(t, server), "AIMSIO_MIRROR="+bouncer+"/transaction?"+schema)
	synced(t, environment)
	var second outcome
	shelf.during(func() {
		second = run(with(environment, "AIMSIO_URL="+server), "sync", "joborders")
	})
	if got := run(environment, "sync", "joborders", "--recheck"); got.code != 0 {
		t.Errorf("the first: %+v", got)
	}
	if second.code != 1 || !strings.Contains(second.err, "is being filled by aimsio sync (process ") {
		t.Errorf("the second: %+v", second)
	}
}

// TestStatementPoolingIsRefused: where not even a transaction is one's own, nothing is made anywhere.
func TestStatementPoolingIsRefused(t *testing.T) {
	t.Parallel()
	direct, bouncer := postgresMirror(t), os.Getenv(bouncerVariable)
	if bouncer == "" {
		t.Skipf("%s is not set: .ci/postgres starts a PgBouncer and prints its address", bouncerVariable)
	}
	_, schema, _ := strings.Cut(direct, "?")
	server, _ := simulated(t, func(o *simulator.Options) { o.Jobs = 2 })
	got := run(with(variables(t, server), "AIMSIO_MIRROR="+bouncer+"/statement?"+schema), "sync", "joborders")
	if got.code == 0 || !strings.Contains(got.err, "transaction blocks not allowed in statement pooling mode") {
		t.Errorf("%+v", got)
	}
	if got := tablesOf(t, direct); len(got) > 0 {
		t.Errorf("there are %v", got)
	}
}

// TestSQLAsASuperuser: it is refused with the reason and the ways to go on, and can be allowed.
func TestSQLAsASuperuser(t *testing.T) {
	t.Parallel()
	address := postgresMirror(t)
	server, _ := simulated(t, func(o *simulator.Options) { o.Jobs = 2 })
	environment := with(variables(t, server), "AIMSIO_MIRROR="+address)
	synced(t, environment)
	admin := with(environment, "AIMSIO_MIRROR="+strings.Replace(address, "mirror:mirror@", "admin:mirror@", 1))
	got := run(admin, "sql", "select count(*) from joborders", "-o", "json")
	if got.code != 9 || got.out != "" || !strings.Contains(got.err, "of the role admin could do more than read") || !strings.Contains(got.err, "is a superuser") ||
		!strings.Contains(got.err, "--allow-superuser") {
		t.Errorf("refused: %+v", got)
	}
	if got := run(admin, "sql", "--allow-superuser", "-q", "-o", "csv", "--no-header", "select count(*) from joborders"); got.code != 0 || got.out != "2\n" {
		t.Errorf("allowed: %+v", got)
	}
	nested := "/* /* */ select 1 */ copy (select 1) to program 'false'"
	if got := run(admin, "sql", "--allow-superuser", nested); got.code != 2 || !strings.Contains(got.err, "this statement gives no rows") {
		t.Errorf("a command behind nested comments: %+v", got)
	}
	if got := run(environment, "sql", "-q", "-o", "csv", "--no-header", "select $$a;b$$ as x; select 1"); got.out != "a;b\n1\n" {
		t.Errorf("several: %+v", got)
	}
}
