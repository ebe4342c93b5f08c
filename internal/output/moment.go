package output

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ParseMoment reads a point in time as people write it: RFC 3339 ("2026-03-01T08:00:00-07:00",
// seconds and offset may be left out), a date (its midnight), epoch milliseconds, or an age
// before now ("90m", "24h", "7d", "2w", "1d12h"). zone counts where the text names none; nil
// means the machine's.
func ParseMoment(s string, now time.Time, zone *time.Location) (time.Time, error) {
	if zone == nil {
		zone = time.Local
	}
	s = strings.TrimSpace(s)
	if ms, err := strconv.ParseInt(s, 10, 64); err == nil {
		return time.UnixMilli(ms), nil
	}
	for _, layout := range momentLayouts() {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil {
			return t, nil
		}
	}
	if age, ok := parseAge(s); ok {
		return now.Add(-age), nil
	}
	return time.Time{}, fmt.Errorf("%q is not a time: use 2026-03-01, 2026-03-01T08:00:00Z, epoch milliseconds or an age such as 90m, 24h or 7d", s)
}

func momentLayouts() []string {
	return []string{
		time.RFC3339, time.DateOnly, "2006-01-02T15:04:05", "2006-01-02T15:04",
		"2006-01-02T15:04Z07:00", time.DateTime, "2006-01-02 15:04",
	}
}

// parseAge reads numbers with the units w, d, h, m, s and ms. A day is 24 hours.
func parseAge(s string) (time.Duration, bool) {
	var total time.Duration
	for s != "" {
		digits := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' })
		if digits <= 0 {
			return 0, false
		}
		n, err := strconv.ParseInt(s[:digits], 10, 32)
		if err != nil {
			return 0, false
		}
		rest := strings.TrimLeft(s[digits:], "0123456789")
		end := strings.IndexAny(rest, "0123456789")
		if end < 0 {
			end = len(rest)
		}
		unit, ok := ageUnit(rest[:end])
		if !ok || n > int64(maxAge/unit) {
			return 0, false
		}
		total += time.Duration(n) * unit
		s = rest[end:]
	}
	return total, total > 0 && total <= maxAge
}

// maxAge keeps sums of ages within what a time.Duration can hold.
const maxAge = 100 * 365 * 24 * time.Hour

func ageUnit(name string) (time.Duration, bool) {
	switch name {
	case "w":
		return 7 * 24 * time.Hour, true
	case "d":
		return 24 * time.Hour, true
	case "h":
		return time.Hour, true
	case "m":
		return time.Minute, true
	case "s":
		return time.Second, true
	case "ms":
		return time.Millisecond, true
	}
	return 0, false
}
