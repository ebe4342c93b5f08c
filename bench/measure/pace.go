package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// pacedObjects is over how many calls the cost of the shared pace is spread.
const pacedObjects = 3000

// pace measures what sharing the pace costs: the same calls with a shared pace and, because the
// state folder cannot be made, without.
func (b *bench) pace(ctx context.Context) ([]row, error) {
	s, err := b.serve(ctx, "-stubs", strconv.Itoa(pacedObjects))
	if err != nil {
		return nil, err
	}
	defer s.stop()
	var shared, own []usage
	for range b.runs {
		for _, side := range []struct {
			used  *[]usage
			state string
		}{{&shared, filepath.Join(b.scratch, "state")}, {&own, "/dev/null/state"}} {
			cmd := b.aimsio(ctx, s.url, strings.Fields(fullArgs)...)
			cmd.Env = append(cmd.Env, "AIMSIO_RATE=1000", "AIMSIO_STATE_DIR="+side.state)
			used, err := measure(cmd, filepath.Join(b.scratch, "pace.txt"))
			if err != nil {
				return nil, err
			}
			*side.used = append(*side.used, used)
		}
	}
	with, without := medians(shared).cpu, medians(own).cpu
	return []row{{
		what:    fmt.Sprintf("what sharing the pace costs, over %s calls", thousands(pacedObjects+1)),
		ours:    fmt.Sprintf("%.2f s of processor", with.Seconds()),
		theirs:  fmt.Sprintf("%.2f s with a pace of its own", without.Seconds()),
		ratio:   fmt.Sprintf("%.3f ms a call dearer", ms((with-without)/time.Duration(pacedObjects+1))),
		goal:    "< 0.2 ms",
		command: "AIMSIO_RATE=1000 aimsio " + fullArgs,
		line:    "AIMSIO_STATE_DIR=/dev/null/state aimsio …",
	}}, nil
}
