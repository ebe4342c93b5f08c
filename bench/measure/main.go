// Command measure runs aimsio beside the tools that one would use without it, and prints a
// Markdown table. Both sides run in turn, so that a machine that slows down slows down both, and
// medians are compared. bench/run builds what it needs and calls it.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// everything names the measurements, in the order of the table.
const everything = "index full shared slow pace start write fresh through firstsync kill plan"

func main() {
	var b bench
	flag.StringVar(&b.bin, "bin", "bench/out", "folder of the programs")
	flag.IntVar(&b.stubs, "stubs", 1_000_000, "entries of the index")
	flag.IntVar(&b.objects, "objects", 300, "objects that list --full fetches")
	flag.IntVar(&b.runs, "runs", 5, "runs of each program over the index")
	flag.IntVar(&b.starts, "starts", 200, "starts of each program")
	flag.IntVar(&b.records, "records", 5000, "records that are written")
	flag.IntVar(&b.mirrored, "mirrored", 10_000, "objects of a mirror")
	flag.IntVar(&b.kills, "kills", 200, "syncs that are killed")
	flag.DurationVar(&b.latency, "latency", 150*time.Millisecond, "what the strict server takes for an answer")
	flag.StringVar(&b.only, "only", everything, "the measurements to make")
	flag.Parse()
	if err := b.run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run measures everything and prints the table.
func (b *bench) run(ctx context.Context) error {
	scratch, err := os.MkdirTemp("", "aimsio-bench-")
	if err != nil {
		return fmt.Errorf("making a folder for the outputs: %w", err)
	}
	defer func() { _ = os.RemoveAll(scratch) }() // nothing that is needed is lost
	b.scratch = scratch
	if b.bin, err = filepath.Abs(b.bin); err != nil {
		return fmt.Errorf("finding the programs: %w", err)
	}
	var rows []row
	for _, m := range b.measurements() {
		if !slices.Contains(strings.Fields(b.only), m.name) {
			continue
		}
		more, err := m.make(ctx)
		if err != nil {
			return err
		}
		rows = append(rows, more...)
	}
	fmt.Print(table(rows))
	fmt.Printf("\n%s. Medians of %d runs and of %d starts.\n", machine(ctx), b.runs, b.starts)
	return nil
}

// measurement makes rows of the table.
type measurement struct {
	name string
	make func(context.Context) ([]row, error)
}

func (b *bench) measurements() []measurement {
	return []measurement{
		{"index", b.index}, {"full", b.full}, {"shared", b.shared}, {"slow", b.slow}, {"pace", b.pace}, {"start", b.start}, {"write", b.write},
		{"fresh", b.fresh}, {"through", b.through}, {"firstsync", b.firstSync}, {"kill", b.kill}, {"plan", b.plan},
	}
}
