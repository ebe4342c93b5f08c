package timetext

import (
	"strconv"
	"strings"
	"time"
)

// Zones are those that times and days are read and shown in.
type Zones struct {
	// Time is the zone of times that name none; nil means the machine's.
	Time *time.Location
	// Day is the zone in which a day begins at the milliseconds that stand for it; nil means UTC.
	Day *time.Location
}

// Read reads a text for a field of times as Parse does. In a field of days a day is that day's first
// moment in the zone of days.
func (z Zones) Read(text string, days bool) (time.Time, error) {
	text = strings.TrimSpace(text)
	if day, ok := ParseDay(text); ok && days {
		return dayIn(text, day, z.day())
	}
	return Parse(text, z.Time)
}

// DayOf tells which day an integer of epoch milliseconds falls on in the zone of days, and whether that day
// begins there. ok is false for what is no such integer, and for years that a date has no four digits for.
func (z Zones) DayOf(millis []byte) (day Day, begins, ok bool) {
	at, ok := FromMillis(millis)
	if !ok {
		return Day{}, false, false
	}
	day = DayOf(at, z.day())
	if day.year < 0 || day.year > 9999 {
		return Day{}, false, false
	}
	first, exists := day.First(z.day())
	return day, exists && first.Equal(at), true
}

func (z Zones) day() *time.Location {
	if z.Day == nil {
		return time.UTC
	}
	return z.Day
}

// FromMillis reads an integer of epoch milliseconds as JSON writes it. It is false for anything else, and
// for what lies farther away than some hundred thousand years.
func FromMillis(v []byte) (time.Time, bool) {
	if len(v) == 0 || len(v) > 16 || (v[0] != '-' && (v[0] < '0' || v[0] > '9')) {
		return time.Time{}, false
	}
	ms, err := strconv.ParseInt(string(v), 10, 64)
	return time.UnixMilli(ms), err == nil
}
