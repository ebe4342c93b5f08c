package timetext

import (
	"fmt"
	"time"
)

// farthest is how far the clocks of a zone may stand from UTC, with room to spare.
const farthest = 26 * time.Hour

// span is a time in which a zone keeps one distance from UTC. A zero end lies beyond all times.
type span struct {
	start, end time.Time
	offset     time.Duration
}

// spansAround gives those that a wall time, written as if it were UTC, may lie in.
func spansAround(wall time.Time, zone *time.Location) []span {
	var spans []span
	last := wall.Add(farthest)
	at := wall.Add(-farthest).In(zone)
	start, _ := at.ZoneBounds()
	for {
		end := ChangeAfter(at)
		_, seconds := at.Zone()
		spans = append(spans, span{start, end, time.Duration(seconds) * time.Second})
		if end.IsZero() || end.After(last) {
			return spans
		}
		at, start = end, end
	}
}

// ChangeAfter gives the end of the time in which a zone keeps the distance from UTC that it has at a
// point in time, zero for never. time.Time.ZoneBounds alone would not do: at the end of some leap years
// it gives an end that is not later, and whoever goes on from there stands still.
func ChangeAfter(at time.Time) time.Time {
	const step, most = 48 * time.Hour, 8
	for probe, n := at, 0; n < most; probe, n = probe.Add(step), n+1 {
		if _, end := probe.ZoneBounds(); end.IsZero() || end.After(at) {
			return end
		}
	}
	return time.Time{}
}

// instants gives the points in time at which clocks in a zone show a wall time: usually one, none
// where they jump over it, two where they are put back.
func instants(wall time.Time, spans []span, zone *time.Location) []time.Time {
	var found []time.Time
	for _, s := range spans {
		at := wall.Add(-s.offset)
		if (s.start.IsZero() || !at.Before(s.start)) && (s.end.IsZero() || at.Before(s.end)) {
			found = append(found, at.In(zone))
		}
	}
	return found
}

// wallIn finds the one point in time at which clocks in a zone show a wall time.
func wallIn(text string, wall time.Time, zone *time.Location) (time.Time, error) {
	spans := spansAround(wall, zone)
	found := instants(wall, spans, zone)
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		before, after := aroundGap(wall, spans)
		return time.Time{}, &DoubtError{text, fmt.Sprintf("does not exist in %s, where the clocks are put forward: write %s or %s",
			zoneName(zone), rfc3339(before.In(zone)), rfc3339(after.In(zone)))}
	default:
		return time.Time{}, &DoubtError{text, fmt.Sprintf("is there twice in %s, where the clocks are put back: write %s or %s",
			zoneName(zone), rfc3339(found[0]), rfc3339(found[len(found)-1]))}
	}
}

// aroundGap gives the two readings of a wall time that clocks jump over: by the clock as it goes
// after the jump, which lies before it, and by the clock before, which lies after.
func aroundGap(wall time.Time, spans []span) (before, after time.Time) {
	for i := range len(spans) - 1 {
		before, after = wall.Add(-spans[i+1].offset), wall.Add(-spans[i].offset)
		if before.Before(spans[i].end) && !after.Before(spans[i].end) {
			break
		}
	}
	return before, after
}

func zoneName(zone *time.Location) string {
	if zone.String() == "Local" { // from /etc/localtime, which has no name
		return "this machine's time zone"
	}
	return zone.String()
}
