package client

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	// paceShare is the part of the limit that calls are spaced at: even spacing at the full
	// limit puts an eleventh call into a second as soon as the network brings two closer
	// together.
	paceShare = 0.97
	// slowestPace bounds how far the pace falls: one call in two seconds.
	slowestPace = 0.5
	// recovery is the part of the full pace that comes back in each second without a refusal.
	recovery = 0.1
	// halvingPause keeps the answers to calls that were under way together from halving twice.
	halvingPause = time.Second
)

// ownPace is the pace of this process: evenly spaced turns, and a number of places.
type ownPace struct {
	places  chan struct{}
	queue   chan struct{}
	limiter *rate.Limiter
	notice  func(string)
	full    float64 // calls per second

	mu     sync.Mutex
	low    float64   // the pace after the last refusal
	calm   time.Time // when recovery from low begins; zero before any refusal
	halved time.Time
	held   time.Time // no call before this moment
	told   bool
}

// newOwnPace spaces calls for a server that allows limit calls in any second and parallel at
// once. The bucket holds one token, so that the first calls are spaced like all others.
func newOwnPace(limit float64, parallel int, notice func(string)) *ownPace {
	full := limit * paceShare
	return &ownPace{
		places:  make(chan struct{}, parallel),
		queue:   make(chan struct{}, 1),
		limiter: rate.NewLimiter(rate.Limit(full), 1),
		notice:  notice,
		full:    full,
	}
}

// Acquire waits for a free place and then for the next turn.
func (p *ownPace) Acquire(ctx context.Context) (func(), error) {
	if err := enter(ctx, p.places); err != nil {
		return nil, err
	}
	if err := p.turn(ctx); err != nil {
		<-p.places
		return nil, err
	}
	return sync.OnceFunc(func() { <-p.places }), nil
}

// turn lets one caller at a time wait for the clock: those behind it then follow a changed pace.
func (p *ownPace) turn(ctx context.Context) error {
	if err := enter(ctx, p.queue); err != nil {
		return err
	}
	defer func() { <-p.queue }()
	for {
		hold := p.prepare()
		if hold <= 0 {
			if err := p.limiter.Wait(ctx); err != nil {
				return fmt.Errorf("waiting for the pace: %w", err)
			}
			// The server may have refused another call meanwhile.
			if hold = p.prepare(); hold <= 0 {
				return nil
			}
		}
		if err := sleep(ctx, hold); err != nil {
			return err
		}
	}
}

// prepare sets the limiter to the pace of this moment, and tells how long all calls are held.
func (p *ownPace) prepare() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	p.limiter.SetLimitAt(now, rate.Limit(p.paceAt(now)))
	return p.held.Sub(now)
}

// paceAt is the pace at a moment: full, or on its way back there.
func (p *ownPace) paceAt(now time.Time) float64 {
	if p.calm.IsZero() {
		return p.full
	}
	return min(p.full, p.low+p.full*recovery*max(0, now.Sub(p.calm).Seconds()))
}

// Refused halves the pace, at most once a second, and holds all calls for as long as the server
// asked. The first time, the user is told.
func (p *ownPace) Refused(after time.Duration) {
	p.mu.Lock()
	now := time.Now()
	p.low = p.paceAt(now)
	if now.Sub(p.halved) >= halvingPause {
		p.low, p.halved = max(p.low/2, min(slowestPace, p.full)), now
	}
	if until := now.Add(after); after > 0 && until.After(p.held) {
		p.held = until
	}
	p.calm = now
	if p.held.After(now) {
		p.calm = p.held
	}
	tell := !p.told
	p.told = true
	low := p.low
	p.mu.Unlock()
	if tell {
		p.notice(slowing(low, after))
	}
}

func slowing(pace float64, after time.Duration) string {
	wait := ""
	if after > 0 {
		wait = fmt.Sprintf("waiting %s, then ", after.Round(time.Second))
	}
	return fmt.Sprintf("the server cannot keep up: %sgoing on at %.1f calls per second, and faster again as it allows", wait, pace)
}
