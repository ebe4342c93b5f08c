package doctor

import (
	"context"
	"time"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/pace"
)

// paceRows tells which pace is in force, and who keeps it.
func (d *doctor) paceRows(context.Context) []finding {
	const advice = "each command keeps a pace of its own meanwhile; the next one that calls the server mends it if it can"
	status, err := pace.Look(d.app.PaceOf(d.environment, d.user))
	if err != nil {
		return one(doubtful(advice, "%s", fail.OneLine(err)))
	}
	found := one(paceInForce(status))
	for _, p := range status.Processes {
		found = append(found, fine("%s (process %d): %d waiting", p.Command, p.PID, p.Waiting))
	}
	return found
}

func paceInForce(status pace.Status) finding {
	const advice = "it recovers by itself; if it falls often, something else uses the same limits"
	now := fine("%.1f of %.1f calls per second, %d of %d under way", status.Rate, status.Full, status.Busy, status.Parallel)
	switch {
	case status.Hold > 0:
		return doubtful(advice, "the server asked for a pause, which goes on for %s", status.Hold.Round(time.Second))
	case status.Rate < status.Full:
		return doubtful(advice, "%s: the server refused calls", now.detail)
	default:
		return now
	}
}
