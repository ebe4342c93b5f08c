package timetext

import (
	"strconv"
	"strings"
	"time"
)

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
