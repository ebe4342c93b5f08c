package record

import (
	"bytes"
	"fmt"
	"testing"
)

// index makes an index as the API answers it; a million stubs are 93 MB.
func index(n int) []byte {
	var b bytes.Buffer
	b.WriteByte('[')
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"dtype":"JobOrder","guid":"%08x-0000-4000-8000-000000000000","updatedAt":%d}`, i, 1764000000000+i)
	}
	b.WriteByte(']')
	return b.Bytes()
}

func BenchmarkArray(b *testing.B) {
	data := index(100_000)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		for _, err := range Array(bytes.NewReader(data), Limits{}) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkExtract(b *testing.B) {
	rec := Record{raw: Value(`{"dtype":"JobOrder","guid":"00000000-0000-4000-8000-000000000000","updatedAt":1764000000000}`)}
	e := NewExtractor([]Path{{"guid"}, {"updatedAt"}})
	var values []Value
	b.ReportAllocs()
	for b.Loop() {
		values = e.Extract(rec, values)
	}
}
