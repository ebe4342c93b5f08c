package check

import (
	"bytes"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// Fault is what is wrong with one field of a record.
type Fault struct {
	// Path is dotted; empty for a fault of the record as a whole.
	Path string
	// Value is the value at fault as people read it, cut short if it is long; empty where none is.
	Value string
	// Expected says what should be there instead, in words that end a sentence.
	Expected string
	// Near holds names or values that may have been meant, best first.
	Near []string
	// Warning is set where the record may be sent all the same.
	Warning bool
	// Unknown is set where the field is none that the description knows.
	Unknown bool
}

// Checker checks the records of a file one after the other. It is not for several goroutines.
type Checker struct {
	fields []api.Field
	// keys are the fields of which a record must have one, to say which it is; none where that does not
	// matter.
	keys []string
	// identity are the entity's key and GUID.
	identity []string
	// guesses remembers what names that nobody knows may have meant: a column has the same one in
	// every record.
	guesses map[unknownName]guess
	// references are those of the last record.
	references []ReferenceUse
}

// ReferenceUse is a value by which a record refers to another.
type ReferenceUse struct {
	// Path is dotted.
	Path string
	// To is what it refers to.
	To *api.Reference
	// Value is the value as people read it.
	Value string
}

// References are the values by which the last record that was checked refers to others, but those
// that are not sent.
func (c *Checker) References() []ReferenceUse { return c.references }

// New prepares to check records for an operation: what Check does with the fields that its
// body may have, and that each record says which one it is. Without its key or GUID a record is
// refused, because neither the server nor the report could tell it from others; but not where a call
// makes new records alone.
func New(e *api.Entity, o *api.Operation) *Checker {
	fields := e.BodyFields(o)
	c := &Checker{fields: fields, identity: append(slices.Clone(e.Key), e.GUID), guesses: map[unknownName]guess{}}
	if o.Verb != api.Create || e.Upserts() {
		c.keys = identifiers(e, fields)
	}
	return c
}

// Check checks the next record.
func (c *Checker) Check(raw []byte) []Fault {
	faults := c.CheckPart(raw)
	if len(c.keys) == 0 || api.HasAny(c.keys, raw) {
		return faults
	}
	// One refusal says it; the warnings that the same fields are missing would repeat it.
	faults = slices.DeleteFunc(faults, func(f Fault) bool {
		return f.Warning && f.Value == "" && slices.Contains(c.keys, f.Path)
	})
	return append(faults, Fault{Path: c.keys[0], Expected: "a value, for the record has no " + strings.Join(c.keys, " and no ")})
}

// CheckPart checks a change to a record, which need not say which one it is. It compares a JSON object with the
// fields that it may have: types, values of enums, times, members that nobody knows and required ones that
// are missing. What the description documents is refused, what it only assumes is warned of. Read-only members
// are passed over, because they are not sent. Null is right everywhere.
//
// A missing required field only warns: the vendor's marks are not reliable. A name that nobody
// knows only warns, too, because the server may know it, unless it looks like a slip for a field
// that the record lacks.
func (c *Checker) CheckPart(raw []byte) []Fault {
	c.references = nil
	one := checker{decoder: decode(raw), identity: c.identity, guesses: c.guesses}
	if one.decoder.PeekKind() != jsontext.KindBeginObject {
		return []Fault{{Value: shown(raw), Expected: "a record, that is a JSON object"}}
	}
	one.object(c.fields)
	c.references = one.references
	return one.faults
}

// identifiers names the fields, of those given, that say which record one is, best first.
func identifiers(e *api.Entity, fields []api.Field) []string {
	var names []string
	for _, name := range append(slices.Clone(e.Key), e.GUID) {
		if f, ok := api.Find(fields, name); ok && !f.ReadOnly {
			names = append(names, name)
		}
	}
	return names
}

// checker goes through one record, and collects what is wrong with it.
type checker struct {
	decoder *jsontext.Decoder
	// path leads to the value being read.
	path []string
	// identity are the record's own key and GUID.
	identity   []string
	faults     []Fault
	guesses    map[unknownName]guess
	references []ReferenceUse
}

// object reads an object from its opening bracket to its closing one; false means that the record
// cannot be read on.
func (c *checker) object(fields []api.Field) bool {
	if !c.token() {
		return false
	}
	seen := make([]bool, len(fields))
	var unknown []string
	next := 0
	for kind := c.decoder.PeekKind(); kind != jsontext.KindEndObject; kind = c.decoder.PeekKind() {
		name, err := c.decoder.ReadToken()
		if err != nil {
			c.broken(err)
			return false
		}
		text := name.String()
		at := indexOf(fields, text, next)
		if at < 0 {
			unknown = append(unknown, text)
			if !c.skip() {
				return false
			}
			continue
		}
		next = at + 1
		seen[at] = seen[at] || c.decoder.PeekKind() != jsontext.KindNull
		c.path = append(c.path, text)
		ok := c.value(&fields[at])
		c.path = c.path[:len(c.path)-1]
		if !ok {
			return false
		}
	}
	c.unknown(fields, seen, unknown)
	c.missing(fields, seen)
	return c.token()
}

// indexOf finds a field by name, and begins where the one after the last found stands, because
// records mostly keep the description's order.
func indexOf(fields []api.Field, name string, from int) int {
	for i := range fields {
		at := (from + i) % len(fields)
		if fields[at].Name == name {
			return at
		}
	}
	return -1
}

// token reads a bracket.
func (c *checker) token() bool {
	if _, err := c.decoder.ReadToken(); err != nil {
		c.broken(err)
		return false
	}
	return true
}

func (c *checker) skip() bool {
	if err := c.decoder.SkipValue(); err != nil {
		c.broken(err)
		return false
	}
	return true
}

// broken notes that the record is not JSON; nothing more can be read of it.
func (c *checker) broken(err error) {
	c.faults = append(c.faults, Fault{Path: c.at(), Expected: "valid JSON: " + err.Error()})
}

// add notes a fault of the value being read.
func (c *checker) add(f *api.Field, v jsontext.Value, expected string, near ...string) {
	c.faults = append(c.faults, Fault{
		Path: c.at(), Value: shown(v), Expected: expected, Near: near, Warning: f.Certainty != api.Documented,
	})
}

// at gives the dotted path, in which a dot or backslash of a name stands behind a backslash.
func (c *checker) at(below ...string) string {
	var path strings.Builder
	for i, step := range slices.Concat(c.path, below) {
		if i > 0 {
			path.WriteByte('.')
		}
		if strings.ContainsAny(step, `.\`) {
			step = strings.ReplaceAll(strings.ReplaceAll(step, `\`, `\\`), ".", `\.`)
		}
		path.WriteString(step)
	}
	return path.String()
}

// decode reads bytes as leniently as records are kept.
func decode(raw []byte) *jsontext.Decoder {
	return jsontext.NewDecoder(bytes.NewBuffer(raw), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}
