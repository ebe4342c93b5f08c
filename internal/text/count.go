package text

import (
	"strings"

	"github.com/dustin/go-humanize"
)

// Count writes a number with commas between thousands: 12,345.
func Count[N int | int64](n N) string { return humanize.Comma(int64(n)) }

// Counted gives a number with its noun: "1 record", "1,234 records", "2 entries".
func Counted[N int | int64](n N, noun string) string { return CountedAs(n, noun, plural(noun)) }

// CountedAs is Counted for a noun whose plural is known: "1 piece of equipment", "2 equipment".
func CountedAs[N int | int64](n N, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Count(n) + " " + many
}

func plural(noun string) string {
	if stem, ends := strings.CutSuffix(noun, "y"); ends && !strings.ContainsAny(stem[max(0, len(stem)-1):], "aeiou") {
		return stem + "ies"
	}
	return noun + "s"
}

// Bytes writes a bound in bytes exactly: "64 MiB", or "1,234 bytes" where it is not round.
func Bytes[N int | int64](n N) string {
	units := []string{"", " KiB", " MiB", " GiB"}
	unit := 0
	for n != 0 && n%1024 == 0 && unit < len(units)-1 {
		n, unit = n/1024, unit+1
	}
	if unit == 0 {
		return Counted(n, "byte")
	}
	return Count(n) + units[unit]
}

// Size writes a size in bytes rounded, with a unit of the decimal system: "4.2 MB".
func Size(n int64) string { return humanize.Bytes(uint64(max(0, n))) }

// Enumerate joins words as a sentence does: "a, b and c".
func Enumerate(words []string) string {
	last := len(words) - 1
	if last <= 0 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
