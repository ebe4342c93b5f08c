package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// through measures reading whole records through a mirror in which nothing has changed.
func (b *bench) through(ctx context.Context) ([]row, error) {
	objects := growth * b.mirrored
	s, err := b.serve(ctx, "-stubs", strconv.Itoa(objects))
	if err != nil {
		return nil, err
	}
	defer s.stop()
	if err := b.forget(); err != nil {
		return nil, err
	}
	if _, _, err := b.sync(ctx, s.url, raised); err != nil {
		return nil, err
	}
	out := filepath.Join(b.scratch, "full.txt")
	var all []usage
	calls, err := s.calls(ctx, func() error {
		for range b.runs {
			used, err := measure(b.mirroring(ctx, s.url, fullArgs), out)
			if err != nil {
				return err
			}
			all = append(all, used)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(out)
	if err != nil {
		return nil, fmt.Errorf("reading the records: %w", err)
	}
	if lines := bytes.Count(text, []byte("\n")); lines != objects {
		return nil, fmt.Errorf("%d of %d objects were listed", lines, objects)
	}
	used := medians(all)
	return []row{{
		what:    fmt.Sprintf("`list --full` through a mirror of %s objects (%d MB), none changed", thousands(objects), len(text)/1_000_000),
		ours:    fmt.Sprintf("%s, %.2f s of processor", used, used.cpu.Seconds()),
		theirs:  "–",
		ratio:   fmt.Sprintf("%d call for %s objects", calls/b.runs, thousands(objects)),
		goal:    "1 call, < 2 s, < 80 MB",
		command: "aimsio " + fullArgs,
	}}, nil
}
