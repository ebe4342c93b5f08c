package simulator

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// quote appends a JSON string.
func quote(dst []byte, text string) []byte {
	// The error tells of invalid UTF-8, which has been replaced by then.
	dst, _ = jsontext.AppendQuote(dst, text)
	return dst
}

func fixed(value []byte) maker {
	return func(dst []byte, _ place) []byte { return append(dst, value...) }
}

func texts(text func(place) string) maker {
	return func(dst []byte, at place) []byte { return quote(dst, text(at)) }
}

// literal gives a text in the JSON of the field's type.
func (s sampler) literal(text string) ([]byte, error) {
	switch s.field.Type {
	case api.Integer, api.Number, api.Boolean, api.Time, api.Day:
		if v := jsontext.Value(text); !v.IsValid() {
			return nil, fmt.Errorf("%q is not a value of type %s", text, s.field.Type)
		}
		return []byte(text), nil
	default:
		return quote(nil, text), nil
	}
}

func guidMaker(key uint64) (maker, inverter) {
	return func(dst []byte, at place) []byte { return append(appendGUID(append(dst, '"'), key, at), '"') },
		func(text string) (int, bool) { return ordinalOfGUID(key, text) }
}

func ordinalMaker() (maker, inverter) {
	return func(dst []byte, at place) []byte { return strconv.AppendInt(dst, int64(at.ordinal)+1, 10) },
		func(text string) (int, bool) {
			n, err := strconv.Atoi(text)
			return n - 1, err == nil && strconv.Itoa(n) == text
		}
}

// sequence makes running numbers. The way back takes the digits out of the text and makes sure
// that they lead to the same text again.
func (s sampler) sequence(format string) (maker, inverter, error) {
	made := fmt.Sprintf(format, 7)
	if strings.Contains(made, "%!") || made == format {
		return nil, nil, fmt.Errorf("%q is no format of one whole number", format)
	}
	head, tail, _ := strings.Cut(format, "%")
	tail = tail[strings.IndexByte(tail, 'd')+1:]
	invert := func(text string) (int, bool) {
		digits := strings.TrimSuffix(strings.TrimPrefix(text, head), tail)
		n, err := strconv.Atoi(digits)
		return n - 1, err == nil && fmt.Sprintf(format, n) == text
	}
	if s.field.Type == api.Integer {
		return func(dst []byte, at place) []byte { return fmt.Appendf(dst, format, at.ordinal+1) }, invert, nil
	}
	return texts(func(at place) string { return fmt.Sprintf(format, at.ordinal+1) }), invert, nil
}

func (s sampler) pick(choices []string) (maker, error) {
	values := make([][]byte, len(choices))
	for i, choice := range choices {
		value, err := s.literal(choice)
		if err != nil {
			return nil, err
		}
		values[i] = value
	}
	if len(values) == 1 {
		return fixed(values[0]), nil
	}
	key, count := s.key(), uint64(len(values))
	return func(dst []byte, at place) []byte { return append(dst, values[at.draw(key)%count]...) }, nil
}

func (s sampler) yes(percent string) (maker, error) {
	share, err := strconv.Atoi(percent)
	if err != nil {
		return nil, fmt.Errorf("a share in percent was expected after yes, not %q", percent)
	}
	key := s.key()
	return func(dst []byte, at place) []byte { return strconv.AppendBool(dst, at.percent(key, share)) }, nil
}

// decimals reads LOW HIGH [DECIMALS].
func (s sampler) decimals(arguments []string) (maker, error) {
	if len(arguments) != 3 {
		return s.number(arguments, 0)
	}
	decimals, err := strconv.Atoi(arguments[2])
	if err != nil || decimals < 0 || decimals > 9 {
		return nil, fmt.Errorf("%q is not a number of decimals from 0 to 9", arguments[2])
	}
	return s.number(arguments[:2], decimals)
}

// number makes decimal numbers. They are drawn as whole numbers of their last digit, so that
// 10.10 keeps its zero and no binary fraction comes near it.
func (s sampler) number(arguments []string, decimals int) (maker, error) {
	limits, err := integers(arguments, 2)
	if err != nil {
		return nil, fmt.Errorf("a number needs its lowest and highest value: %w", err)
	}
	unit := int64(1)
	for range decimals {
		unit *= 10
	}
	key := s.key()
	return func(dst []byte, at place) []byte {
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
