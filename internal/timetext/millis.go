package timetext

import (
	"strconv"
	"strings"
	"time"
)

// FromMillis reads epoch milliseconds as JSON writes them: an integer, or a text of the same digits, which is
// one where Parse takes it for milliseconds too. It is false for anything else, and for what lies farther away
// than some hundred thousand years.
func FromMillis(v []byte) (time.Time, bool) {
	if text, ok := digitsIn(v); ok {
		if _, day := ParseDay(text); day {
			return time.Time{}, false
		}
		at, err := parseDigits(text)
		return at, err == nil
	}
	if len(v) == 0 || len(v) > 16 || (v[0] != '-' && (v[0] < '0' || v[0] > '9')) {
		return time.Time{}, false
	}
	ms, err := strconv.ParseInt(string(v), 10, 64)
	return time.UnixMilli(ms), err == nil
}

// digitsIn gives what stands in a text of JSON that is nothing but a whole number of few digits.
func digitsIn(v []byte) (string, bool) {
	const longest = 16
	if len(v) < 3 || len(v) > longest || v[0] != '"' || v[len(v)-1] != '"' {
		return "", false
	}
	text := string(v[1 : len(v)-1])
	digits := strings.TrimPrefix(text, "-")
	return text, digits != "" && strings.Trim(digits, "0123456789") == ""
}

// FromJSON reads what a server sends for a point in time: epoch milliseconds as FromMillis does, or a text in
// RFC 3339, which names its distance from UTC. It is false for all that leaves the point open.
func FromJSON(v []byte) (time.Time, bool) {
	if at, ok := FromMillis(v); ok {
		return at, true
	}
	if len(v) < 2 || v[0] != '"' {
		return time.Time{}, false
	}
	at, err := time.Parse(time.RFC3339, string(v[1:len(v)-1]))
	return at, err == nil
}
