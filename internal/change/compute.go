package change

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/shopspring/decimal"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// mostDigits bounds the numbers that are computed with: an exponent such as 1e999999999 would take all memory.
const mostDigits = 100

// ParseNumber reads the number behind an operator.
func ParseNumber(text string) (decimal.Decimal, bool) {
	n, ok := readNumber(record.Value(strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(text), "+"))))
	return n, ok
}

// readNumber reads a number of JSON, exactly as it is written.
func readNumber(v record.Value) (decimal.Decimal, bool) {
	if !v.IsValid() || v.Kind() != jsontext.KindNumber {
		return decimal.Decimal{}, false
	}
	n, err := decimal.NewFromString(record.Text(v))
	if err != nil || n.Exponent() > mostDigits || n.Exponent() < -mostDigits || n.NumDigits() > mostDigits {
		return decimal.Decimal{}, false
	}
	return n, true
}

// compute puts the number that the operator makes of the record's in the place of the value. It has the decimals
// that were there; a sum has those of the number that is added too, so that nothing of it is lost. It is rounded
// half up, away from zero.
func (a *Assignment) compute(r record.Record, digits int) error {
	has, found := r.Get(a.Path)
	switch {
	case !found:
		return noTarget("%s has no value there", a.Shown)
	case has.Kind() == jsontext.KindNull:
		return noTarget("%s is null there", a.Shown)
	}
	own, ok := readNumber(has)
	if !ok {
		return noTarget("%s is %s there, and not a number to compute with", a.Shown, record.Shown(has))
	}
	exact, places := own, decimals(own)
	switch a.Operator {
	case Multiply:
		exact = own.Mul(a.Number)
	case Subtract:
		exact, places = own.Sub(a.Number), max(places, decimals(a.Number))
	case Add:
		exact, places = own.Add(a.Number), max(places, decimals(a.Number))
	}
	if digits >= 0 {
		places = int32(digits) //nolint:gosec // which --round bounds
	}
	rounded := exact.Round(places)
	a.Value = record.Value(rounded.StringFixed(places))
	const cents = 2
	a.Coarse = digits < 0 && places < cents && !rounded.Equal(exact)
	a.Exact = exact.String()
	if rounded.Equal(own) {
		a.Value = has
	}
	return nil
}

// decimals is how many digits stand behind the point.
func decimals(n decimal.Decimal) int32 { return max(0, -n.Exponent()) }
