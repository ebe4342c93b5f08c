package change

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// Kind is in what a place of two records differs.
type Kind int

const (
	// Value is a field, or an element of a list, that is another one or is on one side only.
	Value Kind = iota
	// Count is a list with another number of elements: Old and New are the numbers.
	Count
	// Order is a list whose elements stand in another order: Old and New are arrays of the keys of
	// those that both sides have.
	Order
)

// Difference is one thing that two records do not have alike.
type Difference struct {
	Kind Kind
	// Path leads to the place, with elements of lists by their key: "lines[BI-001].rate", or by
	// position where they have none: "lines.0.rate".
	Path string
	// Field is the path without the elements, as a description has it: "lines.rate".
	Field string
	// Old and New are the values, parts of the records' bytes; nil where a side has none. Null is a
	// value, and not the same as none.
	Old, New record.Value
}

// Name is Path, with "[]" behind that of a count or an order, which is not the list itself.
func (d Difference) Name() string {
	if d.Kind != Value {
		return d.Path + "[]"
	}
	return d.Path
}

// AppendJSON appends the difference as {"field", "old", "new"}. A side without a value has no member.
// The path of a count ends in "[]", as does that of an order.
func (d Difference) AppendJSON(dst []byte) ([]byte, error) {
	dst, err := jsontext.AppendQuote(append(dst, `{"field":`...), d.Name())
	if err != nil {
		return nil, err
	}
	if d.Old != nil {
		dst = record.AppendCompact(append(dst, `,"old":`...), d.Old)
	}
	if d.New != nil {
		dst = record.AppendCompact(append(dst, `,"new":`...), d.New)
	}
	return append(dst, '}'), nil
}

// place is where in two records something is compared.
type place struct{ path, field string }

func (p place) below(names string) place {
	if p.path == "" {
		return place{names, names}
	}
	return place{p.path + "." + names, p.field + "." + names}
}

// element leads to the element of a list that is known by a key.
func (p place) element(key string) place { return place{Element(p.path, key), p.field} }

// Element writes the path of an element of a list that is known by a key: "lines[BI-001]".
func Element(list, key string) string {
	if strings.ContainsAny(key, `\]`) {
		key = strings.NewReplacer(`\`, `\\`, `]`, `\]`).Replace(key)
	}
	return list + "[" + key + "]"
}

// at leads to the element of a list at a position.
func (p place) at(position string) place { return place{p.path + "." + position, p.field} }
