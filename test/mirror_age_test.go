package test

import (
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/cli"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/test/harness"
)

// TestAgesThatCannotBeKnown: where the clock stands before the last sync, or at the beginning of time,
// no age is made up, and none satisfies --require.
func TestAgesThatCannotBeKnown(t *testing.T) {
	harness.OneByOne(t)
	home := t.TempDir()
	variables := map[string]string{"HOME": home, "AIMSIO_STATE_DIR": home + "/state", "AIMSIO_ENV": "demo"}
	at := func(now time.Time, args ...string) outcome {
		return runIn(func(world cmdkit.System) int {
			world.Now = func() time.Time { return now }
			return cli.Run(args, world)
		}, "", variables)
	}
	synced := time.Date(2026, time.November, 1, 12, 0, 0, 0, time.UTC)
	if got := at(synced, "sync", "payrollperiods"); got.code != 0 {
		t.Fatalf("sync: %+v", got)
	}
	for _, c := range []struct {
		name string
		now  time.Time
		want string
	}{
		{"an hour later", synced.Add(time.Hour), "is 1h old"},
		{"clocks a little apart", synced.Add(-time.Minute), "is 0s old"},
		{"the clock was put back", synced.AddDate(0, 0, -1), "is of unknown age: the last sync is dated 2026-11-01T12:00:00Z, and this machine's clock says 2026-10-31T12:00:00Z"},
		{"a clock without a battery", time.Unix(0, 0), "is of unknown age"},
		{"no clock at all", time.Time{}, "is of unknown age"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, args := range [][]string{
				{"sql", "select count(*) from payrollperiods"},
				{"payrollperiods", "list", "--offline"},
			} {
				got := at(c.now, args...)
				if got.code != 0 || !strings.Contains(got.err, c.want) {
					t.Errorf("%s: %d, %s", args, got.code, got.err)
				}
			}
			code := 1
			if strings.HasSuffix(c.want, "old") {
				code = 0
			}
			if got := at(c.now, "sql", "--require", "payrollperiods=24h", "select 1"); got.code != code {
				t.Errorf("--require: %d, %s", got.code, got.err)
			}
			if got := at(c.now, "mirror", "status", "-o", "csv"); got.code != 0 || strings.Contains(got.out, "unknown") != (code == 1) {
				t.Errorf("status: %d, %s%s", got.code, got.out, got.err)
			}
		})
	}
}
