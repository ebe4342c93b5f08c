package pace

import (
	"encoding/binary"
	"hash/crc32"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

const interval = 103 * time.Millisecond

func shareIs(t *testing.T, s *state, now time.Time, want float64) {
	t.Helper()
	if got := s.share(now); math.Abs(got-want) > 1e-9 {
		t.Errorf("share %v, want %v", got, want)
	}
}

func TestRefusalsHalveThePaceAndItComesBack(t *testing.T) {
	now := time.Now()
	s := &state{}
	s.refuse(now, 0, interval, 0.05)
	s.refuse(now, 0, interval, 0.05) // of calls that were under way together
	shareIs(t, s, now, 0.5)
	shareIs(t, s, now.Add(2*time.Second), 0.7)
	shareIs(t, s, now.Add(6*time.Second), 1)
	for range 20 {
		now = now.Add(time.Second)
		s.refuse(now, 0, interval, 0.05)
	}
	if got := s.share(now); got < 0.05 || got > 0.1 {
		t.Errorf("after many refusals: %v, want a little over 0.05", got)
	}
	if got := s.share(now.Add(20 * time.Second)); got != 1 {
		t.Errorf("20 calm seconds later: %v", got)
	}
}

// The climb rests below a pace that was refused, if the pace was not full then.
func TestTheClimbRestsBelowTheCeiling(t *testing.T) {
	now := time.Now()
	s := &state{}
	s.refuse(now, 0, interval, 0.05)
	now = now.Add(2 * time.Second)
	s.refuse(now, 0, interval, 0.05) // at 0.7
	shareIs(t, s, now, 0.35)
	shareIs(t, s, now.Add(2*time.Second), 0.55)
	shareIs(t, s, now.Add(3*time.Second), 0.6)
	shareIs(t, s, now.Add(12*time.Second), 0.6)
	shareIs(t, s, now.Add(14*time.Second), 0.75)
	shareIs(t, s, now.Add(18*time.Second), 1)
}

func TestAHoldDelaysTheClimb(t *testing.T) {
	now := time.Now()
	s := &state{}
	s.refuse(now, 5*time.Second, interval, 0.05)
	shareIs(t, s, now.Add(5*time.Second), 0.5)
	shareIs(t, s, now.Add(6*time.Second), 0.6)
	if turn := s.take(now, interval); turn.Sub(now) != 5*time.Second {
		t.Errorf("the turn is in %s", turn.Sub(now))
	}
	s.refuse(now, 1000*time.Hour, interval, 0.05)
	if turn := s.nextTurn(now); turn.Sub(now) != absurdHold {
		t.Errorf("an absurd hold gives a turn in %s", turn.Sub(now))
	}
}

// When the clock goes back by an hour, nobody waits for an hour; when it goes forward, calls are
// kept apart all the same.
func TestClocksThatJump(t *testing.T) {
	for _, jump := range []time.Duration{time.Hour, -time.Hour, 10 * 365 * 24 * time.Hour} {
		folder := t.TempDir()
		synctest.Test(t, func(t *testing.T) {
			p, s := newPace(folder, func(line string) { t.Error(line) }), &server{}
			s.paced(t.Context(), t, p)
			shift(t, folder, jump)
			for range 20 {
				s.paced(t.Context(), t, p)
			}
			if took := s.came[20].Sub(s.came[0]); took > 3*time.Second || within(s.came) > 10 {
				t.Errorf("after a jump of %s, 20 calls took %s, %d came within a second", -jump, took, within(s.came))
			}
		})
	}
}

// shift moves the times of a state, as a clock that jumps the other way would seem to do.
func shift(t *testing.T, folder string, by time.Duration) {
	t.Helper()
	path := filepath.Join(folder, stateName)
	s, err := (&sharedState{folder: folder}).read()
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []*time.Time{&s.written, &s.next} {
		*at = at.Add(by)
	}
	if err := os.WriteFile(path, s.encode(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// The state fits its file, however many processes come and go.
func TestTheListOfProcessesIsBounded(t *testing.T) {
	s, now := &state{}, time.Now()
	for id := range uint32(100) {
		s.list(Process{ID: id, PID: math.MaxInt32, Command: "aimsio non-recurring-billables update-status", Waiting: 1000, Turn: now}, now)
	}
	if len(s.processes) != maxListed || s.processes[0].ID != 88 {
		t.Errorf("%d processes, from %d", len(s.processes), s.processes[0].ID)
	}
	if read, err := decode(s.encode()); err != nil || len(read.processes) != maxListed || read.processes[0].Waiting != 1000 {
		t.Errorf("read back: %d processes, %v", len(read.processes), err)
	}
	s.list(Process{ID: 1, Turn: now.Add(2 * forgotten)}, now.Add(2*forgotten))
	if len(s.processes) != 1 {
		t.Errorf("%d processes after all others have gone", len(s.processes))
	}
}

// What is written is what is read.
func TestStatesSurviveTheFile(t *testing.T) {
	now := time.Unix(1_800_000_000, 123_456_789)
	for _, s := range []state{{}, {
		written: now, next: now.Add(time.Nanosecond), floor: 0.5, ceilingPart: 0.25, recoverAt: now.Add(1), halvedAt: now.Add(2), holdUntil: now.Add(3),
		processes: []Process{{ID: 1, PID: 4711, Command: "aimsio joborders list", Waiting: 9, Turn: now}, {ID: math.MaxUint32}},
	}} {
		if got, err := decode(s.encode()); err != nil || !reflect.DeepEqual(got, s) {
			t.Errorf("got %+v, %v\nwant %+v", got, err, s)
		}
	}
}

// Whatever a state file holds: it is refused as damaged, or gives turns that come in time.
func FuzzState(f *testing.F) {
	now := time.Unix(1_800_000_000, 0)
	far := time.Unix(9_000_000_000, 0)
	for _, s := range []state{
		{},
		{written: now, next: now, floor: 0.5, ceilingPart: 0.4, recoverAt: now, processes: []Process{{ID: 1, Turn: far}}},
		{written: far, next: far, halvedAt: far, holdUntil: far, recoverAt: far, floor: math.Inf(1), ceilingPart: math.NaN()},
		{next: far, holdUntil: far, floor: -1, ceilingPart: -1, recoverAt: now},
	} {
		f.Add(s.encode()[:stateSize-4])
	}
	f.Add([]byte(nil))
	f.Fuzz(func(t *testing.T, content []byte) {
		if _, err := decode(content); len(content) > 0 && err == nil {
			t.Errorf("%x was taken for a state", content)
		}
		// With a right sum, so that the values are reached.
		s, err := decode(binary.BigEndian.AppendUint32(slices.Clone(content), crc32.ChecksumIEEE(content)))
		if err != nil {
			return
		}
		s.normalize(now, interval)
		if share := s.share(now); !(share >= 0 && share <= 1) {
			t.Errorf("share %v of %x", share, content)
		}
		turns := []time.Time{s.take(now, interval), s.take(now, interval), s.take(now, interval)}
		if turns[0].Before(now) || turns[0].Sub(now) > longestHold || !slices.IsSortedFunc(turns, time.Time.Compare) {
			t.Errorf("turns %v of %x", turns, content)
		}
		s.refuse(now, time.Second, interval, 0.05)
		if share := s.share(now); !(share >= 0.0 && share <= 1) {
			t.Errorf("share %v after a refusal, of %x", share, content)
		}
	})
}
