package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
)

// What one would write with curl, ten calls at a time, and the same with aimsio.
const (
	fullArgs = "joborders list --full -o ndjson"
	fullLine = `curl -sS -u x:y "$URL" | jq -r '.[].guid' | xargs -P10 -I{} curl -sS -o /dev/null -u x:y "$URL/{}"`
)

// full measures fetching every object from a server that refuses an eleventh call in any second.
func (b *bench) full(ctx context.Context) ([]row, error) {
	ours, err := b.strict(ctx, func(url string) error {
		_, err := measure(b.aimsio(ctx, url, strings.Fields(fullArgs)...), filepath.Join(b.scratch, "full.txt"))
		return err
	})
	if err != nil {
		return nil, err
	}
	theirs, err := b.strict(ctx, func(url string) error {
		_, err := measure(b.shell(ctx, url, fullLine), filepath.Join(b.scratch, "xargs.txt"))
		return err
	})
	if err != nil {
		return nil, err
	}
	return []row{{
		what:    fmt.Sprintf("`list --full` of %d objects, an eleventh call in any second is refused", b.objects),
		ours:    told(ours),
		theirs:  told(theirs),
		ratio:   fmt.Sprintf("%d refusals beside %d", ours.Refused, theirs.Refused),
		goal:    "0 refusals, ≥ 9.4 calls a second",
		command: "aimsio " + fullArgs,
		line:    fullLine,
	}}, nil
}

// strict starts a server of its own for a run and gives what it saw.
func (b *bench) strict(ctx context.Context, run func(url string) error) (counts, error) {
	s, err := b.serve(ctx, "-strict", "-stubs", strconv.Itoa(b.objects), "-latency", b.latency.String())
	if err != nil {
		return counts{}, err
	}
	defer s.stop()
	if err := run(s.url); err != nil {
		return counts{}, err
	}
	return s.stats(ctx)
}

// told says what a server saw. The first call is the index.
func told(c counts) string {
	return fmt.Sprintf("%d objects, %.2f calls a second", c.Answered-1, c.rate())
}
