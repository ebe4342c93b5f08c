package simulator

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// link ties the records of one kind to those of another. The record at ordinal k starts at
// (k·mul + add) mod n among the n of the other kind, and where a condition is to hold goes on
// from there to the next record that meets it. As mul has no divisor in common with n, the way
// back can be reckoned too: who refers to a record is known without looking at all of them.
type link struct {
	target        *kind
	mul, inv, add uint64
	where         *condition
	// percent is the share of records that have the tie at all, drawn with key.
	percent int
	key     uint64
}

// condition is what a reference asks of its target: field=value or field!=value.
type condition struct {
	field, value string
	not          bool
}

// refer makes a field take its value from another record. Fields with the same resource and role
// share one link, so they all tell of the same record.
func (b *builder) refer(m *member, above string) error {
	ref := m.field.RefersTo
	target, known := b.world.kinds[ref.Resource]
	if !known {
		return fmt.Errorf("it refers to %s, which the description does not have", ref.Resource)
	}
	if _, known := fieldNamed(target.entity.Fields, ref.Field); !known {
		return fmt.Errorf("it refers to the field %s, which %s does not have", ref.Field, ref.Resource)
	}
	name := above + ref.Resource + "/" + ref.Role
	l := b.kind.links[name]
	if l == nil {
		var err error
		if l, err = newLink(target, keyOf(b.kind.key, name), ref.Where); err != nil {
			return err
		}
		b.kind.links[name] = l
	}
	if words := strings.Fields(m.field.Sample); len(words) > 1 && words[0] == "maybe" {
		var err error
		if l.percent, err = strconv.Atoi(words[1]); err != nil {
			return fmt.Errorf("a share in percent was expected after maybe, not %q", words[1])
		}
	}
	m.link = l
	m.make = func(dst []byte, at place) []byte {
		ordinal, found := l.forward(at)
		if !found {
			return append(dst, "null"...)
		}
		return b.world.value(dst, target, target.byName[ref.Field], ordinal)
	}
	return nil
}

// readCondition reads field=value or field!=value.
func readCondition(text string) *condition {
	field, value, _ := strings.Cut(text, "=")
	name, not := strings.CutSuffix(field, "!")
	return &condition{field: name, value: value, not: not}
}

func newLink(target *kind, key uint64, where string) (*link, error) {
	l := &link{target: target, key: key, percent: 100, mul: 1, inv: 1}
	if n := uint64(target.size); n > 1 {
		l.add = mix(key+1) % n
		for draw := mix(key); ; draw++ {
			l.mul = draw % n
			if inverse, exists := inverseModulo(l.mul, n); exists {
				l.inv = inverse
				break
			}
		}
	}
	if where == "" {
		return l, nil
	}
	l.where = readCondition(where)
	if _, known := fieldNamed(target.entity.Fields, l.where.field); !known {
		return nil, fmt.Errorf("the condition %q is not about a field of %s", where, target.entity.Resource)
	}
	return l, nil
}

// inverseModulo finds the number that undoes a multiplication by a modulo n (Euclid's algorithm),
// which exists only where a and n have no common divisor.
func inverseModulo(a, n uint64) (uint64, bool) {
	r0, r1 := int64(n), int64(a)
	t0, t1 := int64(0), int64(1)
	for r1 != 0 {
		q := r0 / r1
		r0, r1 = r1, r0-q*r1
		t0, t1 = t1, t0-q*t1
	}
	if r0 != 1 {
		return 0, false
	}
	return uint64((t0 + int64(n)) % int64(n)), true
}

func timesModulo(a, b, n uint64) uint64 {
	high, low := bits.Mul64(a%n, b%n)
	_, rest := bits.Div64(high, low, n)
	return rest
}

// forward finds the ordinal that a place refers to. Elements of one list refer to records one
// after the other, so that none comes twice.
func (l *link) forward(at place) (int, bool) {
	n := uint64(l.target.size)
	if n == 0 || l.percent < 100 && !(place{ordinal: at.ordinal}).percent(l.key, l.percent) {
		return 0, false
	}
	start := (timesModulo(uint64(at.ordinal), l.mul, n) + l.add) % n
	skip := at.element % 16
	if l.where == nil {
		return int((start + uint64(skip)) % n), true
	}
	for step := range n {
		ordinal := int((start + step) % n)
		if !l.where.holds(l.target, ordinal) {
			continue
		}
		if skip == 0 {
			return ordinal, true
		}
		skip--
	}
	return 0, false
}

// backward calls each with the ordinals below count that refer to the given one.
func (l *link) backward(ordinal, count int, each func(int)) {
	if l.where != nil && !l.where.holds(l.target, ordinal) {
		return
	}
	n := uint64(l.target.size)
	for step := range n {
		start := (uint64(ordinal) + n - step) % n
		if step > 0 && (l.where == nil || l.where.holds(l.target, int(start))) {
			return
		}
		first := timesModulo(start+n-l.add, l.inv, n)
		for k := first; k < uint64(count); k += n {
			if l.percent == 100 || (place{ordinal: int(k)}).percent(l.key, l.percent) {
				each(int(k))
			}
		}
	}
}

// holds tells whether the record as made up, not as written since, meets the condition: what
// other records refer to must not move when a record is changed.
func (c *condition) holds(k *kind, ordinal int) bool {
	value := k.byName[c.field].make(nil, place{ordinal: ordinal})
	return c.met(record.Text(value))
}

func (c *condition) met(value string) bool { return (value == c.value) != c.not }

// checkChains refuses references that lead round in a circle, which no record could answer.
func (w *world) checkChains() error {
	for _, e := range w.catalog.Entities {
		for _, m := range w.kinds[e.Resource].fields {
			at, steps := m, 0
			for at.link != nil {
				at = *at.link.target.byName[at.field.RefersTo.Field]
				if steps++; steps > 20 {
					return fmt.Errorf("simulating %s: the references of %s lead round in a circle", e.Resource, m.field.Name)
				}
			}
		}
	}
	return nil
}
