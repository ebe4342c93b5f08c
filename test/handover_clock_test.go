package test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cli"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/simulator"
	"github.com/aimsio-cli/aimsio/test/harness"
)

// A clock that jumps by years between two runs of an export, or goes back, hands no record over twice and leaves none behind, and the
// numbers of the batches go on.
func TestHandOversUnderClocksThatJump(t *testing.T) {
	t.Parallel()
	server, _ := simulated(t, func(o *simulator.Options) { o.Jobs = 20 })
	environment, folder := variables(t, server), t.TempDir()
	all := strings.Fields(run(environment, "timecards", "list", "--full", "--no-mirror", "-o", "csv", "--columns", "timecardGuid", "--no-header").out)
	for n, year := range []int{2026, 1971, 2120, 2019, 2026} {
		args := []string{
			"timecards", "export", "--to", "payroll", "--out", filepath.Join(folder, "t-{batch}.csv"), "--columns", "timecardGuid",
			"--limit", "5", "-o", "ndjson",
		}
		now := time.Date(year, time.March, 1, 12, 0, 0, 0, time.UTC)
		got := harness.RunAt(now, func(world cmdkit.System) int { return cli.RunWith(api.Builtin(), args, world) }, "", environment)
		wants := []string{`"batch":1,`, `"batch":2,`, `"batch":3,`, `"batch":4,`, ""}[n]
		if got.Code != 0 || !strings.Contains(got.Out, wants) || strings.Count(got.Out, "\n") != min(len(wants), 1) {
			t.Errorf("in %d: %+v", year, got)
		}
	}
	var received []string
	for _, file := range []string{"t-1.csv", "t-2.csv", "t-3.csv", "t-4.csv"} {
		content, err := os.ReadFile(filepath.Join(folder, file))
		if err != nil {
			t.Fatal(err)
		}
		received = append(received, strings.Fields(string(content))[1:]...)
	}
	slices.Sort(received)
	slices.Sort(all)
	if len(all) != 20 || !slices.Equal(received, all) {
		t.Errorf("received %q of %q", received, all)
	}
}
