package doctor

import (
	"context"
	"time"

	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/pace"
)

// paceCheck tells which pace is in force, and who keeps it.
func paceCheck(c *credentials, paceOf func(*config.Environment, string) pace.Options) check {
	return check{"pace", needs(checkStateFolder, checkUser, checkCalls), func(context.Context) []finding {
		status, err := pace.Look(paceOf(c.target.Environment, c.user))
		if err != nil {
			return []finding{warning("each command keeps a pace of its own meanwhile; the next one that calls the server mends it if it can",
				"%s", fail.OneLine(err))}
		}
		found := []finding{paceInForce(status)}
		for _, p := range status.Processes {
			found = append(found, passed("%s (process %d): %d waiting", p.Command, p.PID, p.Waiting))
		}
		return found
	}}
}

func paceInForce(status pace.Status) finding {
	const advice = "it recovers by itself; if it falls often, something else uses the same limits"
	now := passed("%.1f of %.1f calls per second, %d of %d under way", status.Rate, status.Full, status.Busy, status.Parallel)
	switch {
	case status.Hold > 0:
		return warning(advice, "the server asked for a pause, which goes on for %s", status.Hold.Round(time.Second))
	case status.Rate < status.Full:
		return warning(advice, "%s: the server refused calls", now.detail)
	default:
		return now
	}
}
