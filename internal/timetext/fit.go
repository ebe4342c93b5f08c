package timetext

import (
	"slices"
	"time"
)

// FittingZone gives the first zone in which each of some times begins a day: of those that are named, then
// of those of North America. It is false where none does.
func FittingZone(times []time.Time, named ...string) (string, bool) {
	for _, name := range append(slices.Clone(named), northAmerica()...) {
		zone, err := time.LoadLocation(name)
		if err != nil || name == "" || name == "Local" {
			continue
		}
		if CountDays(times, zone) == len(times) {
			return name, true
		}
	}
	return "", false
}

// CountDays tells how many of some times begin a day in a zone.
func CountDays(times []time.Time, zone *time.Location) int {
	count := 0
	for _, at := range times {
		if first, ok := DayOf(at, zone).First(zone); ok && first.Equal(at) {
			count++
		}
	}
	return count
}

// northAmerica are zones in which field service is done, those of Alberta first, and UTC.
func northAmerica() []string {
	return []string{
		"UTC", "America/Edmonton", "America/Regina", "America/Vancouver", "America/Winnipeg", "America/Toronto", "America/Halifax",
		"America/St_Johns", "America/Denver", "America/Chicago", "America/New_York", "America/Los_Angeles", "America/Phoenix", "America/Anchorage",
	}
}
