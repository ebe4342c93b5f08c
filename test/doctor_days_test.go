package test

import (
	"fmt"
	"net/http"
	"path"
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
