package planning

import (
	"context"

	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Fit says what a record of the source comes to, now that it is known what is there, nil for nothing. It is asked once
// for each record, in the order of the source.
type Fit func(ctx context.Context, item input.Item, own *record.Record) (Fitted, error)

// Fitted is what a record of the source comes to.
type Fitted struct {
	// Item takes the place of the record.
	Item input.Item
	// Conflict says why nobody can tell what it should be, and Kept why it stays as it is; each empty for no reason.
	Conflict, Kept string
	// Note is what else is to be told of a record that is changed.
	Note string
}
