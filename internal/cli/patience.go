package cli

import (
	"errors"

	"github.com/aimsio-cli/aimsio/internal/client"
)

// giveUpAfter is how many records in a row may fail before the server counts as unreachable.
const giveUpAfter = 10

// patience decides whether there is a point in reading further records after some have failed.
type patience struct {
	// inRow counts the latest failures of the server in a row.
	inRow int
}

// endsAt takes the outcome of a record, and tells whether the others need not be tried: the
// password or the permission is refused, or the server fails again and again.
func (p *patience) endsAt(err error) bool {
	if err == nil {
		p.inRow = 0
	}
	called, ok := errors.AsType[*client.Error](err)
	if !ok {
		return false
	}
	if called.Kind != client.NotFound {
		p.inRow++
	}
	return stopsAll(called.Kind) || p.inRow >= giveUpAfter
}

// stopsAll tells whether what refused one record would refuse the others too.
func stopsAll(kind client.Kind) bool {
	switch kind {
	case client.Unauthorized, client.Forbidden, client.Redirected, client.Insecure:
		return true
	default:
		return false
	}
}
