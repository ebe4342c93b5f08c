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
	// mistaken is how long a server is left alone that asks for more than longestHold, which it cannot mean.
	mistaken = 2 * time.Minute
	// longestTurn bounds how far off the next turn can be without a hold, whatever a state says.
	longestTurn = 5 * time.Minute
	// maxListed is how many processes the state names; all of them share the pace all the same.
	maxListed = 12
	// forgotten is how long a process is named after its last turn.
	forgotten = time.Minute
)

// state is what all processes that share a pace know of it. Moments are of the wall clock, the one
// that all processes see.
type state struct {
	// Written is when the state last changed.
	Written time.Time
	// Next is the next turn that nobody has.
	Next time.Time
	// Low is the part of the full pace that was left after the last refusal, and Ceiling the part
	// that the climb from there rests at, 0 for none.
	Low     float64
	Ceiling float64
	// Calm is when the climb begins, zero before any refusal; Halved when Low last became half of
	// what it was.
	Calm   time.Time
	Halved time.Time
	// Held is until when the server wants no call at all.
	Held time.Time
	// Asked is until when the server asked for no call, which may be later than it is believed.
	Asked time.Time
	// Processes lists who took turns lately, for people to look at.
	Processes []Process
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

// settle makes a state that was read fit for the present moment. Where the clock went back since
// it was written, all its moments go back with it. Where the clock went forward nothing is to be
// done: the next turn comes at once, and those who wait for an earlier one find that it has passed.
func (s *state) settle(now time.Time, interval time.Duration) {
	if back := s.Written.Sub(now); back > 0 {
		for _, moment := range []*time.Time{&s.Next, &s.Calm, &s.Halved, &s.Held, &s.Asked} {
			if !moment.IsZero() {
				*moment = moment.Add(-back)
			}
		}
		for i := range s.Processes {
			s.Processes[i].Turn = s.Processes[i].Turn.Add(-back)
		}
	}
	s.Written = now
	s.Next = earlier(s.Next, now.Add(max(longestTurn, maxListed*interval)))
	s.Held = earlier(s.Held, now.Add(longestHold))
	s.Calm = earlier(s.Calm, now.Add(longestHold))
	s.Low, s.Ceiling = part(s.Low), part(s.Ceiling)
}

// share is the part of the full pace at a moment: all of it, or what has come back of it.
func (s *state) share(now time.Time) float64 {
	if s.Calm.IsZero() {
		return 1
	}
	calm := max(0, now.Sub(s.Calm))
	climbed := s.Low + recovery*calm.Seconds()
	if s.Ceiling >= s.Low && climbed > s.Ceiling {
		climbed = max(s.Ceiling, climbed-recovery*ceilingRest.Seconds())
	}
	return min(1, climbed)
}

// take gives the next turn and moves the clock on by the distance to the one after it.
func (s *state) take(now time.Time, interval time.Duration) time.Time {
	turn := s.turn(now)
	s.Next = turn.Add(stretched(interval, s.share(turn)))
	return turn
}

// turn is the turn that take would give.
func (s *state) turn(now time.Time) time.Time { return later(now, later(s.Next, s.Held)) }

// refuse halves the pace, at most once a second, and holds all calls for as long as the server
// asked, where it can mean that. Slowest is the least part of the full pace.
func (s *state) refuse(now time.Time, after, interval time.Duration, slowest float64) {
	low, ceiling := s.share(now), s.Ceiling
	if now.Sub(s.Halved) >= halvingPause {
		low, ceiling = max(low/2, slowest), s.ceiling(now)
		s.Halved = now
		// Turns that were taken before are given up for new ones; see Pace.missed.
		s.Next = now.Add(stretched(interval, low))
	}
	s.Low, s.Ceiling = low, ceiling
	if after > 0 {
		s.Asked = later(s.Asked, now.Add(after))
		if after > longestHold {
			after = mistaken
		}
		s.Held = later(s.Held, now.Add(after))
	}
	s.Calm = later(now, s.Held)
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
	s.Processes = slices.DeleteFunc(s.Processes, func(other Process) bool { return now.Sub(other.Turn) > forgotten })
	s.Processes = append(s.Processes, p)
	s.Processes = s.Processes[max(0, len(s.Processes)-maxListed):]
}

func (s *state) unlist(id uint32) {
	s.Processes = slices.DeleteFunc(s.Processes, func(p Process) bool { return p.ID == id })
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
