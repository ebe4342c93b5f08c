package test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cli"
	"github.com/aimsio-cli/aimsio/internal/simulator"
	"github.com/aimsio-cli/aimsio/test/harness"
)

// A clock that jumps by years between two commands makes none of them hang, lose a record or tell an age
// that cannot be, and the log has all that was written.
func TestClocksThatJumpByYears(t *testing.T) {
	t.Parallel()
	server, _ := simulated(t, func(o *simulator.Options) { o.Jobs = 4 })
	environment := variables(t, server)
	impossible := regexp.MustCompile(`-\d+[smhd] |\d{4,}d `)
	years := []int{2026, 2038, 2019, 1971, 2120, 2026}
	for n, year := range years {
		at := func(args ...string) harness.Outcome {
			now := time.Date(year, time.March, 1, 12, 0, 0, 0, time.UTC)
			return harness.RunAt(now, func(world cli.World) int { return cli.RunWith(api.Builtin(), args, world) }, "", environment)
		}
		for _, args := range [][]string{
			{"joborders", "list", "--full", "-o", "ndjson", "--columns", "jobNumber"},
			{"sync", "joborders", "companies", "-q"},
			{"sql", "select count(*) as n from joborders", "-o", "csv", "--no-header"},
			{"joborders", "get", "J-00001", "--offline", "-o", "json"},
			{"companies", "update", "C0001", "--set", "companyName=Name " + strings.Repeat("x", n+1), "-o", "csv", "--no-header", "--columns", "outcome"},
			{"changes", "--since", "7d", "-o", "json"},
			{"mirror", "status"},
		} {
			got := at(args...)
			if got.Code != 0 || impossible.MatchString(got.Err+got.Out) {
				t.Errorf("in %d, %v: %+v", year, args, got)
			}
			switch {
			case args[0] == "sql" && got.Out != "4\n", args[1] == "list" && strings.Count(got.Out, "\n") != 4, args[1] == "update" && got.Out != "updated\n":
				t.Errorf("in %d, %v gave %q", year, args, got.Out)
			}
		}
	}
	if got := run(environment, "log", "-o", "json", "--jq", "length"); got.out != "6\n" {
		t.Errorf("the log has %s runs: %s", strings.TrimSpace(got.out), got.err)
	}
}
