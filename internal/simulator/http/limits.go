package http

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"
)

var (
	errWaited = errors.New("the call waited too long in the queue")
	errStrict = errors.New("too many calls: the limit of calls per second or at once is reached")
)

// gate holds calls to the limits: so many begun in any sliding second, so many at once. Calls
// above that wait in order of arrival.
type gate struct {
	// burst calls may begin in any window; 0 is unlimited.
	burst    int
	window   time.Duration
	parallel int
	queue    time.Duration

	mu sync.Mutex
	// begun holds when the last calls began, at most burst of them, oldest first.
	begun   []time.Time
	active  int
	waiting []*waiter
	timer   *time.Timer
}

type waiter struct{ begin chan struct{} }

func newGate(rate float64, parallel int, queue time.Duration) *gate {
	g := &gate{parallel: parallel, queue: queue}
	if rate > 0 {
		g.burst = max(1, int(rate))
		g.window = time.Duration(float64(g.burst) / rate * float64(time.Second))
	}
	return g
}

// enter lets a call begin, at once or after a wait, and gives what to call at its end. It fails
// with errWaited, with errStrict where there is no queue, or with the context's error.
func (g *gate) enter(ctx context.Context) (leave func(), err error) {
	me := g.arrive()
	if me == nil {
		return nil, errStrict
	}
	if g.queue == 0 {
		return g.leave, nil
	}
	limit := time.NewTimer(g.queue)
	defer limit.Stop()
	select {
	case <-me.begin:
		return g.leave, nil
	case <-limit.C:
		err = errWaited
	case <-ctx.Done():
		err = fmt.Errorf("waiting in the queue: %w", ctx.Err())
	}
	if g.giveUp(me) {
		return nil, err
	}
	// The call was let in at that very moment.
	return g.leave, nil
}

// arrive puts a call in the queue, or where there is no queue lets it in or gives nil.
func (g *gate) arrive() *waiter {
	g.mu.Lock()
	defer g.mu.Unlock()
	me := &waiter{begin: make(chan struct{})}
	if g.queue > 0 {
		g.waiting = append(g.waiting, me)
		g.letIn()
		return me
	}
	open := g.untilOpen() <= 0 && !g.full()
	g.count()
	if !open {
		return nil
	}
	g.active++
	return me
}

// letIn begins as many waiting calls as the limits allow. g.mu must be held.
func (g *gate) letIn() {
	for len(g.waiting) > 0 && !g.full() {
		if wait := g.untilOpen(); wait > 0 {
			g.wakeAfter(wait)
			return
		}
		close(g.waiting[0].begin)
		g.waiting = g.waiting[1:]
		g.count()
		g.active++
	}
}

func (g *gate) full() bool { return g.parallel > 0 && g.active >= g.parallel }

// untilOpen tells how long no further call may begin.
func (g *gate) untilOpen() time.Duration {
	if g.burst == 0 || len(g.begun) < g.burst {
		return 0
	}
	return g.window - time.Since(g.begun[0])
}

// count notes that a call begins now.
func (g *gate) count() {
	if g.burst == 0 {
		return
	}
	if len(g.begun) == g.burst {
		g.begun = slices.Delete(g.begun, 0, 1)
	}
	g.begun = append(g.begun, time.Now())
}

func (g *gate) wakeAfter(wait time.Duration) {
	if g.timer != nil {
		g.timer.Stop()
	}
	g.timer = time.AfterFunc(wait, func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.letIn()
	})
}

func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.active--
	g.letIn()
}

// giveUp takes a call out of the queue; false says that it has begun.
func (g *gate) giveUp(me *waiter) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	at := slices.Index(g.waiting, me)
	if at < 0 {
		return false
	}
	g.waiting = slices.Delete(g.waiting, at, at+1)
	return true
}

// refuse answers a call that the gate did not let in. What the vendor answers is not documented:
// 503 stands for its "times out in the queue", 429 for a server without a queue.
func refuse(w http.ResponseWriter, reason error, retryAfter time.Duration) {
	status := http.StatusServiceUnavailable
	if errors.Is(reason, errStrict) {
		status = http.StatusTooManyRequests
	}
	if retryAfter > 0 {
		seconds := int64((retryAfter + time.Second - 1) / time.Second)
		w.Header().Set("Retry-After", strconv.FormatInt(seconds, 10))
	}
	reply{status: status, contentType: "text/plain; charset=utf-8", body: []byte(reason.Error() + "\n")}.send(w)
}
