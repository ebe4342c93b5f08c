package test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/test/harness"
)

// textDays is a server that sends days as texts of milliseconds: the second begins in another century's
// number of digits, the third is no midnight, and the last is none at all.
func textDays(t *testing.T) (*shelf, string) {
	t.Helper()
	job := func(id, start string) [3]string {
		return [3]string{id, "1", fmt.Sprintf(`{"jobGuid":%q,"jobNumber":"J-%s","jobStatus":"Active","jobStartDate":%s}`, id, id[1:], start)}
	}
	return newShelf(t, job("g1", `"1793232000000"`), job("g2", `"883612800000"`), job("g3", `"1793275200000"`), job("g4", `1793318400000`))
}

// TestDaysThatAreTexts: the text of milliseconds is the day or the time that the number would be, in tables,
// CSV, filters, sorts and dry runs, with the mirror, past it and offline. JSON keeps it as it is.
func TestDaysThatAreTexts(t *testing.T) {
	t.Parallel()
	harness.OneByOne(t)
	_, server := textDays(t)
	for name, environment := range mirrored(t, with(variables(t, server), "TZ=UTC")) {
		synced(t, environment)
		list := []string{"joborders", "list", "--full", "--columns", "jobNumber,jobStartDate", "--no-header", "-o", "csv"}
		const first, second, third, fourth = "J-1,2026-10-29\n", "J-2,1998-01-01\n", "J-3,2026-10-29T12:00:00Z\n", "J-4,2026-10-30\n"
		for flags, want := range map[string]string{
			"":                                           first + second + third + fourth,
			"--excel":                                    "\ufeff" + strings.ReplaceAll(first+second+third+fourth, "\n", "\r\n"),
			"--sort jobStartDate":                        second + first + third + fourth,
			"--sort -jobStartDate":                       fourth + third + first + second,
			"--filter jobStartDate=2026-10-29":           first + third,
			"--filter jobStartDate!=2026-10-29":          second + fourth,
			"--filter jobStartDate<2026-10-29":           second,
			"--filter jobStartDate>=2026-10-29":          first + third + fourth,
			"--filter jobStartDate=1793232000000":        first,
			"--filter jobStartDate>2026-10-29T00:00:00Z": third + fourth,
			"--filter jobStartDate~10-29":                first + third,
		} {
			got := everyWay(t, environment, append(list, strings.Fields(flags)...)...)
			if got.code != 0 || got.out != want || strings.Contains(got.err, "warning") {
				t.Errorf("%s: %s: %+v, want %q", name, flags, got, want)
			}
		}
		table := everyWay(t, environment, "joborders", "list", "--full", "--columns", "jobStartDate", "--no-header", "-q")
		if table.out != "2026-10-29\n1998-01-01\n2026-10-29T12:00:00Z\n2026-10-30\n" {
			t.Errorf("%s: %q", name, table.out)
		}
		end := "jobStartDate"
		if name != "sqlite" {
			end = "coalesce(to_char(jobStartDate, 'YYYY-MM-DD'), to_char(jobStartDate_time, 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'))"
		}
		views := run(environment, "sql", "-q", "-o", "csv", "--no-header", "select "+end+" from joborders order by jobNumber")
		if views.out != table.out {
			t.Errorf("%s: sql says %q, list %q", name, views.out, table.out)
		}
		raw := everyWay(t, environment, "joborders", "list", "--full", "--columns", "jobStartDate", "-o", "ndjson", "--limit", "2")
		if raw.out != `{"jobStartDate":"1793232000000"}`+"\n"+`{"jobStartDate":"883612800000"}`+"\n" {
			t.Errorf("%s: %q", name, raw.out)
		}
	}
}

