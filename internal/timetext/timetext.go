// Package timetext reads times and days as people write them: on the command line, in filters and
// in files. What can be read in more than one way is refused, with the forms that work; nothing is
// guessed. It knows no server, no field and no output format.
package timetext

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// DoubtError tells that a text is a time, and that there is more than one way to read it, or none.
type DoubtError struct {
	Text string
	// Why says what is in doubt, and which forms work.
	Why string
}

// Error names the text and why it is in doubt.
func (e *DoubtError) Error() string { return fmt.Sprintf("%q %s", e.Text, e.Why) }

var errNoTime = errors.New("not a time")

// Parse reads a point in time: RFC 3339 ("2026-03-01T08:00:00-07:00", seconds and offset may be left
// out), a day ("2026-03-01" or "20260301": its first moment), or epoch milliseconds, which have 12 or
// 13 digits. zone counts where the text names none; nil means the machine's. The error is a
// *DoubtError where the text is a time in more than one way, or names one that does not exist.
func Parse(text string, zone *time.Location) (time.Time, error) {
	at, err := parse(text, zone)
	if errors.Is(err, errNoTime) {
		return at, fmt.Errorf("%q is not a time: use 2026-03-01, 2026-03-01T08:00:00Z or epoch milliseconds", text)
	}
	return at, err
}

// ParseOrAge is Parse for what lies in the past, which may also be an age before now: "90m", "24h",
// "7d", "2w", "1d12h". A day in it has 24 hours.
func ParseOrAge(text string, now time.Time, zone *time.Location) (time.Time, error) {
	if age, ok := parseAge(strings.TrimSpace(text)); ok {
		return now.Add(-age), nil
	}
	at, err := parse(text, zone)
	if errors.Is(err, errNoTime) {
		return at, fmt.Errorf("%q is not a time: use 2026-03-01, 2026-03-01T08:00:00Z, epoch milliseconds or an age such as 90m, 24h or 7d", text)
	}
	return at, err
}

func parse(text string, zone *time.Location) (time.Time, error) {
	if zone == nil {
		zone = time.Local
	}
	text = strings.TrimSpace(text)
	if day, ok := ParseDay(text); ok {
		return dayIn(text, day, zone)
	}
	if digits := strings.TrimPrefix(text, "-"); digits != "" && strings.Trim(digits, "0123456789") == "" {
		return parseDigits(text)
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04Z07:00"} {
		if at, err := time.Parse(layout, text); err == nil {
			return at, nil
		}
	}
	if wall, ok := parseWall(text); ok {
		return wallIn(text, wall, zone)
	}
	if slashed(text) {
		return time.Time{}, &DoubtError{text, "is another day in another country: write 2026-03-01 for the first of March"}
	}
	return time.Time{}, errNoTime
}

// parseWall reads a date with a time of day and no zone, as if it were UTC.
func parseWall(text string) (time.Time, bool) {
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", time.DateTime, "2006-01-02 15:04"} {
		if at, err := time.Parse(layout, text); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

// Epoch milliseconds are from March 1973 to 2286, and from September 1969 back to 1653. What is nearer
// to 0 is more likely seconds, a day number of Excel's or a year; what is farther, microseconds or a
// time without dashes.
const (
	leastMillis = 100_000_000_000
	leastBefore = -10_000_000_000
	mostMillis  = 9_999_999_999_999
	millisForm  = "epoch milliseconds, which have 12 or 13 digits"
)

// parseDigits reads a number that is no day.
func parseDigits(text string) (time.Time, error) {
	number, err := strconv.ParseInt(text, 10, 64)
	switch {
	case err != nil || number > mostMillis || number < -mostMillis:
		return time.Time{}, &DoubtError{text, "has too many digits for " + millisForm + ": write 2026-03-01T08:00:00Z"}
	case number > leastBefore && number < leastMillis:
		return time.Time{}, &DoubtError{text, "can be read in more than one way: " + shortForms(number)}
	}
	if at, err := time.Parse(packedLayout, text); err == nil && likely(at.Year()) {
		return time.Time{}, &DoubtError{text, fmt.Sprintf("can be read as a time without dashes and as epoch milliseconds: write %s or %s",
			at.Format("2006-01-02T15:04"), time.UnixMilli(number).UTC().Format(time.RFC3339Nano))}
	}
	return time.UnixMilli(number), nil
}

// packedLayout is a time of 12 digits, which milliseconds of the years 1976 to 1979 have too.
const packedLayout = "200601021504"

// shortForms tells how to write what a short number may mean.
func shortForms(number int64) string {
	const (
		firstSerial, lastSerial   = 20_000, 80_000              // day numbers of Excel's, of 1954 to 2119
		firstSeconds, lastSeconds = 100_000_000, 10_000_000_000 // seconds since 1970, of 1973 to 2286
	)
	forms := "write 2026-03-01, 2026-03-01T08:00:00Z, or " + millisForm
	switch {
	case number == 0:
		return "it may stand for no time; write 1970-01-01T00:00:00Z for the time that it is in milliseconds"
	case number >= firstSerial && number <= lastSerial:
		day := time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(number))
		return fmt.Sprintf("as a day number of Excel's it is %s; %s", day.Format(time.DateOnly), forms)
	case number >= firstSeconds && number < lastSeconds:
		return fmt.Sprintf("as seconds it is %s, in milliseconds %d; %s", time.Unix(number, 0).UTC().Format(time.RFC3339), number*1000, forms)
	}
	return forms
}

// slashed tells of dates such as 03/01/2026 and 3.1.2026, whose order depends on the country.
func slashed(text string) bool {
	date, _, _ := strings.Cut(text, " ")
	for _, separator := range []string{"/", ".", "-"} {
		parts := strings.Split(date, separator)
		if len(parts) != 3 || len(parts[0]) > 2 {
			continue
		}
		ok := true
		for _, part := range parts {
			ok = ok && part != "" && len(part) <= 4 && strings.Trim(part, "0123456789") == ""
		}
		if ok {
			return true
		}
	}
	return false
}
