package timetext

import (
	"errors"
	"fmt"
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
// moment in the zone of days, and a midnight that names no zone is refused where it is another moment: it
// may be meant for either.
func (z Zones) Read(text string, days bool) (time.Time, error) {
	text = strings.TrimSpace(text)
	if day, ok := ParseDay(text); ok && days {
		return dayIn(text, day, z.day())
	}
	at, err := Parse(text, z.Time)
	if err == nil && days {
		err = z.midnight(text, at)
	}
	return at, err
}

// ReadOrAge is Read for what may also be an age before now, as ParseOrAge reads it.
func (z Zones) ReadOrAge(text string, now time.Time, days bool) (time.Time, error) {
	if at, err := z.Read(text, days); err == nil || isDoubt(err) {
		return at, err
	}
	return ParseOrAge(text, now, z.Time)
}

func isDoubt(err error) bool {
	_, ok := errors.AsType[*DoubtError](err)
	return ok
}

// midnight doubts a wall time of midnight that is not the first moment of the day it names.
func (z Zones) midnight(text string, at time.Time) error {
	wall, ok := parseWall(text)
	if !ok || !wall.Equal(wall.Truncate(24*time.Hour)) {
		return nil
	}
	if first, ok := DayOf(wall, time.UTC).First(z.day()); ok && first.Equal(at) {
		return nil
	}
	return &DoubtError{text, fmt.Sprintf("can be read as a day and as a time: write %s or %s",
		wall.Format(time.DateOnly), rfc3339(at))}
}

// DayOf tells which day epoch milliseconds, as FromMillis reads them, fall on in the zone of days, and whether
// that day begins there. ok is false for what are none, and for years that a date has no four digits for.
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

// OfTimes is Time, or the machine's zone where there is none.
func (z Zones) OfTimes() *time.Location {
	if z.Time == nil {
		return time.Local
	}
	return z.Time
}

func (z Zones) day() *time.Location {
	if z.Day == nil {
		return time.UTC
	}
	return z.Day
}
