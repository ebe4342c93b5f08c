package record

import (
	"cmp"
	"strconv"
	"strings"
)

// Decimal is a number by its digits, compared without rounding and without the memory that writing
// out an exponent such as 1e999999999 would take. Its value is 0.digits × 10^exponent. Digits have no
// zeros at either end and zero has no digits, so that equal numbers are equal by == too.
type Decimal struct {
	negative bool
	digits   string
	exponent int64
}

// ParseDecimal reads a number as JSON writes it; a plus sign and leading zeros may stand too.
func ParseDecimal(s string) (Decimal, bool) {
	var d Decimal
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		d.negative, s = true, rest
	} else {
		s = strings.TrimPrefix(s, "+")
	}
	mantissa, power := s, ""
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		mantissa, power = s[:i], s[i+1:]
		if !isSignedDigits(power) {
			return Decimal{}, false
		}
	}
	whole, fraction, pointed := strings.Cut(mantissa, ".")
	if !isDigits(whole) || (pointed && !isDigits(fraction)) {
		return Decimal{}, false
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
		return Decimal{}, true
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

// Compare gives -1, 0 or 1.
func (d Decimal) Compare(other Decimal) int {
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

func (d Decimal) sign() int {
	switch {
	case d.digits == "":
		return 0
	case d.negative:
		return -1
	}
	return 1
}
