package timetext

import (
	"testing"
	"time"
)

// What is written of a time is that time, also where a zone had no standard time yet.
func TestWritableTimes(t *testing.T) {
	for _, name := range []string{"America/Edmonton", "Europe/Amsterdam", "Asia/Kolkata", "UTC"} {
		zone := zoneOf(t, name)
		for year := 1; year < 2030; year += 3 {
			at := time.Date(year, 1, 1, 1, 2, 3, 0, time.UTC)
			written := rfc3339(at.In(zone))
			if back, err := Parse(written, zone); err != nil || !back.Equal(at) {
				t.Errorf("%s in %s is written %s", at, name, written)
			}
		}
	}
	if at := time.Date(2026, 1, 1, 0, 0, 0, 0, zoneOf(t, "America/Edmonton")); rfc3339(at) != "2026-01-01T00:00:00-07:00" {
		t.Errorf("a time of today is written %s", rfc3339(at))
	}
}
