package main

import (
	"context"
	"fmt"
	"strconv"
)

// growth is how many times more objects the large mirror has.
const growth = 10

// firstSync measures filling a mirror with the pace raised, and whether ten times as many objects take
// ten times as long.
func (b *bench) firstSync(ctx context.Context) ([]row, error) {
	var small, large []usage
	for range b.runs {
		for _, side := range []struct {
			used    *[]usage
			objects int
		}{{&small, b.mirrored}, {&large, growth * b.mirrored}} {
			used, err := b.fill(ctx, side.objects)
			if err != nil {
				return nil, err
			}
			*side.used = append(*side.used, used)
		}
	}
	s, l := medians(small), medians(large)
	return []row{{
		what: fmt.Sprintf("first sync of %s objects, and of %s, the pace raised", thousands(b.mirrored), thousands(growth*b.mirrored)),
		ours: fmt.Sprintf("%s and %s objects a second, %.2f s and %.2f s of processor",
			perSync(b.mirrored, s), perSync(growth*b.mirrored, l), s.cpu.Seconds(), l.cpu.Seconds()),
		theirs: "–",
		ratio: fmt.Sprintf("%.1f times the time, %.1f times the processor for %d times the objects",
			quotient(l.wall, s.wall), quotient(l.cpu, s.cpu), growth),
		goal:    fmt.Sprintf("≥ 4,000 objects a second, %d to %d times", growth*8/10, growth*12/10),
		command: raised + " aimsio " + syncArgs,
	}}, nil
}

// fill syncs a new mirror.
func (b *bench) fill(ctx context.Context, objects int) (usage, error) {
	s, err := b.serve(ctx, "-stubs", strconv.Itoa(objects))
	if err != nil {
		return usage{}, err
	}
	defer s.stop()
	if err := b.forget(); err != nil {
		return usage{}, err
	}
	used, told, err := b.sync(ctx, s.url, raised)
	if err == nil && told.New != objects {
		err = fmt.Errorf("a first sync of %d objects stored %d", objects, told.New)
	}
	return used, err
}

// perSync is how many objects a second a sync stored.
func perSync(objects int, u usage) string { return thousands(int(float64(objects) / u.wall.Seconds())) }