// TestADayThatIsATextIsKept: one that is written as the same day changes nothing, and another is shown as days.
func TestADayThatIsATextIsKept(t *testing.T) {
	t.Parallel()
	_, server := textDays(t)
	environment := with(variables(t, server), "TZ=UTC")
	update := []string{"joborders", "update", "g1", "--dry-run", "--set"}
	if got := run(environment, append(update, "jobStartDate=2026-10-29")...); got.code != 0 || !strings.Contains(got.out, "unchanged") {
		t.Errorf("the same day: %+v", got)
	}
	if got := run(environment, append(update, "jobStartDate=2026-10-31")...); !strings.Contains(got.out, "jobStartDate: 2026-10-29 → 2026-10-31") {
		t.Errorf("another day: %+v", got)
	}
	csv := fileWith(t, "jobs.csv", "jobGuid,jobStartDate\ng1,2026-10-29\ng2,1998-01-01\ng3,2026-10-29T12:00:00Z\n")
	if got := run(environment, "joborders", "update", "-f", csv, "--dry-run"); got.code != 0 || !strings.Contains(got.err, "0 records would be sent") {
		t.Errorf("an export that nobody edited: %+v", got)
	}
}

// TestVerifyKnowsADayThatIsAText: what was sent as a number and kept as a text is as sent.
func TestVerifyKnowsADayThatIsAText(t *testing.T) {
	t.Parallel()
	server, sent := forgetful(t, `{"jobGuid":"1","jobNumber":"J-1","jobStartDate":"1772323200000"}`, "")
	for day, c := range map[string]struct {
		code int
		body string
	}{"2026-03-01": {0, `"jobStartDate":1772323200000`}, "2026-03-02": {6, `"jobStartDate":1772409600000`}} {
		got := run(with(variables(t, server), "TZ=UTC"), "joborders", "create", "--if-exists", "update", "--set", "jobNumber=J-1",
			"--set", "jobStartDate="+day, "--verify", "--no-validate", "-q")
		if got.code != c.code || strings.Contains(got.err, "jobStartDate: sent") != (c.code != 0) {
			t.Errorf("%s: %+v", day, got)
		}
		if bodies := sent(); len(bodies) != 1 || !strings.Contains(bodies[0], c.body) {
			t.Errorf("%s: sent %q", day, bodies)
		}
	}
}

// TestAFilterThatCannotCompareWarns: a day that can be read as none is not missed in silence.
func TestAFilterThatCannotCompareWarns(t *testing.T) {
	t.Parallel()
	shelf, server := textDays(t)
	shelf.put("g5", "1", `{"jobGuid":"g5","jobNumber":"J-5","jobStartDate":"end of October","jobLocationLat":"north"}`)
	shelf.put("g6", "1", `{"jobGuid":"g6","jobNumber":"J-6","jobStartDate":"2026-10-29T06:00:00-06:00","jobLocationLat":"52.5"}`)
	shelf.put("g7", "1", `{"jobGuid":"g7","jobNumber":"J-7","jobStartDate":"2026-10-29"}`)
	environment := with(variables(t, server), "TZ=UTC")
	synced(t, environment)
	for filter, c := range map[string]struct{ ids, warning string }{
		"jobStartDate=2026-10-29":            {"1 3 6 7", `warning: jobStartDate = 2026-10-29: some records have no day there, such as "end of October", and cannot be compared`},
		"jobStartDate>=2026-10-30":           {"4", `such as "end of October", and cannot be compared`},
		"jobStartDate>=2026-10-29T01:00:00Z": {"3 4 6", "cannot be compared"},
		"jobStartDate~October":               {"5", ""},
		"jobLocationLat>50":                  {"6", `some records have no number there, such as "north", and cannot be compared`},
		"jobLocationLat=52.5":                {"6", ""},
	} {
		got := everyWay(t, environment, "joborders", "list", "--full", "--filter", filter, "-o", "ndjson", "--columns", "jobNumber", "--jq", `.jobNumber[2:]`)
		if ids := strings.Join(strings.Fields(got.out), " "); got.code != 0 || ids != c.ids || !strings.Contains(got.err, c.warning) || c.warning == "" && strings.Contains(got.err, "warning") {
			t.Errorf("%s: %+v, want %s", filter, got, c.ids)
		}
	}
}
