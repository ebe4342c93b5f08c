package input

import (
	"strconv"
	"strings"
	"time"
)

// shortestEpoch is the number of digits from which on a number is taken for epoch milliseconds.
// Shorter ones are more likely a day number of Excel's (46082) or a date (20260301).
const shortestEpoch = 9

// moment reads a time as files have it, RFC 3339 with or without seconds and zone, a date, epoch
// milliseconds, and gives it in epoch milliseconds. A date is its midnight in the zone.
func moment(text string, zone *time.Location) (string, bool) {
	digits := strings.TrimPrefix(text, "-")
	if digits != "" && strings.Trim(digits, "0123456789") == "" {
		ms, err := strconv.ParseInt(text, 10, 64)
		return strconv.FormatInt(ms, 10), err == nil && (len(digits) >= shortestEpoch || ms == 0)
	}
	for _, layout := range []string{
		time.DateOnly, time.RFC3339, time.DateTime, "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00", "2006-01-02T15:04", "2006-01-02 15:04",
	} {
		if at, err := time.ParseInLocation(layout, text, zone); err == nil {
			return strconv.FormatInt(at.UnixMilli(), 10), true
		}
	}
	return "", false
}
