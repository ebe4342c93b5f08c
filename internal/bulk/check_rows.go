package bulk

import (
	"github.com/aimsio-cli/aimsio/internal/api/check"
	"github.com/aimsio-cli/aimsio/internal/input"
)

// checkRows checks what only the rows of a record tell: how they were read, and what a sheet did to the codes of
// elements.
func (c *inputCheck) checkRows(item input.Item) {
	for _, row := range item.Rows {
		for _, fault := range row.Faults {
			c.fault(row.Line, fault)
		}
		for _, element := range c.run.rows.Elements(row) {
			for _, fault := range c.rowDamage.Add(row.Line, element) {
				fault.Path = c.run.rows.Member() + "." + fault.Path
				c.fault(row.Line, fault)
			}
		}
	}
}

// agree refuses rows of a record that do not agree, also with --no-validate: what would be sent were chance.
func (c *inputCheck) agree(item input.Item) {
	if item.Rows == nil {
		return
	}
	for _, wrong := range c.run.rows.Faults(item) {
		c.disagreeing++
		c.fault(wrong.Line, wrong.Fault)
	}
}

// faultIn reports what is wrong with a record, by the row and the column where it was gathered from rows.
func (c *inputCheck) faultIn(item input.Item, fault check.Fault) {
	if item.Rows == nil {
		c.fault(item.Line, fault)
		return
	}
	row, placed := c.run.rows.Place(item, fault)
	for _, read := range row.Faults {
		if read.Path == placed.Path {
			return // it was told as it was read
		}
	}
	c.fault(row.Line, placed)
}
