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

// Another zone of days makes the views anew, without a sync.
func TestViewsFollowTheZoneOfDays(t *testing.T) {
	t.Parallel()
	server, _ := forgetful(t, `{"jobGuid":"1","jobNumber":"J-1","jobStartDate":1772323200000}`, "")
	for name, environment := range mirrored(t, with(variables(t, server), "TZ=America/Edmonton")) {
		if got := run(environment, "sync", "joborders", "-q"); got.code != 0 {
			t.Fatalf("%s: %+v", name, got)
		}
		for _, c := range []struct{ zone, count string }{{"UTC", "1"}, {"America/Edmonton", "0"}, {"Etc/GMT-14", "0"}, {"UTC", "1"}} {
			got := run(with(environment, "AIMSIO_DAY_ZONE="+c.zone), "sql", "-q", "-o", "csv", "--no-header",
				"select count(*) from joborders where jobStartDate = '2026-03-01'")
			if got.out != c.count+"\n" {
				t.Errorf("%s with days of %s finds %q: %s", name, c.zone, got.out, got.err)
			}
		}
	}
}

// What a server did not keep is told in days.
func TestVerifyTellsOfDays(t *testing.T) {
	t.Parallel()
	server, _ := forgetful(t, `{"jobGuid":"1","jobNumber":"J-1","jobStartDate":1772323200000}`, `{}`)
	got := run(with(variables(t, server), "TZ=America/Edmonton"),
		"joborders", "update", "1", "--set", "jobStartDate=2026-03-02", "--verify", "--no-validate")
	if got.code != 6 || !strings.Contains(got.err, "jobStartDate: sent 2026-03-02, the server has 2026-03-01") {
		t.Errorf("%+v", got)
	}
}
