package test

import (
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cli"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/files"
	"github.com/aimsio-cli/aimsio/internal/simulator"
	"github.com/aimsio-cli/aimsio/test/harness"
)

// A clock that jumps by years between two commands makes none of them hang, lose a record, tell an age that
// cannot be or move a day, and the log has all that was written. A lock holds as long as its holder lives,
// whatever the clock says.
func TestClocksThatJumpByYears(t *testing.T) {
	t.Parallel()
	server, _ := simulated(t, func(o *simulator.Options) { o.Jobs = 4 })
	environment := variables(t, server)
	impossible := regexp.MustCompile(`-\d+[smhd] |\d{4,}d `)
	daysOnly := regexp.MustCompile(`^(J-\d+,\d{4}-\d\d-\d\d\n){4}$`)
	years := []int{2026, 2038, 2019, 1971, 2120, 2026}
	var days string
	for n, year := range years {
		at := func(args ...string) harness.Outcome {
			now := time.Date(year, time.March, 1, 12, 0, 0, 0, time.UTC)
			return harness.RunAt(now, func(world cmdkit.System) int { return cli.RunWith(api.Builtin(), args, world) }, "", environment)
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
		got := at("joborders", "list", "--full", "-o", "csv", "--columns", "jobNumber,jobStartDate", "--no-header")
		if days == "" {
			days = got.Out
		}
		if got.Code != 0 || got.Out != days || !daysOnly.MatchString(days) {
			t.Errorf("in %d the days are %q, they were %q: %s", year, got.Out, days, got.Err)
		}
		day := strings.Split(strings.SplitN(days, "\n", 2)[0], ",")
		if got := at("joborders", "list", "--full", "--filter", "jobStartDate="+day[1], "-o", "ndjson", "--jq", ".jobNumber"); !strings.Contains(got.Out, day[0]+"\n") {
			t.Errorf("in %d, nothing begins at %s: %+v", year, day[1], got)
		}
		held := lockedMirror(t, environment)
		if got := at("sync", "companies"); got.Code != 1 || !strings.Contains(got.Err, "another process fills the mirror") {
			t.Errorf("in %d, the lock does not hold: %+v", year, got)
		}
		if err := held.Release(); err != nil {
			t.Error(err)
		}
	}
	if got := run(environment, "log", "-o", "json", "--jq", "length"); got.out != "6\n" {
		t.Errorf("the log has %s runs: %s", strings.TrimSpace(got.out), got.err)
	}
}

// lockedMirror holds the lock of the only mirror, as a process that fills it does.
func lockedMirror(t *testing.T, environment map[string]string) *files.Lock {
	t.Helper()
	mirrors, err := filepath.Glob(environment["XDG_STATE_HOME"] + "/aimsio/mirrors/*.db")
	if err != nil || len(mirrors) != 1 {
		t.Fatalf("the mirrors are %v, %v", mirrors, err)
	}
	lock, err := files.Try(mirrors[0] + ".lock")
	if err != nil {
		t.Fatal(err)
	}
	return lock
}

// What a server asked all commands to wait holds as long as it asked, and no longer: also where the clock
// jumps by years meanwhile, and where that of the server is in another year.
func TestAPauseAndClocksThatJump(t *testing.T) {
	const century = 100 * 365 * 24 * time.Hour
	environment := variables(t, "http://127.0.0.1:80")
	// at carries out command lines on a clock that is so much later than that of a bubble, and gives how long they took.
	at := func(name string, later time.Duration, answer http.HandlerFunc, code, calls int, said string, args ...string) {
		bubble(t, name, func(t *testing.T) {
			time.Sleep(later)
			n := newNetwork(t, &fault{answer: answer}, func(_ string, try int) bool { return try == 1 })
			begun := time.Now()
			got := harness.RunOver(n.dial, environment, append([]string{"joborders", "list", "-o", "ndjson"}, args...)...)
			if got.Code != code || n.tries() != calls || !strings.Contains(got.Err, said) {
				t.Errorf("%d calls, %+v, want %d, code %d and %q", n.tries(), got, calls, code, said)
			}
			if took := time.Since(begun); took > 11*time.Minute {
				t.Errorf("it took %s", took)
			}
		})
	}
	refuse := answers(http.StatusTooManyRequests, "", "Retry-After", "600")
	at("refused in another century", century, refuse, 7, 1, "it asks to wait 10m0s", "--max-wait", "1s")
	at("a hundred years before", 0, nil, 7, 0, "not sent: the server asked all commands to wait, until 00:10:00 (another 10m0s)", "--max-wait", "1s")
	at("the pause is over", 0, nil, 0, 1, "", "--max-wait", "11m")
	at("refused again", 0, refuse, 7, 1, "it asks to wait 10m0s", "--max-wait", "1s")
	at("a hundred years later", century, nil, 0, 1, "", "--max-wait", "1s")
	theirs := answers(http.StatusServiceUnavailable, "", "Date", "Sun, 01 Nov 2026 12:00:00 GMT", "Retry-After", "Sun, 01 Nov 2026 12:00:40 GMT")
	at("a server of a later year", 0, theirs, 0, 2, "", "--max-wait", "1m")
	at("a server of an earlier year", century, theirs, 0, 2, "", "--max-wait", "1m")
}
