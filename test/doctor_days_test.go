package test

import (
	"fmt"
	"net/http"
	"path"
	"strings"
	"testing"
)

// TestDoctorLooksAtDays: a server whose days do not fall on midnight in day_zone is told of, with the zone
// in which they do.
func TestDoctorLooksAtDays(t *testing.T) {
	t.Parallel()
	const (
		winter, summer = 1768460400000, 1784095200000 // midnight in Edmonton, of 15 January and 15 July 2026
		ok, warning    = "ok", "warning"
	)
	for _, c := range []struct {
		name, zone     string
		first, second  int64
		result, detail string
		advice         string
	}{
		{"as set", "America/Edmonton", winter, summer, ok, "2 days of 2 records: all fall on midnight in day_zone, America/Edmonton", ""},
		{
			"in another zone", "UTC", winter, summer, warning, "2 days of 2 records: 0 fall on midnight in day_zone, utc; all do in America/Edmonton",
			"set day_zone to America/Edmonton: `aimsio env add sandbox --set day_zone=America/Edmonton`, or AIMSIO_DAY_ZONE",
		},
		{
			"in none", "UTC", winter, summer + 1, warning, "2 days of 2 records: 0 fall on midnight in day_zone, utc; in none of the zones that were tried all do",
			"the others are shown as times; if they are meant as days, ask Aimsio's support in which zone the account keeps them",
		},
	} {
		server := serving(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			days := map[string]int64{"1": c.first, "2": c.second}
			switch id := path.Base(r.URL.Path); {
			case id == "Timecard":
				_, _ = fmt.Fprint(w, `[{"dtype":"Timecard","guid":"1","updatedAt":1},{"dtype":"Timecard","guid":"2","updatedAt":1}]`)
			case days[id] != 0:
				_, _ = fmt.Fprintf(w, `{"timecardGuid":%q,"timecardDate":%d}`, id, days[id])
			default:
				_, _ = fmt.Fprint(w, `[]`)
			}
		})
		with := variables(t, server)
		with["AIMSIO_DAY_ZONE"] = c.zone
		got := run(with, "doctor", "-o", "json")
		found := diagnosis(t, got)["days"]
		if got.code != 0 || found.Result != c.result || found.Detail != c.detail || found.Advice != c.advice {
			t.Errorf("%s: code %d, %+v", c.name, got.code, found)
		}
	}
}

// TestDoctorLooksAtAllThatHasDays: not only where the first lists have records, and with days that are texts.
func TestDoctorLooksAtAllThatHasDays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, path, body, result, detail string }{
		{"job orders", "JobOrder", `{"jobGuid":"1","jobNumber":"J-1","jobStartDate":1784095200000}`, "warning", "1 day of 1 record: 0 fall on midnight in day_zone, utc; all do in America/Edmonton"},
		{"employees", "Employee", `{"employeeGuid":"1","employeeCode":"1","employmentHireDate":1784073600000}`, "ok", "1 day of 1 record: all fall on midnight in day_zone, utc"},
		{"texts", "JobOrder", `{"jobGuid":"1","jobNumber":"J-1","jobStartDate":"1784095200000"}`, "warning", "1 day of 1 record: 0 fall on midnight in day_zone, utc; all do in America/Edmonton"},
		{"no day", "JobOrder", `{"jobGuid":"1","jobNumber":"J-1","jobStartDate":"15/07/2026"}`, "warning", `jobStartDate of job order 1 is "15/07/2026", and no day in epoch milliseconds`},
		{"another record", "JobOrder", `{"jobGuid":"2","jobNumber":"J-2","jobStartDate":1784073600000}`, "failed", "job order 1: "},
		{"an error object", "JobOrder", `{"error":{"message":"no"}}`, "failed", "job order 1: "},
		{"nothing", "JobOrder", ``, "failed", "job order 1: "},
	} {
		server := serving(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			switch path.Base(r.URL.Path) {
			case c.path:
				_, _ = fmt.Fprint(w, `[{"guid":"1","updatedAt":1}]`)
			case "1":
				_, _ = fmt.Fprint(w, c.body)
			default:
				_, _ = fmt.Fprint(w, `[]`)
			}
		})
		got := run(with(variables(t, server), "AIMSIO_DAY_ZONE=utc"), "doctor", "-o", "json")
		days := diagnosis(t, got)["days"]
		if (got.code != 0) != (c.result == "failed") || days.Result != c.result || !strings.HasPrefix(days.Detail, c.detail) {
			t.Errorf("%s: code %d, %+v", c.name, got.code, days)
		}
	}
}
