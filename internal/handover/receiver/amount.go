package receiver

import (
	"errors"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// mostDigits bounds an amount: one of more digits is none.
const mostDigits = 40

// errNoAmount says of a text that it is no amount in any form.
var errNoAmount = errors.New("it is no amount; forms that are read: 1234.56, 1,234.56, 1 234,56, 1.234,56, (12.00), -12.00, 12.00-")

// DoubtfulAmountError says of an amount that it can be read in two ways.
type DoubtfulAmountError struct{ Text string }

func (e *DoubtfulAmountError) Error() string {
	return fmt.Sprintf("%q can be read in two ways, as thousands or with decimals, and no other amount of the file tells which: "+
		"write it with two decimals", e.Text)
}

// Marks are what the amounts of a file tell of its decimal sign: each amount that can be read in but one way is evidence.
type Marks struct{ point, comma bool }

// Look takes an amount for evidence.
func (m *Marks) Look(text string) {
	_, digits, err := signed(text)
	if err != nil {
		return
	}
	switch sign, sure := decimalSign(digits); {
	case sure && sign == '.':
		m.point = true
	case sure && sign == ',':
		m.comma = true
	}
}

// only gives the decimal sign that the evidence agrees on, 0 for none.
func (m *Marks) only() byte {
	switch {
	case m.point && !m.comma:
		return '.'
	case m.comma && !m.point:
		return ','
	default:
		return 0
	}
}

// Amount reads an amount, digit for digit. One that can be read in two ways is read as the others of its file are, and is
// a *DoubtfulAmountError where these do not agree.
func (m *Marks) Amount(text string) (decimal.Decimal, error) {
	negative, digits, err := signed(text)
	if err != nil {
		return decimal.Zero, err
	}
	sign, sure := decimalSign(digits)
	if !sure {
		if sign = m.only(); sign == 0 {
			return decimal.Zero, &DoubtfulAmountError{Text: strings.TrimSpace(text)}
		}
	}
	plain, ok := withoutGroups(digits, sign)
	if !ok || len(plain) > mostDigits {
		return decimal.Zero, errNoAmount
	}
	amount, err := decimal.NewFromString(plain)
	if err != nil {
		return decimal.Zero, errNoAmount
	}
	if negative {
		amount = amount.Neg()
	}
	return amount, nil
}

// signed takes the sign off an amount: one before or behind it, or parentheses around it, and no two of them.
func signed(text string) (negative bool, digits string, err error) {
	digits = strings.TrimSpace(text)
	signs := 0
	if inner, opened := strings.CutPrefix(digits, "("); opened {
		rest, closed := strings.CutSuffix(inner, ")")
		if !closed {
			return false, "", errNoAmount
		}
		negative, digits, signs = true, strings.TrimSpace(rest), 1
	}
	for _, sign := range []struct {
		text     string
		negative bool
	}{{"-", true}, {"\u2212", true}, {"+", false}} {
		if rest, ok := strings.CutPrefix(digits, sign.text); ok {
			signs++
			negative, digits = negative || sign.negative, strings.TrimSpace(rest)
		}
		if rest, ok := strings.CutSuffix(digits, sign.text); ok {
			signs++
			negative, digits = negative || sign.negative, strings.TrimSpace(rest)
		}
	}
	digits = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2009", " ", "\u2019", "'").Replace(digits)
	if signs > 1 || digits == "" || strings.Trim(digits, "0123456789., '") != "" || strings.Trim(digits, "., '") == "" {
		return false, "", errNoAmount
	}
	return negative, digits, nil
}

// decimalSign tells which sign stands before the decimals of an amount, 0 for none. It is not sure of one point or comma
// with three digits behind it and at most three before.
func decimalSign(digits string) (sign byte, sure bool) {
	points, commas := strings.Count(digits, "."), strings.Count(digits, ",")
	grouped := strings.ContainsAny(digits, " '")
	switch {
	case points == 0 && commas == 0:
		return 0, true
	case points > 0 && commas > 0:
		if strings.LastIndexByte(digits, '.') > strings.LastIndexByte(digits, ',') {
			return '.', true
		}
		return ',', true
	case points > 1: // of which all are between thousands
		return ',', true
	case commas > 1:
		return '.', true
	}
	sign = '.'
	if commas == 1 {
		sign = ','
	}
	const group = 3
	before, behind, _ := strings.Cut(digits, string(sign))
	if grouped || len(behind) != group || len(before) > group || before == "" || before[0] == '0' {
		return sign, true
	}
	return 0, false
}

// withoutGroups takes what separates thousands out of an amount, and writes a point before its decimals. It is false
// where the groups are not all of three digits.
func withoutGroups(digits string, sign byte) (plain string, ok bool) {
	whole, decimals, fraction := digits, "", false
	if sign != 0 {
		if at := strings.LastIndexByte(digits, sign); at >= 0 {
			whole, decimals, fraction = digits[:at], digits[at+1:], true
		}
	}
	if fraction && (decimals == "" && whole == "" || strings.Trim(decimals, "0123456789") != "") {
		return "", false
	}
	if whole, ok = ungrouped(whole, sign); !ok {
		return "", false
	}
	if whole == "" {
		whole = "0"
	}
	if decimals == "" {
		return whole, true
	}
	return whole + "." + decimals, true
}

// ungrouped takes what separates thousands out of the whole part of an amount. It is false where that is not the same
// everywhere, or the groups are not of three digits.
func ungrouped(whole string, decimals byte) (plain string, ok bool) {
	at := strings.IndexAny(whole, "., '")
	if at < 0 {
		return whole, true
	}
	const group = 3
	separator := whole[at : at+1]
	if separator[0] == decimals || at == 0 || at > group {
		return "", false
	}
	for _, part := range strings.Split(whole, separator)[1:] {
		if len(part) != group || strings.Trim(part, "0123456789") != "" {
			return "", false
		}
	}
	return strings.ReplaceAll(whole, separator, ""), true
}
