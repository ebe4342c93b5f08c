package planning

import (
	"context"
	"iter"

	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// match is a record of the source with the one that the server has of it.
type match struct {
	item input.Item
	// guid and own are those of the record that is there; own is nil where none is.
	guid string
	own  *record.Record
	// conflict says why nobody can tell what is there, empty where that is known.
	conflict string
	// shared names a key that several records have which are there, of which the item means one.
	field, shared string
}

// matcher finds what the server has of the records of a source.
type matcher interface {
	// matches walks the records in their order.
	matches(ctx context.Context, source *bulk.Source) iter.Seq2[match, error]
	// others walks the records that are there, each with its key, where that is known.
	others(ctx context.Context) iter.Seq2[listed, error]
	// listed is how many records the list of the server has.
	listed() int
}

// listed is a record that is there.
type listed struct{ guid, key string }
