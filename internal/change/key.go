package change

import (
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Keys gives the keys of the elements of two lists: the elements themselves where all are texts or
// numbers, else a member that each of them has and that differs from one to the next. It is false
// where there is none.
func (c *Comparer) Keys(field string, before, after []record.Value) (was, is []string, keyed bool) {
	if was, is, ok := distinct(scalar, before, after); ok {
		return was, is, true
	}
	for _, name := range c.candidates(field, append(slices.Clone(before), after...)) {
		member := func(v record.Value) (string, bool) { return KeyIn(v, name) }
		if was, is, ok := distinct(member, before, after); ok {
			return was, is, true
		}
	}
	return nil, nil, false
}

// candidates are the members that may be the key of a list's elements: the keys of the records that
// it repeats, then those that the description has, then those that are found.
func (c *Comparer) candidates(field string, elements []record.Value) []string {
	var names, described, found []string
	if list, known := api.Find(c.fields, field); known {
		names = append(names, c.keys[list.Collects]...)
		for _, member := range list.Fields {
			described = append(described, member.Name)
		}
	}
	if len(elements) > 0 {
		for name := range record.Members(elements[0]) {
			found = append(found, name)
		}
	}
	for _, list := range [][]string{described, found} {
		list = slices.DeleteFunc(list, func(name string) bool { return rank(name) < 0 })
		slices.SortStableFunc(list, func(a, b string) int { return rank(a) - rank(b) })
		names = append(names, list...)
	}
	return names
}

// rank is how far in front a name stands among those by which elements of lists are known, negative
// where it is none of them.
func rank(name string) int {
	low := strings.ToLower(name)
	endings := []string{"code", "number", "externalid", "guid", "uuid", "key", "id", "uname", "name"}
	return slices.IndexFunc(endings, func(ending string) bool { return strings.HasSuffix(low, ending) })
}

// distinct gives the key of each element, if all have one and it is another one each time.
func distinct(key func(record.Value) (string, bool), before, after []record.Value) (was, is []string, ok bool) {
	for _, side := range []struct {
		keys     *[]string
		elements []record.Value
	}{{&was, before}, {&is, after}} {
		seen := make(map[string]bool, len(side.elements))
		for _, element := range side.elements {
			text, has := key(element)
			if !has || seen[text] {
				return nil, nil, false
			}
			seen[text] = true
			*side.keys = append(*side.keys, text)
		}
	}
	return was, is, true
}

// scalar gives a text or a number as text.
func scalar(v record.Value) (string, bool) {
	if kind := v.Kind(); kind != jsontext.KindString && kind != jsontext.KindNumber {
		return "", false
	}
	return record.Text(v), true
}
