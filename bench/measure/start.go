package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// start measures what it costs to begin, beside a Cobra program that has one command.
func (b *bench) start(ctx context.Context) ([]row, error) {
	var ours, others []usage
	for range b.starts {
		u, err := measure(b.aimsio(ctx, "", "version"), os.DevNull)
		if err != nil {
			return nil, err
		}
		ours = append(ours, u)
		empty := exec.CommandContext(ctx, filepath.Join(b.bin, "cobra"), "version")
		empty.Env = b.environ("")
		if u, err = measure(empty, os.DevNull); err != nil {
			return nil, err
		}
		others = append(others, u)
	}
	a, o := medians(ours), medians(others)
	return []row{{
		what:    "`aimsio version` beside an empty Cobra program",
		ours:    fmt.Sprintf("%.2f ms, %.2f ms of processor", ms(a.wall), ms(a.cpu)),
		theirs:  fmt.Sprintf("%.2f ms, %.2f ms of processor", ms(o.wall), ms(o.cpu)),
		ratio:   fmt.Sprintf("%.2f times the time, %.2f times the processor", quotient(a.wall, o.wall), quotient(a.cpu, o.cpu)),
		goal:    "≤ 2 times",
		command: "aimsio version",
		line:    "cobra version",
	}}, nil
}
