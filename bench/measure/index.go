package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// What one would write with curl and jq, and the same with aimsio.
const (
	ndjsonLine = `curl -sS -u x:y "$URL" | jq -c '.[]'`
	ndjsonArgs = "joborders list -o ndjson"
	csvLine    = `curl -sS -u x:y "$URL" | jq -r '.[]|[.dtype,.guid,(.updatedAt/1000|todate)]|@csv'`
	csvArgs    = "joborders list -o csv --no-header --time utc --columns dtype,guid,updatedAt"
)

// index measures reading the whole index.
func (b *bench) index(ctx context.Context) ([]row, error) {
	s, err := b.serve(ctx, "-stubs", strconv.Itoa(b.stubs))
	if err != nil {
		return nil, err
	}
	defer s.stop()
	what := fmt.Sprintf("index of %s stubs (%d MB) as ", thousands(b.stubs), b.stubs*93/1_000_000)
	ndjson, err := b.compare(ctx, s.url, what+"NDJSON", ndjsonArgs, ndjsonLine)
	if err != nil {
		return nil, err
	}
	ndjson.goal = "≥ 10 times faster, ≤ 40 MB"
	csv, err := b.compare(ctx, s.url, what+"CSV with times", csvArgs, csvLine)
	if err != nil {
		return nil, err
	}
	csv.goal = "≥ 5 times faster"
	return []row{ndjson, csv}, nil
}

// compare runs both in turn and checks that they print the same.
func (b *bench) compare(ctx context.Context, url, what, args, line string) (row, error) {
	mine, theirs := filepath.Join(b.scratch, "aimsio.txt"), filepath.Join(b.scratch, "jq.txt")
	var ours, others []usage
	for range b.runs {
		u, err := measure(b.aimsio(ctx, url, strings.Fields(args)...), mine)
		if err != nil {
			return row{}, err
		}
		ours = append(ours, u)
		if u, err = measure(b.shell(ctx, url, line), theirs); err != nil {
			return row{}, err
		}
		others = append(others, u)
	}
	if err := sameText(mine, theirs); err != nil {
		return row{}, fmt.Errorf("%s: %w", what, err)
	}
	a, o := medians(ours), medians(others)
	return row{
		what: what, ours: a.String(), theirs: o.String(), command: "aimsio " + args, line: line,
		ratio: fmt.Sprintf("%.1f times faster, %.0f times less memory", quotient(o.wall, a.wall), quotient(o.peak, a.peak)),
	}, nil
}

// sameText tells whether two files hold the same lines. Quotes do not count: jq puts them around
// every cell of a CSV file, aimsio where they are needed. Both ways are read here in step, so that
// this program stays small.
func sameText(a, b string) error {
	left, err := os.Open(a)
	if err != nil {
		return fmt.Errorf("reading the output: %w", err)
	}
	defer func() { _ = left.Close() }() // only read
	right, err := os.Open(b)
	if err != nil {
		return fmt.Errorf("reading the output: %w", err)
	}
	defer func() { _ = right.Close() }() // only read
	first, second := bufio.NewReader(left), bufio.NewReader(right)
	for n := 1; ; n++ {
		x, errX := first.ReadBytes('\n')
		y, errY := second.ReadBytes('\n')
		if !bytes.Equal(plain(x), plain(y)) {
			return fmt.Errorf("line %d differs: %q and %q", n, x, y)
		}
		if errX != nil || errY != nil {
			if errors.Is(errX, io.EOF) && errors.Is(errY, io.EOF) {
				return nil
			}
			return errors.Join(errX, errY)
		}
	}
}

// plain is a line without quotes and line ends.
func plain(line []byte) []byte {
	return bytes.TrimRight(bytes.ReplaceAll(line, []byte(`"`), nil), "\r\n")
}
