package check

import (
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// unknownName is a name that nobody knows, among the fields that begin with this one.
type unknownName struct {
	among *api.Field
	name  string
}

// guess is what such a name may have meant.
type guess struct {
	near []string
	// slips are the numbers of the fields that differ by a letter or two, or in letter case.
	slips []int
}

// guessesMost is how many guesses are remembered, so that names made up anew in every record do
// not fill the memory.
const guessesMost = 1000

// unknown notes the members that no field is known for. One that the record has no known field
// beside is refused where it looks like a slip for that.
func (c *checker) unknown(fields []api.Field, seen []bool, names []string) {
	for _, name := range names {
		g := c.guess(fields, name)
		c.faults = append(c.faults, Fault{
			Path:     c.at(name),
			Expected: "a field that the API description knows",
			Near:     g.near,
			Unknown:  true,
			Warning:  !slices.ContainsFunc(g.slips, func(at int) bool { return !seen[at] }),
		})
	}
}

func (c *checker) guess(fields []api.Field, name string) guess {
	if len(fields) == 0 {
		return guess{}
	}
	key := unknownName{&fields[0], name}
	g, ok := c.guesses[key]
	if ok {
		return g
	}
	known := make([]string, 0, len(fields))
	for i := range fields {
		if fields[i].ReadOnly {
			continue
		}
		known = append(known, fields[i].Name)
		if isSlip(name, fields[i].Name) {
			g.slips = append(g.slips, i)
		}
	}
	g.near = api.Nearest(name, known, nearMost)
	if len(c.guesses) < guessesMost {
		c.guesses[key] = g
	}
	return g
}

// isSlip tells whether a name is another with one letter wrong, or two of a long one, or in another
// letter case. A number at the end makes another name of it: rate, rate2.
func isSlip(name, known string) bool {
	const shortest, long = 4, 8
	word, slips := api.Simplify(name), 1
	if len(word) >= long {
		slips = 2
	}
	return len(word) >= shortest && trailingDigits(name) == trailingDigits(known) && api.Distance(word, api.Simplify(known)) <= slips
}

func trailingDigits(name string) string {
	return name[len(strings.TrimRight(name, "0123456789")):]
}

// missing warns of required fields that the record does not have. Of a group any one will do.
func (c *checker) missing(fields []api.Field, seen []bool) {
	for i := range fields {
		f := &fields[i]
		if !f.Required || f.ReadOnly || seen[i] {
			continue
		}
		expected := "a value; the API description calls it required"
		if f.Either != "" {
			group := groupOf(fields, f.Either)
			if group[0] != i && fields[group[0]].Required {
				continue // said for the first of the group
			}
			if slices.ContainsFunc(group, func(at int) bool { return seen[at] }) {
				continue
			}
			expected = "a value in " + strings.Join(namesAt(fields, group), " or ") + "; the API description calls it required"
		}
		c.faults = append(c.faults, Fault{Path: c.at(f.Name), Expected: expected, Warning: true})
	}
}

// groupOf finds the fields that stand for each other, of those that can be written, required ones
// first.
func groupOf(fields []api.Field, either string) []int {
	var required, others []int
	for i := range fields {
		switch {
		case fields[i].Either != either || fields[i].ReadOnly:
		case fields[i].Required:
			required = append(required, i)
		default:
			others = append(others, i)
		}
	}
	return append(required, others...)
}

func namesAt(fields []api.Field, at []int) []string {
	names := make([]string, 0, len(at))
	for _, i := range at {
		names = append(names, fields[i].Name)
	}
	return names
}
