package timetext

import (
	"strings"
	"testing"
	"time"
)

func TestReadInAFieldOfDays(t *testing.T) {
	zones := Zones{Time: zoneOf(t, "America/Edmonton"), Day: zoneOf(t, "Pacific/Kiritimati")}
	for text, want := range map[string][2]string{
		"2026-10-29":           {"2026-10-29T06:00:00Z", "2026-10-28T10:00:00Z"},
		"20261029":             {"2026-10-29T06:00:00Z", "2026-10-28T10:00:00Z"},
		"2026-10-29T08:00":     {"2026-10-29T14:00:00Z", "2026-10-29T14:00:00Z"},
		"2026-10-29T08:00:00Z": {"2026-10-29T08:00:00Z", "2026-10-29T08:00:00Z"},
		"1793232000000":        {"2026-10-29T00:00:00Z", "2026-10-29T00:00:00Z"},
	} {
		for i, days := range []bool{false, true} {
			got, err := zones.Read(text, days)
			if err != nil || got.UTC().Format(time.RFC3339) != want[i] {
				t.Errorf("%q (days %v) is %v (%v), want %s", text, days, got.UTC(), err, want[i])
			}
		}
	}
	for _, midnight := range []string{"2026-10-29T00:00", "2026-10-29 00:00:00"} {
		_, err := zones.Read(midnight, true)
		if !isDoubt(err) || !strings.Contains(err.Error(), "write 2026-10-29 or 2026-10-29T00:00:00-06:00") {
			t.Errorf("%q in a field of days: %v", midnight, err)
		}
		if _, err := zones.ReadOrAge(midnight, time.Now(), true); !isDoubt(err) {
			t.Errorf("%q or an age: %v", midnight, err)
		}
		same := Zones{Time: zones.Day, Day: zones.Day}
		if got, err := same.Read(midnight, true); err != nil || got.UTC().Format(time.RFC3339) != "2026-10-28T10:00:00Z" {
			t.Errorf("%q where both zones are one is %v (%v)", midnight, got, err)
		}
	}
	if got, err := (Zones{Day: zoneOf(t, "Pacific/Apia")}).Read("2011-12-30", true); err == nil {
		t.Errorf("a day that was left out is %v", got)
	}
}

func TestDayOfMillis(t *testing.T) {
	for _, c := range []struct {
		zone, millis, day string
		begins            bool
	}{
		{"UTC", "1793232000000", "2026-10-29", true},
		{"UTC", "1793232000001", "2026-10-29", false},
		{"UTC", "1793231999999", "2026-10-28", false},
		{"UTC", "-86400000", "1969-12-31", true},
		{"America/Edmonton", "1793253600000", "2026-10-29", true},
		{"America/Edmonton", "1793232000000", "2026-10-28", false},
		{"Pacific/Apia", "1325239200000", "2011-12-31", true},
		{"Pacific/Kiritimati", "1793181600000", "2026-10-29", true},
		{"America/Edmonton", `"1793253600000"`, "2026-10-29", true},
		{"UTC", `"1793232000001"`, "2026-10-29", false},
		{"UTC", `"883612800000"`, "1998-01-01", true},
		{"UTC", `"-157766400000"`, "1965-01-01", true},
	} {
		day, begins, ok := Zones{Day: zoneOf(t, c.zone)}.DayOf([]byte(c.millis))
		if !ok || day.String() != c.day || begins != c.begins {
			t.Errorf("%s in %s is %s (begins %v, %v), want %s (%v)", c.millis, c.zone, day, begins, ok, c.day, c.begins)
		}
	}
	for _, none := range []string{"", "null", `"1793232000000`, `"20261029"`, `"202610290800"`, `"0"`, `"7"`, `"1793232000"`, `""`, `"`, `"-"`, `"1793232000000000"`, "1.5", "1e12", "99999999999999999", "999999999999999", "true"} {
		if day, _, ok := (Zones{}).DayOf([]byte(none)); ok {
			t.Errorf("%s is %s", none, day)
		}
	}
}
