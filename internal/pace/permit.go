package pace

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

const (
	// maxLate is how late a turn may be taken up: a busy machine wakes a process up late.
	maxLate = 50 * time.Millisecond
	// maxLateSent is how late a call may leave: the distance between turns leaves room for that, and
	// for what the network does.
	maxLateSent = 10 * time.Millisecond
)

// Permit is the right to send one call.
type Permit struct {
	pace      *Pace
	taken, at time.Time
	// longest is how long the call waits for the end of a pause, and met when it first had to.
	longest time.Duration
	met     time.Time
	// place is the place among all processes, nil where there is none.
	place    func()
	released bool
}

// wait waits for a turn and for a shared place. A turn that passes by meanwhile, because there is
// no place or because the server refused another call, is given up for a new one.
func (t *Permit) wait(ctx context.Context) error {
	for {
		if err := t.reserve(ctx); err != nil {
			return err
		}
		if err := Sleep(ctx, t.at.Sub(t.taken)); err != nil {
			return err
		}
		if err := t.enter(ctx); err != nil {
			return err
		}
		if !t.missed() {
			return nil
		}
	}
}

func (t *Permit) reserve(ctx context.Context) error {
	p := t.pace
	if err := p.own.Wait(ctx); err != nil {
		if ctx.Err() == nil {
			err = ErrTooLate
		}
		return fmt.Errorf("waiting for the pace: %w", err)
	}
	deadline, bounded := ctx.Deadline()
	late, fallen := false, ""
	var held *HeldError
	p.update(func(s *state, now time.Time) {
		t.taken, t.at = now, s.nextTurn(now)
		if held = t.held(s, now); held != nil {
			return
		}
		if late = bounded && t.at.Sub(now) > time.Until(deadline); late {
			return
		}
		s.take(now, p.interval)
		s.list(Process{ID: p.id, PID: os.Getpid(), Command: p.Command, Waiting: int(p.waiting.Load()), Turn: t.at}, now)
		fallen = p.fallen("waiting", s, now)
	})
	if held != nil {
		return held
	}
	p.reportFall(fallen)
	if late {
		return ErrTooLate
	}
	return nil
}

// held tells whether a pause that the server asked for ends too late for the call.
func (t *Permit) held(s *state, now time.Time) *HeldError {
	if !s.holdUntil.After(now) {
		return nil
	}
	if t.met.IsZero() {
		t.met = now
	}
	if !s.holdUntil.After(t.met.Add(t.longest)) {
		return nil
	}
	held := &HeldError{For: s.holdUntil.Sub(now), Asked: s.holdUntil.Sub(now)}
	if s.askedUntil.After(s.holdUntil) {
		held.Asked = s.askedUntil.Sub(now)
	}
	return held
}

// enter waits for a place among all processes, if the turn has none yet.
func (t *Permit) enter(ctx context.Context) error {
	if t.place != nil || !t.pace.shared() {
		return nil
	}
	places := slots{t.pace.Folder, t.pace.Parallel}
	place, err := places.take(ctx, &t.pace.placed)
	if errors.Is(err, fs.ErrNotExist) { // somebody has cleared the folder away since the turn was taken
		t.pace.update(func(*state, time.Time) {}) // makes it anew, with what is known of the turns
		place, err = places.take(ctx, &t.pace.placed)
	}
	if err != nil && ctx.Err() == nil {
		t.pace.goLocal(err)
		return nil
	}
	if err == nil {
		t.place = place
		t.pace.placed.Add(1)
	}
	return err
}

// missed tells that a turn must not be used any more: the pace has fallen since it was taken, the
// server wants no call now, or the turn has long passed by.
func (t *Permit) missed() bool {
	s, now := t.pace.look(), time.Now().Round(0)
	return s.halvedAt.After(t.taken) || s.holdUntil.After(now) || now.Sub(t.at) > max(maxLate, stretched(t.pace.interval, s.share(now)))
}

// Leave waits until a call that has a connection may leave on it: at once, if its turn is now. One
// that had to connect first comes later than its turn, by several times the distance between two
// turns, and would be sent together with calls on connections that stood already. It waits for
// another turn. When ctx ends, so does the wait.
func (t *Permit) Leave(ctx context.Context) {
	if time.Now().Round(0).Sub(t.at) > maxLateSent && t.reserve(ctx) == nil {
		_ = Sleep(ctx, t.at.Sub(t.taken)) // what comes next sees that ctx has ended
	}
}

// Release gives the place back, once the answer is read.
func (t *Permit) Release() {
	if t.released {
		return
	}
	t.released = true
	if t.place != nil {
		t.place()
		t.pace.placed.Add(-1)
	}
	<-t.pace.places
}
