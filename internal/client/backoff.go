package client

import (
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	// firstBackoff and longestBackoff bound the wait after the first and after any failure.
	firstBackoff   = 250 * time.Millisecond
	longestBackoff = 20 * time.Second
	// longestRetryAfter is the longest pause that is told.
	longestRetryAfter = 24 * time.Hour
)

// pause is how long to wait after a failed try, which counts from 1. The wait is drawn from the
// whole range up to a bound that doubles, so that many callers that failed together do not come
// back together; it is never less than the server asked for.
func pause(try int, asked time.Duration) time.Duration {
	bound := longestBackoff
	if shift := try - 1; shift < 16 {
		bound = min(bound, firstBackoff<<shift)
	}
	return max(asked, rand.N(bound)) //nolint:gosec // jitter needs no secrecy
}

// retryAfter reads the header of that name, in seconds or as a date. A date is measured against
// the server's own clock where it sends one, since the clocks may differ. What cannot be read or is cut
// is told in remark.
func retryAfter(h http.Header, now time.Time) (asked time.Duration, remark string) {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if value == "" {
		return 0, ""
	}
	asked, ok := secondsOrDate(value, h, now)
	switch {
	case !ok:
		return 0, fmt.Sprintf("its Retry-After of %q says nothing", value)
	case asked > longestRetryAfter:
		return longestRetryAfter, fmt.Sprintf("its Retry-After of %q is cut to %s", value, longestRetryAfter)
	}
	return max(0, asked), ""
}

// secondsOrDate reads either form of a pause. One that is too long for a Duration is as long as one can be.
func secondsOrDate(value string, h http.Header, now time.Time) (asked time.Duration, ok bool) {
	const longest = time.Duration(math.MaxInt64)
	if strings.Trim(value, "0123456789") == "" {
		seconds, err := strconv.ParseUint(value, 10, 64)
		if err != nil || seconds > uint64(longest/time.Second) {
			return longest, true
		}
		return time.Duration(seconds) * time.Second, true
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0, false
	}
	if theirs, err := http.ParseTime(h.Get("Date")); err == nil {
		now = theirs
	}
	return at.Sub(now), true
}
