package timetext

import (
	"testing"
	"time"
)

func TestFittingZone(t *testing.T) {
	at := func(zone string, days ...string) []time.Time {
		var times []time.Time
		for _, text := range days {
			day, _ := ParseDay(text)
			first, ok := day.First(zoneOf(t, zone))
			if !ok {
				t.Fatal(text)
			}
			times = append(times, first)
		}
		return times
	}
	both := []string{"2026-01-15", "2026-07-15"}
	for _, c := range []struct {
		times []time.Time
		named []string
		want  string
	}{
		{at("America/Edmonton", both...), nil, "America/Edmonton"},
		{at("America/Regina", both...), nil, "America/Regina"}, // which keeps one time all the year
		{at("UTC", both...), nil, "UTC"},
		{at("Pacific/Apia", both...), nil, ""},
		{at("Pacific/Apia", both...), []string{"", "Local", "Mars", "Pacific/Apia"}, "Pacific/Apia"},
		{append(at("UTC", both...), at("America/Edmonton", both...)...), nil, ""},
	} {
		if got, ok := FittingZone(c.times, c.named...); got != c.want || ok != (c.want != "") {
			t.Errorf("%v: %q, %v, want %q", c.times, got, ok, c.want)
		}
	}
}
