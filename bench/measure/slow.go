package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// A server that takes 4 calls a second for a while, in seconds after the first call. Settling is how
// long the pace may take to find that out, recovering to come back.
const (
	slowFrom    = 20
	slowUntil   = 65
	settling    = 5
	recovering  = 20
	slowObjects = 640
)

// slow measures how the pace follows a server that slows down and recovers.
func (b *bench) slow(ctx context.Context) ([]row, error) {
	s, err := b.serve(ctx, "-strict", "-stubs", strconv.Itoa(slowObjects), "-latency", b.latency.String(),
		"-slow-from", fmt.Sprintf("%ds", slowFrom), "-slow-until", fmt.Sprintf("%ds", slowUntil))
	if err != nil {
		return nil, err
	}
	defer s.stop()
	out := filepath.Join(b.scratch, "slow.txt")
	if _, err := measure(b.aimsio(ctx, s.url, strings.Fields(fullArgs)...), out); err != nil {
		return nil, err
	}
	records, err := os.ReadFile(out)
	if err != nil {
		return nil, fmt.Errorf("reading the records: %w", err)
	}
	seen, err := s.stats(ctx)
	if err != nil {
		return nil, err
	}
	lost := slowObjects - bytes.Count(records, []byte("\n"))
	settled := perSecond(seen.Each, slowFrom+settling, slowUntil)
	again := perSecond(seen.Each, slowUntil+recovering, len(seen.Each)-1)
	return []row{{
		what:   fmt.Sprintf("`list --full` of %d objects, from %d s to %d s a fifth call in any second is refused", slowObjects, slowFrom, slowUntil),
		ours:   fmt.Sprintf("%.2f calls a second answered from %d s on, %.2f from %d s on", settled, slowFrom+settling, again, slowUntil+recovering),
		theirs: "–",
		ratio:  fmt.Sprintf("%d lost, %.1f %% refused", lost, 100*float64(seen.Refused)/float64(seen.Answered+seen.Refused)),
		goal:   fmt.Sprintf("0 lost, ≤ 5 %% refused, ≥ 3.5 calls a second when settled, 9.4 within %d s of the recovery", recovering),

		command: "aimsio " + fullArgs,
	}}, nil
}

// perSecond gives the mean of the answered calls from one second to another.
func perSecond(seconds []each, from, to int) float64 {
	answered := 0
	for _, second := range seconds[min(from, len(seconds)):max(min(from, len(seconds)), min(to, len(seconds)))] {
		answered += second.Answered
	}
	return float64(answered) / float64(max(1, to-from))
}
