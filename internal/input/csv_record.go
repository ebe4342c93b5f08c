package input

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/check"
)

// appendObject appends the record that a row makes up, its cells typed.
func (c *column) appendObject(dst []byte, row []string) []byte {
	return c.append(dst, row, true, func(dst []byte, m *column, cell string) []byte { return m.appendCell(dst, cell) })
}

// append appends the object that a row makes up. One without members is left out, unless it is the
// record itself.
func (c *column) append(dst []byte, row []string, always bool, appendCell func(dst []byte, m *column, cell string) []byte) []byte {
	begin := len(dst)
	dst = append(dst, '{')
	for _, m := range c.members {
		before := len(dst)
		if dst[before-1] != '{' {
			dst = append(dst, ',')
		}
		dst = append(append(dst, m.quoted...), ':')
		named := len(dst)
		if m.cell >= 0 {
			dst = appendCell(dst, m, row[m.cell])
		} else {
			dst = m.append(dst, row, false, appendCell)
		}
		if len(dst) == named {
			dst = dst[:before]
		}
	}
	if len(dst) == begin+1 && !always {
		return dst[:begin]
	}
	return append(dst, '}')
}

// appendCell appends the value of a cell, and nothing for an empty one.
func (c *column) appendCell(dst []byte, cell string) []byte {
	cell = c.plain(cell)
	switch {
	case isEmptyCell(c.field, cell):
		return dst
	case c.isAmbiguous(cell):
		return appendText(dst, cell)
	}
	return c.typer.appendTyped(dst, c.field, cell)
}

// appendVerbatim appends the object that a row makes up with each cell as the text that it is.
func (c *column) appendVerbatim(dst []byte, row []string) []byte {
	return c.append(dst, row, true, func(dst []byte, m *column, cell string) []byte {
		if isEmptyCell(m.field, m.plain(cell)) {
			return dst
		}
		return appendText(dst, cell)
	})
}

// ambiguous finds the numbers that can be read in two ways.
func (c *column) ambiguous(row []string) []check.Fault {
	if c.cell < 0 {
		var faults []check.Fault
		for _, m := range c.members {
			faults = append(faults, m.ambiguous(row)...)
		}
		return faults
	}
	cell := c.plain(row[c.cell])
	if !c.isAmbiguous(cell) {
		return nil
	}
	text := strings.TrimSpace(cell)
	plain := strings.ReplaceAll(text, ".", "")
	return []check.Fault{{
		Path: c.path, Value: text,
		Expected: fmt.Sprintf("a number that can be read in one way only; in a file with semicolons a point may stand before "+
			"decimals or between thousands: write %s, or %s0", plain, text),
	}}
}

// isAmbiguous tells whether a cell is a number that can be read in two ways: where semicolons separate
// the cells, a comma is mostly the decimal sign, and a point groups thousands.
func (c *column) isAmbiguous(cell string) bool {
	return c.points && slices.Contains([]api.Type{api.Integer, api.Number}, c.field.Type) && groupsThousands(strings.TrimSpace(cell))
}

// groupsThousands tells whether the points of a number could separate its thousands, as in 3.000.
func groupsThousands(text string) bool {
	const group = 3
	groups := strings.Split(strings.TrimLeft(text, "+-"), ".")
	first := groups[0]
	if len(groups) == 1 || first == "" || len(first) > group || first[0] == '0' {
		return false
	}
	for i, digits := range groups {
		if strings.Trim(digits, "0123456789") != "" || (i > 0 && len(digits) != group) {
			return false
		}
	}
	return true
}
