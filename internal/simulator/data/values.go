package data

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// Quote appends a JSON string.
func Quote(dst []byte, text string) []byte {
	// The error tells of invalid UTF-8, which has been replaced by then.
	dst, _ = jsontext.AppendQuote(dst, text)
	return dst
}

func fixed(value []byte) Maker {
	return func(dst []byte, _ Place) []byte { return append(dst, value...) }
}

func texts(text func(Place) string) Maker {
	return func(dst []byte, at Place) []byte { return Quote(dst, text(at)) }
}

// literal gives a text in the JSON of a type.
func literal(text string, of api.Type) ([]byte, error) {
	switch of {
	case api.Integer, api.Number, api.Boolean, api.Time, api.Day:
		if v := jsontext.Value(text); !v.IsValid() {
			return nil, fmt.Errorf("%q is not a value of type %s", text, of)
		}
		return []byte(text), nil
	default:
		return Quote(nil, text), nil
	}
}

func ordinals() Maker {
	return func(dst []byte, at Place) []byte { return strconv.AppendInt(dst, int64(at.Ordinal)+1, 10) }
}

// sequence makes running numbers.
func sequence(format string, of api.Type) (Maker, error) {
	made := fmt.Sprintf(format, 7)
	if strings.Contains(made, "%!") || made == format {
		return nil, fmt.Errorf("%q is no format of one whole number", format)
	}
	if of == api.Integer {
		return func(dst []byte, at Place) []byte { return fmt.Appendf(dst, format, at.Ordinal+1) }, nil
	}
	return texts(func(at Place) string { return fmt.Sprintf(format, at.Ordinal+1) }), nil
}

func pick(key uint64, choices []string, of api.Type) (Maker, error) {
	values := make([][]byte, len(choices))
	for i, choice := range choices {
		value, err := literal(choice, of)
		if err != nil {
			return nil, err
		}
		values[i] = value
	}
	if len(values) == 1 {
		return fixed(values[0]), nil
	}
	count := uint64(len(values))
	return func(dst []byte, at Place) []byte { return append(dst, values[at.Draw(key)%count]...) }, nil
}

func yes(key uint64, percent string) (Maker, error) {
	share, err := strconv.Atoi(percent)
	if err != nil {
		return nil, fmt.Errorf("a share in percent was expected after yes, not %q", percent)
	}
	return func(dst []byte, at Place) []byte { return strconv.AppendBool(dst, at.percent(key, share)) }, nil
}

// decimals reads LOW HIGH [DECIMALS].
func decimals(key uint64, arguments []string) (Maker, error) {
	if len(arguments) != 3 {
		return number(key, arguments, 0)
	}
	count, err := strconv.Atoi(arguments[2])
	if err != nil || count < 0 || count > 9 {
		return nil, fmt.Errorf("%q is not a number of decimals from 0 to 9", arguments[2])
	}
	return number(key, arguments[:2], count)
}

// number makes decimal numbers. They are drawn as whole numbers of their last digit, so that
// 10.10 keeps its zero and no binary fraction comes near it.
func number(key uint64, arguments []string, decimals int) (Maker, error) {
	limits, err := integers(arguments, 2)
	if err != nil {
		return nil, fmt.Errorf("a number needs its lowest and highest value: %w", err)
	}
	unit := int64(1)
	for range decimals {
		unit *= 10
	}
	return func(dst []byte, at Place) []byte {
		return appendDecimal(dst, at.among(key, limits[0]*unit, limits[1]*unit), unit)
	}, nil
}

func appendDecimal(dst []byte, n, unit int64) []byte {
	if n < 0 {
		dst, n = append(dst, '-'), -n
	}
	dst = strconv.AppendInt(dst, n/unit, 10)
	if unit == 1 {
		return dst
	}
	rest := strconv.AppendInt(nil, unit+n%unit, 10)
	rest[0] = '.'
	return append(dst, rest...)
}

func integers(words []string, count int) ([]int64, error) {
	if len(words) != count {
		return nil, fmt.Errorf("%d numbers were expected, not %d", count, len(words))
	}
	numbers := make([]int64, count)
	for i, word := range words {
		n, err := strconv.ParseInt(word, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%q is not a whole number", word)
		}
		numbers[i] = n
	}
	return numbers, nil
}
