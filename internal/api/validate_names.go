package api

import (
	"slices"
	"strings"
)

// unknown notes the members that no field is known for.
func (c *checker) unknown(fields []Field, seen []bool, names []string) {
	for _, name := range names {
		known := make([]string, 0, len(fields))
		for i := range fields {
			if !fields[i].ReadOnly {
				known = append(known, fields[i].Name)
			}
		}
		c.faults = append(c.faults, Fault{
			Path:     c.at(name),
			Expected: "a field that the API description knows",
			Near:     Nearest(name, known, nearMost),
			Warning:  !isSlip(name, fields, seen),
		})
	}
}

// isSlip tells whether a name is a known one with one letter wrong, or in another letter case, and
// the record lacks the known one. A number at the end makes another name of it: rate, rate2.
func isSlip(name string, fields []Field, seen []bool) bool {
	const shortest = 4
	word := simplify(name)
	for i := range fields {
		choice := simplify(fields[i].Name)
		if seen[i] || fields[i].ReadOnly || len(word) < shortest || trailingDigits(name) != trailingDigits(fields[i].Name) {
			continue
		}
		if distance(word, choice) <= 1 {
			return true
		}
	}
	return false
}

func trailingDigits(name string) string {
	return name[len(strings.TrimRight(name, "0123456789")):]
}

// missing warns of required fields that the record does not have. Of a group any one will do.
func (c *checker) missing(fields []Field, seen []bool) {
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
func groupOf(fields []Field, either string) []int {
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

func namesAt(fields []Field, at []int) []string {
	names := make([]string, 0, len(at))
	for _, i := range at {
		names = append(names, fields[i].Name)
	}
	return names
}
