package pace

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"
)

// ErrTooLate says that the turn would come after the deadline of the caller.
var ErrTooLate = errors.New("the turn would come too late")

// HeldError says that the server, which asked all commands for a pause, is not to be called yet.
type HeldError struct {
	// For is how long that is from now.
	For time.Duration
	// Asked is for how long the server asked from now: more than For where it cannot mean that.
	Asked time.Duration
}

// Error says for how long.
func (e *HeldError) Error() string {
	return fmt.Sprintf("the server asked all commands for a pause, which goes on for %s", e.For.Round(time.Second))
}

// localFor is how long a process keeps a pace of its own after it could not use the shared one.
const localFor = 10 * time.Second

// Options say which pace is kept.
type Options struct {
	// Rate is the highest number of calls in any second, Parallel at once. Both are more than 0.
	Rate     float64
	Parallel int
	// Folder holds what processes share; see Folder. "" is a pace of this process alone.
	Folder string
	// Command is shown to those who look at the shared pace.
	Command string
	// Notice is told, in one line, when the pace falls and when it cannot be shared: each once.
	// It may be called from any goroutine.
	Notice func(string)
}

// Pace gives out turns. It is safe for use by several goroutines.
type Pace struct {
	Options
	id       uint32
	interval time.Duration
	began    time.Time
	// own is the share of this process: it holds whatever becomes of the shared state.
	own *rate.Limiter
	// places are the calls of this process that may be under way, queue lets one of its callers
	// wait for a turn at a time.
	places, queue chan struct{}
	// waiting and placed count the calls that wait, and those that have a shared place.
	waiting, placed atomic.Int32

	mu sync.Mutex
	// sharedState is what the processes share.
	sharedState sharedState
	// local is the state while there is no shared one, and what was last seen of that.
	local state
	// again is when to try the shared state after a failure.
	again                                       time.Time
	reportedFall, reportedDamage, reportedLocal bool
}

// New makes a pace. It touches no file before the first turn.
func New(o Options) *Pace {
	if o.Notice == nil {
		o.Notice = func(string) {}
	}
	return &Pace{
		Options:     o,
		sharedState: sharedState{folder: o.Folder},
		id:          rand.Uint32(), //nolint:gosec // it only tells processes apart
		interval:    time.Duration(float64(time.Second) / (o.Rate * Share)),
		began:       time.Now().Round(0),
		own:         rate.NewLimiter(rate.Limit(o.Rate*ownShare), 1),
		places:      make(chan struct{}, o.Parallel),
		queue:       make(chan struct{}, 1),
	}
}

// Acquire waits until a call may be sent. It fails when ctx ends, or with ErrTooLate where it is
// certain beforehand that it will.
//
// A process waits for one turn at a time, and only at that turn for a place. So processes that
// have much to do take turns one after the other, however many calls each of them has waiting.
func (p *Pace) Acquire(ctx context.Context) (*Permit, error) {
	return p.AcquireWithin(ctx, longestHold)
}

// AcquireWithin is Acquire for a call that waits no longer than that for the end of a pause which the
// server asked for. Where it would have to, it fails at once with a *HeldError.
func (p *Pace) AcquireWithin(ctx context.Context, pause time.Duration) (*Permit, error) {
	p.waiting.Add(1)
	defer p.waiting.Add(-1)
	if err := enter(ctx, p.places); err != nil {
		return nil, err
	}
	turn := &Permit{pace: p, longest: pause}
	err := enter(ctx, p.queue)
	if err == nil {
		err = turn.wait(ctx)
		<-p.queue
	}
	if err != nil {
		turn.Release()
		return nil, err
	}
	return turn, nil
}

// Refused tells that the server could not keep up, and how long it asked to be left alone.
func (p *Pace) Refused(after time.Duration) {
	full := p.Rate * Share
	fallen := ""
	p.update(func(s *state, now time.Time) {
		s.refuse(now, after, p.interval, min(slowest/full, 1))
		fallen = p.fallen(asking(s, now), s, now) // whether anybody waits for that is for the callers
	})
	p.reportFall(fallen)
}

// Close takes the process off the list of those who share the pace.
func (p *Pace) Close() {
	p.mu.Lock()
	listed := len(p.local.processes) > 0
	p.mu.Unlock()
	if listed {
		p.update(func(s *state, _ time.Time) { s.unlist(p.id) })
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sharedState.close()
}
