package record

import (
	"bytes"
	"math"
	"strconv"
)

// number is a JSON number by its digits: its value is 0.digits × 10^exponent. Digits have no zeros
// at either end, and zero has no digits, so that equal numbers have one form however large their
// exponents are.
type number struct {
	negative bool
	digits   string
	exponent int64
}

// sameNumber compares numbers as JSON writes them, without rounding.
func sameNumber(a, b Value) bool { return parseNumber(a) == parseNumber(b) }

func parseNumber(v Value) number {
	text := bytes.TrimSpace(v)
	var n number
	if len(text) > 0 && text[0] == '-' {
		n.negative, text = true, text[1:]
	}
	var power int64
	if at := bytes.IndexAny(text, "eE"); at >= 0 {
		// What no int64 holds becomes the largest: no two such numbers are told apart.
		power, _ = strconv.ParseInt(string(text[at+1:]), 10, 64)
		text = text[:at]
	}
	whole, fraction, _ := bytes.Cut(text, []byte{'.'})
	digits := append(bytes.Clone(whole), fraction...)
	significant := bytes.TrimLeft(digits, "0")
	if len(significant) == 0 {
		return number{}
	}
	n.digits = string(bytes.TrimRight(significant, "0"))
	n.exponent = addCapped(power, int64(len(whole)-(len(digits)-len(significant))))
	return n
}

func addCapped(power, shift int64) int64 {
	switch {
	case shift > 0 && power > math.MaxInt64-shift:
		return math.MaxInt64
	case shift < 0 && power < math.MinInt64-shift:
		return math.MinInt64
	}
	return power + shift
}
