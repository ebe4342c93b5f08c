package planning

import (
	"fmt"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// otherKey says of a record that was found by its GUID that the source has another key in its row, which cannot be
// meant as a change since no call carries it: the rows are mixed up. It is empty where they agree.
func (p *Planner) otherKey(one match, send record.Record) string {
	for _, key := range p.Setup.Entity.Key {
		given, _ := one.item.Record.Get(record.Path{key})
		own, _ := one.own.Get(record.Path{key})
		if _, carried := send.Get(record.Path{key}); carried || record.Text(given) == "" || record.Text(given) == record.Text(own) {
			continue
		}
		return fmt.Sprintf("the %s with this GUID has the %s %s, and not %s", p.Setup.Entity.Title, key, record.Text(own), record.Text(given))
	}
	return ""
}
