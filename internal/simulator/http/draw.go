package http

import (
	"net/http"
	"sync"
	"time"

	"github.com/aimsio-cli/aimsio/internal/simulator/data"
)

// faultDraw decides which fault hits which call. The draws follow from the seed and the call's
// number, so the same calls in the same order meet the same faults.
type faultDraw struct {
	key    uint64
	faults []Fault

	mu    sync.Mutex
	calls int
	hits  []int
}

func newFaultDraw(seed uint64, faults []Fault) *faultDraw {
	return &faultDraw{key: data.Key(seed, "faults"), faults: faults, hits: make([]int, len(faults))}
}

// next gives the delay of a call and the first fault that hits it, or nil.
func (d *faultDraw) next(r *http.Request) (time.Duration, *Fault) {
	d.mu.Lock()
	defer d.mu.Unlock()
	at := data.Place{Ordinal: d.calls}
	d.calls++
	var delay time.Duration
	var hit *Fault
	for i := range d.faults {
		f := &d.faults[i]
		at.Element = i
		if !f.concerns(r) || hit != nil && f.kind != "slow" || !d.isHit(i, at) {
			continue
		}
		d.hits[i]++
		if f.kind == "slow" {
			delay += f.delay
		} else {
			hit = f
		}
	}
	return delay, hit
}

func (d *faultDraw) isHit(i int, at data.Place) bool {
	const steps = 1_000_000
	f := &d.faults[i]
	if f.times > 0 && d.hits[i] >= f.times {
		return false
	}
	return float64(at.Draw(d.key)%steps) < f.share/100*steps
}
