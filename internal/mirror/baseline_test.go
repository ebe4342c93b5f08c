package mirror

import (
	"fmt"
	"testing"
	"time"
)

// TestShrunk: a list is held against its most within seven days, and against the last in any case; what is
// doubted does not age.
func TestShrunk(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	began := time.Date(2026, time.March, 1, 2, 0, 0, 0, time.UTC)
	var b baseline
	for night, named := range []int{20, 24, 22, 22, 23, 12} {
		b.Peaks = b.with(began.Add(time.Duration(night)*day), named)
	}
	if got := fmt.Sprint(len(b.Peaks), b.Peaks[0].Named, b.Peaks[1].Named, b.Peaks[2].Named); got != "3 24 23 12" {
		t.Errorf("the peaks are %s", got)
	}
	for _, c := range []struct {
		after   time.Duration
		doubted bool
		named   int
		want    string
	}{
		{6 * day, false, 11, "13 of 24"},
		{6 * day, false, 24, "0 of 0"},
		{6 * day, false, 30, "0 of 0"},
		{8 * day, false, 11, "13 of 24"},
		{8*day + time.Millisecond, false, 11, "12 of 23"},
		{11*day + time.Millisecond, false, 11, "1 of 12"},
		{90 * day, false, 11, "1 of 12"},
		{90 * day, true, 11, "13 of 24"},
		{-90 * day, false, 11, "13 of 24"}, // the clock was put back
	} {
		b.Doubted = c.doubted
		lost := b.shrunk(began.Add(c.after), c.named)
		if got := fmt.Sprintf("%d of %d", lost.Gone, lost.Known); got != c.want {
			t.Errorf("%d after %s (doubted %t): %s, want %s", c.named, c.after, c.doubted, got, c.want)
		}
	}
	if lost := (baseline{}).shrunk(began, 0); lost != (Loss{}) {
		t.Errorf("of nothing is lost %+v", lost)
	}
}

// TestHeld: what shrank is bound by what is allowed only where that is doubtful, and the larger one is told.
func TestHeld(t *testing.T) {
	t.Parallel()
	loss := func(gone, known int) Loss { return Loss{Gone: gone, Known: known} }
	for _, c := range []struct {
		lost, shrunk Loss
		allowed      int
		want         Loss
	}{
		{loss(2, 24), loss(0, 0), -1, loss(0, 0)},
		{loss(2, 24), loss(13, 24), -1, loss(13, 24)},
		{loss(2, 24), loss(13, 24), 12, loss(13, 24)},
		{loss(2, 24), loss(13, 24), 13, loss(0, 0)},
		{loss(2, 24), loss(12, 24), 2, loss(0, 0)},
		{loss(2, 24), loss(12, 24), 1, loss(2, 24)},
		{loss(24, 24), loss(13, 24), -1, loss(24, 24)},
		{loss(24, 24), loss(13, 24), 20, loss(24, 24)},
	} {
		var allowed func(int) int
		if c.allowed >= 0 {
			allowed = func(int) int { return c.allowed }
		}
		if got := held(c.lost, c.shrunk, allowed); got != c.want {
			t.Errorf("%+v with %d allowed: %+v", c, c.allowed, got)
		}
	}
}
