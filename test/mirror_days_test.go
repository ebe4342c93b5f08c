package test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/test/harness"
)

// The views tell the same days as list does, in whatever zone days begin, and lose no value that begins none.
func TestDaysInViews(t *testing.T) {
	t.Parallel()
	harness.OneByOne(t)
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
			other := run(environment, "joborders", "list", "--full", "-q", "-o", "csv", "--no-header", "--columns", "jobEndDate", "--time", zone).out
			if name != "sqlite" {
				other = "2026-03-01T07:26:40.123Z\n"
			}
			if got := run(environment, "sql", "-q", "-o", "csv", "--no-header", "select "+end+" from joborders"); got.out != other {
				t.Errorf("%s on %s: a value that begins no day: %q, want %q: %s", zone, name, got.out, other, got.err)
			}
		}
	}
}

// What stands in a field of days and begins none has one text, whoever shows it, and its place among days by
// the time: before the day that begins after it.
func TestTimesAmongDays(t *testing.T) {
	t.Parallel()
	harness.OneByOne(t)
	for _, zone := range []string{"America/Edmonton", "UTC", "America/St_Johns", "Asia/Kolkata", "Etc/GMT+6", "America/Santiago"} {
		location, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		var jobs [][3]string
		add := func(at time.Time) {
			id := fmt.Sprintf("g%d", (len(jobs)*7+3)%11)
			jobs = append(jobs, [3]string{id, "1", fmt.Sprintf(`{"jobGuid":%q,"jobNumber":%q,"jobStartDate":%d}`, id, id, at.UnixMilli())})
		}
		for _, at := range []string{
			"2026-10-28T00:00:00", "2026-10-28T18:00:00", "2026-10-28T18:00:00.120", "2026-10-28T18:00:01", "2026-10-29T00:00:00",
			"2026-10-29T00:00:00.001", "2026-10-29T23:59:59.999", "2026-10-30T00:00:00", "1969-12-31T12:00:00", "1883-01-01T10:00:00",
			"0001-01-02T01:02:03.004",
		} {
			moment, err := time.ParseInLocation("2006-01-02T15:04:05", at, location)
			if err != nil {
				t.Fatal(err)
			}
			add(moment)
		}
		_, server := newShelf(t, jobs...)
		environment := with(variables(t, server), "AIMSIO_DAY_ZONE="+zone, "AIMSIO_TIME_ZONE="+zone)
		synced(t, environment)
		list := run(environment, "joborders", "list", "--full", "-q", "-o", "csv", "--no-header", "--columns", "jobStartDate", "--sort", "jobStartDate").out
		if strings.Count(list, "\n") != len(jobs) {
			t.Fatal(list)
		}
		if zone == "UTC" { // where a Z comes after a point
			list = strings.Replace(list, "2026-10-28T18:00:00Z\n2026-10-28T18:00:00.120Z\n", "2026-10-28T18:00:00.120Z\n2026-10-28T18:00:00Z\n", 1)
		}
		if got := run(environment, "sql", "-q", "-o", "csv", "--no-header", "select jobStartDate from joborders order by 1").out; got != list {
			t.Errorf("%s: sql says\n%s, list\n%s", zone, got, list)
		}
		if got := asked(t, environment, "select count(*) from joborders where jobStartDate < '2026-10-29'"); got != "7" {
			t.Errorf("%s: %s are before the 29th, want 7", zone, got)
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
