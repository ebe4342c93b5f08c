package plan

import (
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Changes gives what a record that is sent changes in the one that is there. What only the API sets is no
// change, at any depth: it is not for those who write.
func Changes(by *change.Comparer, before, send record.Record) []change.Difference {
	var found []change.Difference
	for d := range by.Sent(before, send) {
		if !by.ReadOnly(d.Field) {
			found = append(found, d)
		}
	}
	return found
}
