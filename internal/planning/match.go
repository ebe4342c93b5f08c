package planning

import (
	"context"
	"iter"
	"time"

	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// match is a record of the source with the one that the server has of it.
type match struct {
	item input.Item
	// guid and own are those of the record that is there; own is nil where none is. changed is when it was last
	// changed by the list, zero where that does not say.
	guid    string
	own     *record.Record
	changed time.Time
	// conflict says why nobody can tell what is there, empty where that is known.
	conflict string
	// several are the GUIDs of the records of which the item may mean each, where they are more than one.
	several []string
}

// matcher finds what the server has of the records of a source.
type matcher interface {
	// matches walks the records in their order.
	matches(ctx context.Context, source *bulk.Source) iter.Seq2[match, error]
	// others walks the records that are there, each with its key, where that is known.
	others(ctx context.Context) iter.Seq2[listed, error]
	// listed is how many records the list of the server has, and latest when the last of them was changed.
	listed() int
	latest(ctx context.Context) (time.Time, error)
}

// listed is a record that is there.
type listed struct{ guid, key string }
