package change

import (
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// ElementKeys are the keys by which elements of a list are known that is there, and others that are given for it.
type ElementKeys struct {
	// Name is the member that holds them, empty where the elements are their own keys.
	Name string
	// Own are those of the list, each another, and Given those of what is given, of which several may be the same.
	Own, Given []string
}

// Match chooses what tells the elements of a list apart, given by its dotted path: what each of them has, and each
// that is given for it, best what differs in all of that too. It is false where there is nothing.
func (c *Comparer) Match(list string, own, given []record.Value) (ElementKeys, bool) {
	var some ElementKeys
	found := false
	for _, name := range append([]string{""}, c.candidates(list, slices.Concat(own, given))...) {
		keys, ok := keysBy(name, own, given)
		switch {
		case ok && allDiffer(keys.Given):
			return keys, true
		case ok && !found:
			some, found = keys, true
		}
	}
	return some, found
}

func allDiffer(keys []string) bool {
	seen := make(map[string]bool, len(keys))
	for _, key := range keys {
		seen[key] = true
	}
	return len(seen) == len(keys)
}

// KeyNames are the members by which elements of a list may be known, best first.
func (c *Comparer) KeyNames(list string, elements []record.Value) []string {
	return c.candidates(list, elements)
}

// Identifies tells whether a member of an element of a list says which element it is, and not only how it is
// called: two elements may be called the same.
func (c *Comparer) Identifies(list, name string) bool {
	if found, known := api.Find(c.fields, list); known {
		if slices.Contains(c.keys[found.Collects], name) {
			return true
		}
	}
	low := strings.ToLower(name)
	return rank(name) >= 0 && !strings.HasSuffix(low, "name")
}

// KeyIn gives the key that a member of an element is, the element's own text for no member.
func KeyIn(element record.Value, name string) (string, bool) {
	value := element
	if name != "" {
		r, err := record.New(element)
		if err != nil {
			return "", false
		}
		value, _ = r.Get(record.Path{name})
	}
	text, plain := scalar(value)
	return text, plain && strings.TrimSpace(text) != ""
}

func keysBy(name string, own, given []record.Value) (ElementKeys, bool) {
	keys := ElementKeys{Name: name}
	seen := make(map[string]bool, len(own))
	for _, element := range own {
		key, ok := KeyIn(element, name)
		if !ok || seen[key] {
			return keys, false
		}
		seen[key] = true
		keys.Own = append(keys.Own, key)
	}
	for _, element := range given {
		key, ok := KeyIn(element, name)
		if !ok {
			return keys, false
		}
		keys.Given = append(keys.Given, key)
	}
	return keys, true
}
