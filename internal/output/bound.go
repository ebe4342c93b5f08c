package output

import (
	"slices"
	"strconv"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Bound is what a filter asks of a field in terms that a database knows, so that it can leave records
// out beforehand. It says nothing of values of another kind, nor of texts beyond ASCII: those are for
// the filter itself.
type Bound struct {
	// Path leads to the field through objects alone.
	Path record.Path
	// Numeric tells which of the two holds: a number that is whole must stand to one of Numbers as Op says,
	// one of = < <= > >=; or a text must be one of Texts, with Fold in any letter case.
	Numeric bool
	Op      string
	Numbers []int64
	Texts   []string
	Fold    bool
	// Trim takes blanks around the record's text for nothing.
	Trim bool
}

// Bound gives the filter in terms of a database. It is false where the filter has none.
func (f Filter) Bound() (Bound, bool) {
	if !throughObjects(f.fields, f.path) {
		return Bound{}, false
	}
	bound := Bound{Path: f.path, Op: string(f.op), Fold: f.caseless, Trim: f.comparesLabels()}
	values := f.values
	if slices.ContainsFunc(values, func(o operand) bool { return o.day }) {
		return Bound{}, false // which day a value falls on depends on a zone, or on how it is written
	}
	if !f.whole.empty() {
		values = append(slices.Clone(values), f.whole)
	}
	switch f.values[0].rank {
	case rankNumber:
		bound.Numeric = true
		return bound, (f.op == equal || f.op.orders()) && bound.addNumbers(values)
	case rankText:
		return bound, f.op == equal && f.typ == api.String && bound.addTexts(values)
	default:
		return Bound{}, false
	}
}

// addNumbers is false where one of the values is no whole number.
func (b *Bound) addNumbers(values []operand) bool {
	for _, value := range values {
		number, err := strconv.ParseInt(value.text, 10, 64)
		if value.rank != rankNumber || err != nil {
			return false
		}
		b.Numbers = append(b.Numbers, number)
	}
	return true
}

// addTexts is false where one of the values is no text.
func (b *Bound) addTexts(values []operand) bool {
	for _, value := range values {
		if value.rank != rankText {
			return false
		}
		b.Texts = append(b.Texts, value.text)
	}
	return true
}

// throughObjects tells whether a described path leads through objects alone, to a plain value.
func throughObjects(fields []api.Field, path record.Path) bool {
	for i, step := range path {
		at := slices.IndexFunc(fields, func(f api.Field) bool { return f.Name == step })
		if at < 0 || i < len(path)-1 && fields[at].Type != api.Object {
			return false
		}
		if i == len(path)-1 {
			return fields[at].Type != api.Object && fields[at].Type != api.Array
		}
		fields = fields[at].Fields
	}
	return false
}

// Sortable gives the path of an order of one field, and the direction, where it leads through objects to a
// plain value, so that a database may do the sorting.
func Sortable(order string, fields []api.Field) (path record.Path, descending, ok bool) {
	words, err := sortWords(order)
	if err != nil || len(words) != 1 {
		return nil, false, false
	}
	name, descending := sortKey(words[0])
	path = record.ParsePath(name)
	return path, descending, throughObjects(fields, path)
}
