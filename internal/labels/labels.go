// Package labels is about the words by which an account names the states of its records: how two of them compare,
// and the groups that a user puts them in. It knows no record, and nothing of where the words come from.
package labels

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Fold gives the form that two spellings of one label share: letter case, blanks around it and how Unicode writes a
// letter do not count. A blank label folds to "".
func Fold(label string) string {
	return strings.ToLower(norm.NFC.String(strings.TrimSpace(label)))
}

// Same tells whether two texts are one label.
func Same(a, b string) bool { return Fold(a) == Fold(b) }

// Group is a set of labels under a name. "" among them is the blank label.
type Group struct {
	Name   string
	Labels []string
}

// Groups are the sets of an account. No two share a name in any letter case.
type Groups []Group

// Named finds a group, in any letter case.
func (g Groups) Named(name string) (Group, bool) {
	at := slices.IndexFunc(g, func(one Group) bool { return Same(one.Name, name) })
	if at < 0 {
		return Group{}, false
	}
	return g[at], true
}

// Names lists the groups in their order.
func (g Groups) Names() []string {
	names := make([]string, 0, len(g))
	for _, one := range g {
		names = append(names, one.Name)
	}
	return names
}

// Holds tells whether any of the groups has a label.
func (g Groups) Holds(label string) bool {
	return slices.ContainsFunc(g, func(one Group) bool {
		return slices.ContainsFunc(one.Labels, func(has string) bool { return Same(has, label) })
	})
}
