package output

import (
	"cmp"
	"strconv"
	"strings"
)

// decimal is a number as its digits tell it, compared without rounding and without the memory
// that writing out an exponent such as 1e999999999 would take. Its value is
// 0.digits × 10^exponent; zero has no digits.
type decimal struct {
	negative bool
	digits   string
	exponent int64
}

// parseDecimal reads a number as JSON writes it; a plus sign and leading zeros may stand too.
func parseDecimal(s string) (decimal, bool) {
	var d decimal
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		d.negative, s = true, rest
	} else {
		s = strings.TrimPrefix(s, "+")
	}
	mantissa, power := s, ""
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		mantissa, power = s[:i], s[i+1:]
		if !isSignedDigits(power) {
			return decimal{}, false
		}
	}
	whole, fraction, pointed := strings.Cut(mantissa, ".")
	if !isDigits(whole) || (pointed && !isDigits(fraction)) {
		return decimal{}, false
	}
	whole = strings.TrimLeft(whole, "0")
	d.exponent = int64(len(whole))
	d.digits = strings.TrimRight(whole+fraction, "0")
	if whole == "" {
		significant := strings.TrimLeft(d.digits, "0")
		d.exponent = -int64(len(d.digits) - len(significant))
		d.digits = significant
	}
	if d.digits == "" {
		return decimal{}, true
	}
	d.exponent += parsePower(power)
	return d, true
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

func isSignedDigits(s string) bool {
	if s != "" && (s[0] == '-' || s[0] == '+') {
		s = s[1:]
	}
	return isDigits(s)
}

// parsePower reads an exponent; one that no int64 holds is as good as the largest.
func parsePower(s string) int64 {
	const limit = 1 << 62
	n, _ := strconv.ParseInt(s, 10, 64) // out of range gives the largest value
	return max(-limit, min(limit, n))
}

// compare gives -1, 0 or 1.
func (d decimal) compare(other decimal) int {
	sign, otherSign := d.sign(), other.sign()
	if sign != otherSign || sign == 0 {
		return cmp.Compare(sign, otherSign)
	}
	switch {
	case d.exponent > other.exponent:
		return sign
	case d.exponent < other.exponent:
		return -sign
	}
	return sign * strings.Compare(d.digits, other.digits)
}

func (d decimal) sign() int {
	switch {
	case d.digits == "":
		return 0
	case d.negative:
		return -1
	}
	return 1
}
