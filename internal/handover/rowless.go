package handover

import (
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// rowless tells that the file would have no row of a record, which is then left out: the receiver would not have it. It stays for
// the run that finds something in its list.
func (c *choice) rowless(one candidate) bool {
	if c.run.HasRow == nil || c.run.HasRow(one.record) {
		return false
	}
	if c.withouts++; c.withouts <= mostNamed {
		c.without = append(c.without, hydrate.KeyOf(c.run.Entity, one.record))
	}
	return true
}

// tellRowless names what was left out, with --quiet too: nobody has it.
func (c *choice) tellRowless() {
	if c.withouts == 0 {
		return
	}
	c.run.Problemf("warning: %s left out with nothing in %s, since the file would have no row of them: %s",
		text.Counted(c.withouts, "record"), c.run.Explode, named(c.without, c.withouts))
}
