package timetext

import "time"

// Writable gives a time in UTC where its zone is seconds off as well, as zones were before they had standard times: RFC 3339
// has hours and minutes alone, and would be another moment.
func Writable(at time.Time) time.Time {
	const minute = 60
	if _, offset := at.Zone(); offset%minute != 0 {
		return at.UTC()
	}
	return at
}

// rfc3339 writes a time in its zone where that can be written.
func rfc3339(at time.Time) string { return Writable(at).Format(time.RFC3339) }
