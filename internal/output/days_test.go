package output

import (
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

func zonesOf(t *testing.T, times, days string) timetext.Zones {
	t.Helper()
	var zones timetext.Zones
	for name, to := range map[string]**time.Location{times: &zones.Time, days: &zones.Day} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		*to = zone
	}
	return zones
}

func TestDaysAreShownAsSuch(t *testing.T) {
	for _, c := range []struct{ asked, days, millis, want string }{
		{"", "UTC", "1793232000000", "2026-10-29"},
		{"Pacific/Kiritimati", "UTC", "1793232000000", "2026-10-29"},
		{"utc", "Pacific/Apia", "1793185200000", "2026-10-29"},
		{"", "UTC", "1793253600000", "2026-10-29T00:00:00-06:00"}, // no day of UTC
		{"", "UTC", "1793232000123", "2026-10-28T18:00:00.123-06:00"},
		{"", "UTC", "99999999999999999", ""},
	} {
		times, err := ParseTimes(c.asked, zonesOf(t, "America/Edmonton", c.days))
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := times.Text([]byte(c.millis), api.Day); got != c.want {
			t.Errorf("%s with days of %s and --time %q is %q, want %q", c.millis, c.days, c.asked, got, c.want)
		}
	}
}

func TestFiltersCompareDays(t *testing.T) {
	fields := []api.Field{
		{Name: "day", Type: api.Day},
		{Name: "text", Type: api.String, Format: "date"},
		{Name: "days", Type: api.Array, Items: api.Day},
	}
	r := rec(t, `{"day":1793232000000,"text":"2026-10-29","days":[1793232000000,1793318400000]}`)
	odd := rec(t, `{"day":1793257200000,"text":"soon"}`) // 2026-10-29T07:00Z
	zones := zonesOf(t, "Pacific/Kiritimati", "UTC")
	for expr, want := range map[string][2]bool{
		"day=2026-10-29": {true, true}, "day=20261029": {true, true}, "day!=2026-10-29": {false, false}, "day=2026-10-28": {false, false},
		"day<2026-10-29": {false, false}, "day<=2026-10-29": {true, true}, "day>2026-10-29": {false, false}, "day>=2026-10-29": {true, true},
		"day<2026-10-30": {true, true}, "day>2026-10-28": {true, true}, "day=2026-10-01,2026-10-29": {true, true},
		"day=2026-10-29T00:00:00Z": {true, false}, "day>2026-10-29T00:00:00Z": {false, true}, "day=1793232000000": {true, false},
		"day~2026-10-29": {true, true}, "day~2026-10": {true, true}, "day=": {false, false}, "day!=": {true, true},
		"text=2026-10-29": {true, false}, "text=20261029": {true, false}, "text<20261030": {true, false}, "text=soon": {false, true},
		"days=2026-10-30": {true, false}, "days=2026-10-31": {false, false},
	} {
		f, err := ParseFilter(expr, fields, time.UnixMilli(0), zones)
		if err != nil {
			t.Error(err)
			continue
		}
		for i, r := range []record.Record{r, odd} {
			if got, err := f.Match(r); got != want[i] || err != nil {
				t.Errorf("%s of record %d is %v (%v)", expr, i, got, err)
			}
		}
	}
	week := time.Date(2026, time.November, 5, 12, 0, 0, 0, time.UTC)
	for expr, want := range map[string]bool{"text>9d": true, "text>=8d": true, "text>8d": false, "text<7d": true} { // the 6th in Kiritimati
		f, err := ParseFilter(expr, fields, week, zones)
		if err != nil {
			t.Error(err)
			continue
		}
		if got, err := f.Match(r); got != want || err != nil {
			t.Errorf("%s is %v (%v)", expr, got, err)
		}
	}
	for _, wrong := range []string{
		"day=2026-02-30", "day=7", "day=soon", "day>=2026-10-29T00:00", "day=2026-10-29 00:00:00",
		"text>2026", "text=7", "text>10/29/2026", "text<46082",
	} {
		if _, err := ParseFilter(wrong, fields, time.UnixMilli(0), zones); err == nil {
			t.Errorf("%s is taken", wrong)
		}
	}
}
