package data

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Link ties the records of one kind to those of another. The record at ordinal k starts at
// (k·mul + add) mod n among the n of the other kind, and where a condition is to hold goes on
// from there to the next record that meets it. As mul has no divisor in common with n, the first n
// records all start elsewhere.
type Link struct {
	Target   *Kind
	mul, add uint64
	where    *Condition
	// percent is the share of records that have the tie at all, drawn with key.
	percent int
	key     uint64
}

// Condition is what a reference asks of its target: field=value or field!=value.
type Condition struct {
	Field, value string
	not          bool
}

// refer makes a field take its value from another record. Fields with the same resource and role
// share one link, so they all tell of the same record.
func (k *Kind) refer(m *Member, above string, kinds map[string]*Kind, current Current) error {
	ref := m.Field.RefersTo
	target, known := kinds[ref.Resource]
	if !known {
		return fmt.Errorf("it refers to %s, which the description does not have", ref.Resource)
	}
	if _, known := FieldNamed(target.Entity.Fields, ref.Field); !known {
		return fmt.Errorf("it refers to the field %s, which %s does not have", ref.Field, ref.Resource)
	}
	name := above + ref.Resource + "/" + ref.Role
	l := k.links[name]
	if l == nil {
		var err error
		if l, err = newLink(target, Key(k.key, name), ref.Where); err != nil {
			return err
		}
		k.links[name] = l
	}
	if words := strings.Fields(m.Field.Sample); len(words) > 1 && words[0] == "maybe" {
		var err error
		if l.percent, err = strconv.Atoi(words[1]); err != nil {
			return fmt.Errorf("a share in percent was expected after maybe, not %q", words[1])
		}
	}
	m.Link = l
	m.Make = func(dst []byte, at Place) []byte {
		ordinal, found := l.Find(at)
		if !found {
			return append(dst, "null"...)
		}
		return current(dst, target, target.Member(ref.Field), ordinal)
	}
	return nil
}

// FieldNamed gives one of some fields by its name.
func FieldNamed(fields []api.Field, name string) (*api.Field, bool) {
	for i := range fields {
		if fields[i].Name == name {
			return &fields[i], true
		}
	}
	return nil, false
}

// ReadCondition reads field=value or field!=value.
func ReadCondition(text string) *Condition {
	field, value, _ := strings.Cut(text, "=")
	name, not := strings.CutSuffix(field, "!")
	return &Condition{Field: name, value: value, not: not}
}

func newLink(target *Kind, key uint64, where string) (*Link, error) {
	l := &Link{Target: target, key: key, percent: 100, mul: 1}
	if n := uint64(target.Size); n > 1 {
		l.add = mix(key+1) % n
		draw := mix(key)
		for greatestDivisor(draw%n, n) > 1 {
			draw++
		}
		l.mul = draw % n
	}
	if where == "" {
		return l, nil
	}
	l.where = ReadCondition(where)
	if _, known := FieldNamed(target.Entity.Fields, l.where.Field); !known {
		return nil, fmt.Errorf("the condition %q is not about a field of %s", where, target.Entity.Resource)
	}
	return l, nil
}

// greatestDivisor gives the greatest common divisor of two numbers.
func greatestDivisor(a, b uint64) uint64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

func timesModulo(a, b, n uint64) uint64 {
	high, low := bits.Mul64(a%n, b%n)
	_, rest := bits.Div64(high, low, n)
	return rest
}

// Find gives the ordinal that a place refers to. Elements of one list refer to records one
// after the other, so that none comes twice.
func (l *Link) Find(at Place) (ordinal int, found bool) {
	n := uint64(l.Target.Size)
	if n == 0 || l.percent < 100 && !(Place{Ordinal: at.Ordinal}).percent(l.key, l.percent) {
		return 0, false
	}
	start := (timesModulo(uint64(at.Ordinal), l.mul, n) + l.add) % n
	skip := at.Element % 16
	if l.where == nil {
		return int((start + uint64(skip)) % n), true
	}
	for step := range n {
		ordinal := int((start + step) % n)
		if !l.where.holds(l.Target, ordinal) {
			continue
		}
		if skip == 0 {
			return ordinal, true
		}
		skip--
	}
	return 0, false
}

// holds tells whether the record as made up, not as written since, meets the condition: what
// other records refer to must not move when a record is changed.
func (c *Condition) holds(k *Kind, ordinal int) bool {
	value := k.Member(c.Field).Make(nil, Place{Ordinal: ordinal})
	return c.Met(record.Text(value))
}

// Met tells whether a value of the field meets the condition.
func (c *Condition) Met(value string) bool { return (value == c.value) != c.not }
