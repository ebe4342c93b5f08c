package text

import (
	"math"
	"testing"
)

func TestCount(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]string{
		0: "0", 7: "7", 999: "999", 1000: "1,000", 12345: "12,345", 1234567: "1,234,567", -999: "-999", -1234: "-1,234",
		math.MaxInt64: "9,223,372,036,854,775,807", math.MinInt64: "-9,223,372,036,854,775,808",
	} {
		if got := Count(n); got != want {
			t.Errorf("%d is written %q, want %q", n, got, want)
		}
	}
	for n, want := range map[int]string{0: "0 records", 1: "1 record", 2: "2 records", 1234: "1,234 records"} {
		if got := Counted(n, "record"); got != want {
			t.Errorf("%d are %q, want %q", n, got, want)
		}
	}
	for n, want := range map[int]string{0: "0 equipment", 1: "1 piece of equipment", 1234: "1,234 equipment"} {
		if got := CountedAs(n, "piece of equipment", "equipment"); got != want {
			t.Errorf("%d are %q, want %q", n, got, want)
		}
	}
	for noun, want := range map[string]string{"entry": "2 entries", "entity": "2 entities", "day": "2 days"} {
		if got := Counted(2, noun); got != want {
			t.Errorf("2 of %q are %q, want %q", noun, got, want)
		}
	}
}

func TestBytes(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]string{
		0: "0 bytes", 1: "1 byte", 999: "999 bytes", 1024: "1 KiB", 1025: "1,025 bytes", 1536: "1,536 bytes", 64 << 20: "64 MiB",
		1536 << 10: "1,536 KiB", 2 << 30: "2 GiB", 2 << 40: "2,048 GiB", 1234567: "1,234,567 bytes", -1234: "-1,234 bytes",
	} {
		if got := Bytes(n); got != want {
			t.Errorf("%d bytes are written %q, want %q", n, got, want)
		}
	}
}

func TestEnumerate(t *testing.T) {
	t.Parallel()
	for want, words := range map[string][]string{"": nil, "a": {"a"}, "a and b": {"a", "b"}, "a, b and c": {"a", "b", "c"}} {
		if got := Enumerate(words); got != want {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
	}
}
