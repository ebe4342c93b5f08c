package hydrate

import (
	"fmt"

	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// Loss is an entity of which nothing was marked as gone, or removed, since that is too much at once.
type Loss struct {
	Name string
	Loss mirror.Loss
	// Within is how long ago the records were known, empty for at the last sync.
	Within string
	// Prune tells that only --prune was held.
	Prune bool
}

func (h Loss) String() string {
	doing := "are not in the index"
	if h.Prune {
		doing = "would be removed"
	}
	if h.Within != "" {
		doing += " any more, within " + h.Within
	}
	return fmt.Sprintf("%s (%s of %s %s)", h.Name, text.Count(h.Loss.Gone), text.Counted(h.Loss.Known, "record"), doing)
}
