package input_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/input"
)

const (
	manyRows = 1_000_000
	fewRows  = 20_000
)

// rows makes a file of so many employees.
func rows(t testing.TB, format input.Format, count int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "rows."+string(format))
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	begin, row, between, end := "", "{\"code\":\"%07d\",\"name\":\"Jo Smith\",\"rate\":10.10,\"startDate\":\"2026-03-01\",\"active\":true}", "\n", "\n"
	if format == input.CSV {
		begin, row = "code,name,rate,startDate,active\n", "%07d,Jo Smith,10.10,2026-03-01,true"
	}
	if format == input.JSON {
		begin, between, end = `{"thingList":[`, ",\n", "]}"
	}
	out := bufio.NewWriter(file)
	_, _ = out.WriteString(begin)
	for i := range count {
		if i > 0 {
			_, _ = out.WriteString(between)
		}
		_, _ = fmt.Fprintf(out, row, i)
	}
	_, _ = out.WriteString(end)
	if err := errors.Join(out.Flush(), file.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

func walk(t testing.TB, path string) (count int, peak uint64) {
	t.Helper()
	f, err := input.Open(path, nil, options())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	var stats runtime.MemStats
	for _, err := range f.Records() {
		if err != nil {
			t.Fatal(err)
		}
		if count++; count%5_000 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&stats)
			peak = max(peak, stats.HeapInuse)
		}
	}
	return count, peak
}

// What is live must not grow with the file: a hundred bytes a row would be two megabytes.
func TestMemoryDoesNotGrow(t *testing.T) {
	for _, format := range []input.Format{input.CSV, input.JSON, input.NDJSON} {
		_, small := walk(t, rows(t, format, fewRows/4))
		count, large := walk(t, rows(t, format, fewRows))
		if count != fewRows {
			t.Errorf("%s: %d records", format, count)
		}
		if large > small+1<<20 {
			t.Errorf("%s: %d bytes in use for %d records, %d for %d", format, small, fewRows/4, large, fewRows)
		}
	}
}

func BenchmarkMillion(b *testing.B) {
	for _, format := range []input.Format{input.CSV, input.JSON, input.NDJSON} {
		b.Run(string(format), func(b *testing.B) {
			path := rows(b, format, manyRows)
			var peak uint64
			for b.Loop() {
				f, err := input.Open(path, nil, options())
				if err != nil {
					b.Fatal(err)
				}
				count := 0
				var stats runtime.MemStats
				for _, err := range f.Records() {
					if err != nil {
						b.Fatal(err)
					}
					if count++; count%100_000 == 0 {
						runtime.ReadMemStats(&stats)
						peak = max(peak, stats.HeapInuse)
					}
				}
				if count != manyRows {
					b.Fatalf("%d records", count)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/manyRows, "ns/record")
			b.ReportMetric(float64(peak)/(1<<20), "MiB-heap")
		})
	}
}
