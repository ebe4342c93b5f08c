package journal

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/scrub"
)

// scrubbed gives the entry without its secrets, and leaves the caller's as it is.
func (e Entry) scrubbed() Entry {
	e.Path, e.Body = scrub.Argument(e.Path), scrub.Body(e.Body)
	before := make([]jsontext.Value, len(e.Before))
	for i, v := range e.Before {
		before[i] = scrub.Body(v)
	}
	e.Before = before
	return e
}
