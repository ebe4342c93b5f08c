package change

import (
	"slices"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// lists compares element by element: those with the same key, else those at the same position.
func (c *Comparer) lists(at place, old, new record.Value, yield func(Difference) bool) bool { //nolint:predeclared // the pair is best named so
	before, after := elementsOf(old), elementsOf(new)
	if len(before) != len(after) && !yield(Difference{
		Kind: Count, Path: at.path, Field: at.field, Old: number(len(before)), New: number(len(after)),
	}) {
		return false
	}
	was, is, keyed := c.Keys(at.field, before, after)
	if !keyed {
		return c.positions(at, before, after, yield)
	}
	there := make(map[string]record.Value, len(is))
	for i, key := range is {
		there[key] = after[i]
	}
	known := make(map[string]bool, len(was))
	for i, key := range was {
		known[key] = true
		if !c.values(at.element(key), before[i], there[key], yield) {
			return false
		}
	}
	for i, key := range is {
		if !known[key] && !yield(Difference{Path: at.element(key).path, Field: at.field, New: after[i]}) {
			return false
		}
	}
	return order(at, was, is, there, known, yield)
}

// order tells that the elements which both sides have stand in another order.
func order(at place, was, is []string, there map[string]record.Value, known map[string]bool, yield func(Difference) bool) bool {
	common := func(keys []string, both func(string) bool) []string {
		return slices.DeleteFunc(slices.Clone(keys), func(key string) bool { return !both(key) })
	}
	stood := common(was, func(key string) bool { return there[key] != nil })
	stand := common(is, func(key string) bool { return known[key] })
	if slices.Equal(stood, stand) {
		return true
	}
	return yield(Difference{Kind: Order, Path: at.path, Field: at.field, Old: texts(stood), New: texts(stand)})
}

// positions compares the elements at the same places.
func (c *Comparer) positions(at place, before, after []record.Value, yield func(Difference) bool) bool {
	if !slices.Contains(c.byPosition, at.field) {
		c.byPosition = append(c.byPosition, at.field)
	}
	element := func(list []record.Value, i int) record.Value {
		if i < len(list) {
			return list[i]
		}
		return nil
	}
	for i := range max(len(before), len(after)) {
		if !c.values(at.at(strconv.Itoa(i)), element(before, i), element(after, i), yield) {
			return false
		}
	}
	return true
}

func elementsOf(array record.Value) []record.Value { return slices.Collect(record.Elements(array)) }

func number(n int) record.Value { return strconv.AppendInt(nil, int64(n), 10) }

// texts writes a JSON array of texts. What is no UTF-8 in them is replaced.
func texts(list []string) record.Value {
	out := record.Value{'['}
	for i, text := range list {
		if i > 0 {
			out = append(out, ',')
		}
		out, _ = jsontext.AppendQuote(out, text) // which quotes all the same where it tells of invalid UTF-8
	}
	return append(out, ']')
}
