package input

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/check"
	"github.com/aimsio-cli/aimsio/internal/excel"
)

// withLineEnds reads the cells of a row again where encoding/csv has changed a line end inside one:
// it makes a line feed of every carriage return and line feed. A carriage return before each of them
// is what it takes away.
func (c *table) withLineEnds(cells []string, raw []byte) ([]string, error) {
	if !bytes.Contains(raw, []byte("\r\n")) {
		return cells, nil
	}
	again := csv.NewReader(bytes.NewReader(bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\r\r\n"))))
	again.Comma, again.FieldsPerRecord = c.csv.Comma, -1
	cells, err := again.Read()
	if err != nil {
		return nil, fmt.Errorf("reading the line ends of a cell: %w", err)
	}
	return cells, nil
}

// appendVerbatim appends the object that a row makes up with each cell as the text that it is.
func (c *column) appendVerbatim(dst []byte, row []string) []byte {
	return c.append(dst, row, true, func(dst []byte, m *column, cell string) []byte {
		if isEmptyCell(m.field, excel.Unguard(cell)) {
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
	cell := excel.Unguard(row[c.cell])
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
