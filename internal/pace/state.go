package pace

import (
	"math"
	"slices"
	"time"
)

const (
	// Share is the part of the limit that turns are given out at: even spacing at the full limit
	// puts an eleventh call into a second as soon as the network brings two closer together.
	Share = 0.97
	// ownShare lies between Share and the limit, so that it only holds a process back that has lost
	// sight of the others.
	ownShare = 0.98
	// slowest bounds how far the pace falls: one call in two seconds.
	slowest = 0.5
	// recovery is the part of the full pace that comes back in each second without a refusal.
	recovery = 0.1
	// halvingPause keeps the answers to calls that were under way together from halving twice.
	halvingPause = time.Second
	// A pace that is refused while it climbs back has met what the server can take now. It rests
	// for a while below that before it tries more: without the rest, a server at 4 calls a second
	// would refuse one call in seven and do 3 calls a second. Below is the pace of noticing ago, which
	// was not refused yet, and at most ceilingShare of the one that was.
	ceilingShare = 0.9
	noticing     = time.Second
	ceilingRest  = 10 * time.Second
	// longestHold bounds how long a server, or a damaged state, can hold all calls back.
	longestHold = time.Hour
	// absurdHold is how long a server is left alone that asks for more than longestHold, which it cannot mean.
	absurdHold = 2 * time.Minute
	// longestTurn bounds how far off the next turn can be without a hold, whatever a state says.
	longestTurn = 5 * time.Minute
	// maxListed is how many processes the state names; all of them share the pace all the same.
	maxListed = 12
	// forgotten is how long a process is named after its last turn.
	forgotten = time.Minute
)

// state is what all processes that share a pace know of it. Times are of the wall clock, the one
// that all processes see.
type state struct {
	// written is when the state last changed.
	written time.Time
	// next is the next turn that nobody has.
	next time.Time
	// floor is the part of the full pace that was left after the last refusal, and ceilingPart the one
	// that the climb from there rests at, 0 for none.
	floor       float64
	ceilingPart float64
	// recoverAt is when the climb begins, zero before any refusal; halvedAt when floor last became half of
	// what it was.
	recoverAt time.Time
	halvedAt  time.Time
	// holdUntil is until when the server wants no call at all.
	holdUntil time.Time
	// askedUntil is until when the server asked for no call, which may be later than it is believed.
	askedUntil time.Time
	// processes lists who took turns lately, for people to look at.
	processes []Process
}

// Process is one that takes turns.
type Process struct {
	// ID tells two users of a pace apart, PID is what the system calls the process.
	ID  uint32
	PID int
	// Command is what the process does, in a few words.
	Command string
	// Waiting is how many of its calls waited when it took its last turn, at Turn.
	Waiting int
	Turn    time.Time
}

// normalize makes a state that was read fit for the present. Where the clock went back since
// it was written, all its times go back with it. Where the clock went forward nothing is to be
// done: the next turn comes at once, and those who wait for an earlier one find that it has passed.
func (s *state) normalize(now time.Time, interval time.Duration) {
	if back := s.written.Sub(now); back > 0 {
		for _, at := range []*time.Time{&s.next, &s.recoverAt, &s.halvedAt, &s.holdUntil, &s.askedUntil} {
			if !at.IsZero() {
				*at = at.Add(-back)
			}
		}
		for i := range s.processes {
			s.processes[i].Turn = s.processes[i].Turn.Add(-back)
		}
	}
	s.written = now
	s.next = earlier(s.next, now.Add(max(longestTurn, maxListed*interval)))
	s.holdUntil = earlier(s.holdUntil, now.Add(longestHold))
	s.recoverAt = earlier(s.recoverAt, now.Add(longestHold))
	s.floor, s.ceilingPart = part(s.floor), part(s.ceilingPart)
}

// share is the part of the full pace at a time: all of it, or what has come back of it.
func (s *state) share(now time.Time) float64 {
	if s.recoverAt.IsZero() {
		return 1
	}
	calm := max(0, now.Sub(s.recoverAt))
	climbed := s.floor + recovery*calm.Seconds()
	if s.ceilingPart >= s.floor && climbed > s.ceilingPart {
		climbed = max(s.ceilingPart, climbed-recovery*ceilingRest.Seconds())
	}
	return min(1, climbed)
}

// take gives the next turn and moves the clock on by the distance to the one after it.
func (s *state) take(now time.Time, interval time.Duration) time.Time {
	turn := s.nextTurn(now)
	s.next = turn.Add(stretched(interval, s.share(turn)))
	return turn
}

// nextTurn is the turn that take would give.
func (s *state) nextTurn(now time.Time) time.Time { return later(now, later(s.next, s.holdUntil)) }

// refuse halves the pace, at most once a second, and holds all calls for as long as the server
// asked, where it can mean that. Slowest is the least part of the full pace.
func (s *state) refuse(now time.Time, after, interval time.Duration, slowest float64) {
	low, ceiling := s.share(now), s.ceilingPart
	if now.Sub(s.halvedAt) >= halvingPause {
		low, ceiling = max(low/2, slowest), s.ceiling(now)
		s.halvedAt = now
		// Turns that were taken before are given up for new ones; see Pace.missed.
		s.next = now.Add(stretched(interval, low))
	}
	s.floor, s.ceilingPart = low, ceiling
	if after > 0 {
		s.askedUntil = later(s.askedUntil, now.Add(after))
		if after > longestHold {
			after = absurdHold
		}
		s.holdUntil = later(s.holdUntil, now.Add(after))
	}
	s.recoverAt = later(now, s.holdUntil)
}

// ceiling is where the climb after a refusal is to rest, 0 for nowhere: a full pace that is refused
// once says little.
func (s *state) ceiling(now time.Time) float64 {
	refused := s.share(now)
	if refused >= 1 {
		return 0
	}
	return min(s.share(now.Add(-noticing)), ceilingShare*refused)
}

// list names a process with its turn, and forgets those that took none for long.
func (s *state) list(p Process, now time.Time) {
	s.unlist(p.ID)
	s.processes = slices.DeleteFunc(s.processes, func(other Process) bool { return now.Sub(other.Turn) > forgotten })
	s.processes = append(s.processes, p)
	s.processes = s.processes[max(0, len(s.processes)-maxListed):]
}

func (s *state) unlist(id uint32) {
	s.processes = slices.DeleteFunc(s.processes, func(p Process) bool { return p.ID == id })
}

// stretched is the distance between turns at a part of the full pace.
func stretched(interval time.Duration, share float64) time.Duration {
	return time.Duration(float64(interval) / max(share, 1e-3))
}

// part makes a number from 0 to 1 of any other.
func part(x float64) float64 {
	if math.IsNaN(x) {
		return 0
	}
	return min(max(x, 0), 1)
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
