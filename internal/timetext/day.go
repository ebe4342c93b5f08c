package timetext

import (
	"fmt"
	"time"
)

// Day is a day of the calendar, in no zone.
type Day struct {
	year  int
	month time.Month
	day   int
}

// String writes the day as 2026-03-01.
func (d Day) String() string { return d.midnight().Format(time.DateOnly) }

// Date gives year, month and day.
func (d Day) Date() (year int, month time.Month, day int) { return d.year, d.month, d.day }

// midnight is the day's as if it were UTC.
func (d Day) midnight() time.Time { return time.Date(d.year, d.month, d.day, 0, 0, 0, 0, time.UTC) }

// ParseDay reads "2026-03-01", or "20260301" for the years 1900 to 2199.
func ParseDay(text string) (Day, bool) {
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		if at, err = time.Parse("20060102", text); err != nil || !likely(at.Year()) {
			return Day{}, false
		}
	}
	return Day{at.Year(), at.Month(), at.Day()}, true
}

// likely tells whether digits that begin with this year are meant as a date.
func likely(year int) bool { return year >= 1900 && year < 2200 }

// DayOf gives the day that a point in time falls on in a zone.
func DayOf(at time.Time, zone *time.Location) Day {
	year, month, day := at.In(zone).Date()
	return Day{year, month, day}
}

// First gives the first moment of the day in a zone: midnight, the first of two, or where clocks
// jump over midnight the moment that they do. It is false for a day that a zone has left out.
func (d Day) First(zone *time.Location) (time.Time, bool) {
	wall := d.midnight()
	if zone == time.UTC {
		return wall, true
	}
	spans := spansAround(wall, zone)
	if found := instants(wall, spans, zone); len(found) > 0 {
		return found[0], true
	}
	for _, s := range spans {
		if at := s.start.In(zone); !s.start.IsZero() && DayOf(at, zone) == d {
			return at, true
		}
	}
	return time.Time{}, false
}

// StartsDay tells whether a point in time is the first moment of a day in a zone, and of which.
func StartsDay(at time.Time, zone *time.Location) (Day, bool) {
	day := DayOf(at, zone)
	first, ok := day.First(zone)
	return day, ok && first.Equal(at)
}

func dayIn(text string, day Day, zone *time.Location) (time.Time, error) {
	at, ok := day.First(zone)
	if !ok {
		return at, &DoubtError{text, fmt.Sprintf("does not exist in %s, which left that day out", zoneName(zone))}
	}
	return at, nil
}
