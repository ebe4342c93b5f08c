package check

import (
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// value reads and checks one value; false means that the record cannot be read on.
func (c *checker) value(f *api.Field) bool {
	kind := c.decoder.PeekKind()
	switch {
	case f.ReadOnly || kind == jsontext.KindNull:
		return c.skip()
	case kind == jsontext.KindBeginObject && f.Type == api.Object && len(f.Fields) > 0:
		return c.object(f.Fields)
	case kind == jsontext.KindBeginArray && f.Type == api.Array:
		return c.array(f)
	}
	v, err := c.decoder.ReadValue()
	if err != nil {
		c.broken(err)
		return false
	}
	c.scalar(f, v)
	return true
}

func (c *checker) array(f *api.Field) bool {
	if !c.token() {
		return false
	}
	element := api.Field{Type: f.Items, Fields: f.Fields, Certainty: f.Certainty}
	if element.Type == "" {
		element.Type = api.Any
	}
	for at := 0; c.decoder.PeekKind() != jsontext.KindEndArray; at++ {
		c.path = append(c.path, strconv.Itoa(at))
		ok := c.value(&element)
		c.path = c.path[:len(c.path)-1]
		if !ok {
			return false
		}
	}
	return c.token()
}

// scalar checks a value that is not gone into.
func (c *checker) scalar(f *api.Field, v jsontext.Value) {
	if !fits(f.Type, v) {
		c.add(f, v, wantedInstead(f, v))
		return
	}
	if f.RefersTo != nil {
		c.references = append(c.references, ReferenceUse{Path: c.at(), To: f.RefersTo, Value: record.Text(v)})
	}
	switch {
	case len(f.Enum) > 0:
		if text := record.Text(v); !api.InEnum(f.Enum, f.Type, text) {
			c.add(f, v, wanted(f), api.Nearest(text, f.Enum, nearMost)...)
		}
	case f.Type.Epoch():
		c.time(f, v)
	case f.Format == "base64":
		if _, err := base64.StdEncoding.DecodeString(record.Text(v)); err != nil {
			c.add(f, v, wanted(f))
		}
	case v.Kind() == jsontext.KindString:
		c.text(f, v)
	}
}

// fits tells whether a value is of a type as the wire has it.
func fits(t api.Type, v jsontext.Value) bool {
	switch kind := v.Kind(); t {
	case api.String:
		return kind == jsontext.KindString
	case api.Number:
		return kind == jsontext.KindNumber
	case api.Integer, api.Time, api.Day:
		return kind == jsontext.KindNumber && isWhole(v)
	case api.Boolean:
		return kind == jsontext.KindTrue || kind == jsontext.KindFalse
	case api.Object:
		return kind == jsontext.KindBeginObject
	case api.Array:
		return kind == jsontext.KindBeginArray
	default:
		return true
	}
}

// isWhole asks for a number of digits alone: 1.0 and 1e3 are whole too, but servers refuse them.
func isWhole(v jsontext.Value) bool {
	return strings.Trim(strings.TrimPrefix(string(v), "-"), "0123456789") == ""
}

// earliestMoment is in March 1973. Seconds since 1970, which are easily taken for milliseconds,
// stay below it until the year 5138.
const earliestMoment = 100_000_000_000

// time warns of numbers that are milliseconds of about 1970, and look like something else.
func (c *checker) time(f *api.Field, v jsontext.Value) {
	ms, err := strconv.ParseInt(string(v), 10, 64)
	switch {
	case err != nil:
		c.add(f, v, wanted(f))
	case ms != 0 && ms > -earliestMoment && ms < earliestMoment:
		c.add(f, v, "milliseconds since 1970; "+looksLike(ms))
		c.faults[len(c.faults)-1].Warning = true
	}
}

// looksLike guesses what a number of few milliseconds may have been meant for.
func looksLike(ms int64) string {
	_, err := time.Parse("20060102", strconv.FormatInt(ms, 10))
	switch {
	case ms >= earliestMoment/1000:
		return "these look like seconds"
	case err == nil:
		return "this looks like a day: in quotes it is one"
	default:
		return "so few are a time of about that year"
	}
}
