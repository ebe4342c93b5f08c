package client

import (
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
	// longestRetryAfter keeps absurd values within what a Duration can hold. Every wait is
	// bounded by Options.MaxWait besides.
	longestRetryAfter = 365 * 24 * time.Hour
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
// the server's own clock where it sends one, since the clocks may differ.
func retryAfter(h http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if value == "" {
		return 0
	}
	if seconds, err := strconv.ParseUint(value, 10, 64); err == nil {
		return time.Duration(min(seconds, uint64(longestRetryAfter/time.Second))) * time.Second
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	if theirs, err := http.ParseTime(h.Get("Date")); err == nil {
		now = theirs
	}
	return min(max(0, at.Sub(now)), longestRetryAfter)
}
