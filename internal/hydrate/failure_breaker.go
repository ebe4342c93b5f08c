package hydrate

import (
	"errors"

	"github.com/aimsio-cli/aimsio/internal/client"
)

// giveUpAfter is how many records in a row may fail before the server counts as unreachable.
const giveUpAfter = 10

// FailureBreaker decides whether there is a point in reading further records after some have failed.
type FailureBreaker struct {
	// inRow counts the latest failures of the server in a row.
	inRow int
	// Read tells that some record could be read, in this run or before.
	Read bool
}

// EndsAt takes the outcome of a record, and tells whether the others need not be tried: the
// password or the permission is refused, or the server fails again and again.
func (b *FailureBreaker) EndsAt(err error) bool {
	if err == nil {
		b.inRow, b.Read = 0, true
	}
	called, ok := errors.AsType[*client.Error](err)
	if !ok {
		return false
	}
	if called.Kind != client.NotFound && called.Kind != client.NotAsked { // in both the server does answer
		b.inRow++
	}
	return b.stopsAll(called) || b.inRow >= giveUpAfter
}

// stopsAll tells whether what refused one record would refuse the others too. Credentials that
// worked before, and a permission that was enough for other records, are not what is wrong.
func (b *FailureBreaker) stopsAll(called *client.Error) bool {
	switch called.Kind {
	case client.Unauthorized:
		return !called.Accepted
	case client.Forbidden:
		return !b.Read
	case client.Redirected, client.Insecure, client.PeerRefused, client.ProxyRefused:
		return true
	default:
		return false
	}
}
