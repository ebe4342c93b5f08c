// Package freshness says how old what a mirror answers is, and what cannot be seen there: in the words of notes, and
// as an error where somebody requires more. It opens no mirror and prints nothing.
package freshness

import (
	"fmt"
	"time"
)

// clocksApart is how far the clocks of two machines that share a mirror may differ, or one clock be put
// back, without a doubt about ages.
const clocksApart = 5 * time.Minute

// past tells how long ago something was. It is false where that cannot be known: for a time that was
// never noted, and for one that has yet to come by this machine's clock.
func past(at, now time.Time) (time.Duration, bool) {
	past := now.Sub(at)
	return max(0, past), at.Unix() > 0 && past > -clocksApart
}

// Dated tells whether it can be known how long ago something was.
func Dated(at, now time.Time) bool {
	_, known := past(at, now)
	return known
}

// Age says how long ago a time was, in the units that a person would use.
func Age(at, now time.Time) string {
	past, known := past(at, now)
	switch {
	case !known:
		return "unknown"
	case past < time.Minute:
		return fmt.Sprintf("%ds", int(past/time.Second))
	case past < time.Hour:
		return fmt.Sprintf("%dm", int(past/time.Minute))
	case past < 48*time.Hour:
		return fmt.Sprintf("%dh", int(past/time.Hour))
	default:
		return fmt.Sprintf("%dd", int(past/(24*time.Hour)))
	}
}

// Old says the same behind "is" or "are": "3h old".
func Old(at, now time.Time) string {
	if Dated(at, now) {
		return Age(at, now) + " old"
	}
	if at.Unix() <= 0 {
		return "of unknown age"
	}
	return fmt.Sprintf("of unknown age: the last sync is dated %s, and this machine's clock says %s",
		at.UTC().Format(time.RFC3339), now.UTC().Format(time.RFC3339))
}
