package test

import (
	"strings"
	"testing"
)

// The views tell the same days as list does, in whatever zone days begin, and lose no value that begins none.
func TestDaysInViews(t *testing.T) {
	t.Parallel()
	for zone, start := range map[string]string{"UTC": "1772323200000", "America/Edmonton": "1772348400000", "Pacific/Kiritimati": "1772272800000"} {
		server, _ := forgetful(t, `{"jobGuid":"1","jobNumber":"J-1","jobStartDate":`+start+`,"jobEndDate":1772350000123}`, "")
		for name, environment := range mirrored(t, with(variables(t, server), "AIMSIO_DAY_ZONE="+zone, "TZ=America/St_Johns")) {
			if got := run(environment, "sync", "joborders", "-q"); got.code != 0 {
				t.Fatalf("%s: %+v", name, got)
			}
			list := run(environment, "joborders", "list", "--full", "-q", "-o", "csv", "--no-header", "--columns", "jobStartDate")
			got := run(environment, "sql", "-q", "-o", "csv", "--no-header", "select jobStartDate from joborders where jobStartDate = '2026-03-01'")
			if got.out != "2026-03-01\n" || list.out != got.out {
				t.Errorf("%s on %s: sql says %q, list %q: %s", zone, name, got.out, list.out, got.err)
			}
			end := "jobEndDate"
			if name != "sqlite" {
				end = "jobEndDate_time"
			}
			if got := run(environment, "sql", "-q", "-o", "csv", "--no-header", "select "+end+" from joborders"); !strings.HasPrefix(got.out, "2026-03-01T07:26:40.123") {
				t.Errorf("%s on %s: a value that begins no day: %q %s", zone, name, got.out, got.err)
			}
		}
	}
}
