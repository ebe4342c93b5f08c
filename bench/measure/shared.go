package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

const (
	// sharers is how many processes share a pace, sharedObjects how many objects each fetches.
	sharers       = 4
	sharedObjects = 100
)

// shared measures processes that run at the same time as the same user.
func (b *bench) shared(ctx context.Context) ([]row, error) {
	ours, oursTook, err := b.together(ctx, func(url string) *exec.Cmd { return b.aimsio(ctx, url, strings.Fields(fullArgs)...) })
	if err != nil {
		return nil, err
	}
	theirs, theirsTook, err := b.together(ctx, func(url string) *exec.Cmd { return b.shell(ctx, url, fullLine) })
	if err != nil {
		return nil, err
	}
	return []row{{
		what:    fmt.Sprintf("%d processes at once, each `list --full` of %d objects, an eleventh call in any second is refused", sharers, sharedObjects),
		ours:    toldTogether(ours, oursTook),
		theirs:  toldTogether(theirs, theirsTook),
		ratio:   fmt.Sprintf("%d refusals beside %d", ours.Refused, theirs.Refused),
		goal:    "0 refusals, ≥ 9.2 calls a second, ≤ 10 at once, the slowest ≤ 1.3 times the fastest",
		command: fmt.Sprintf("aimsio %s, %d times", fullArgs, sharers),
		line:    fullLine,
	}}, nil
}

// together runs a command in several processes that start together, against one strict server.
func (b *bench) together(ctx context.Context, command func(url string) *exec.Cmd) (counts, []time.Duration, error) {
	s, err := b.serve(ctx, "-strict", "-stubs", strconv.Itoa(sharedObjects), "-latency", b.latency.String())
	if err != nil {
		return counts{}, nil, err
	}
	defer s.stop()
	took, failed := make([]time.Duration, sharers), make(chan error, sharers)
	for i := range sharers {
		go func() {
			used, err := measure(command(s.url), filepath.Join(b.scratch, fmt.Sprintf("shared-%d.txt", i)))
			took[i] = used.wall
			failed <- err
		}()
	}
	for range sharers {
		err = errors.Join(err, <-failed)
	}
	if err != nil {
		return counts{}, nil, err
	}
	seen, err := s.stats(ctx)
	return seen, took, err
}

func toldTogether(c counts, took []time.Duration) string {
	fastest, slowest := took[0], took[0]
	for _, d := range took {
		fastest, slowest = min(fastest, d), max(slowest, d)
	}
	return fmt.Sprintf("%.2f calls a second, %d at once, the slowest %.2f times the fastest", c.rate(), c.Most, quotient(slowest, fastest))
}
