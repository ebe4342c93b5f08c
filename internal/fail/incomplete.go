package fail

import (
	"errors"
	"fmt"

	"github.com/aimsio-cli/aimsio/internal/text"
)

// IncompleteError says that some records could not be read while the others were.
type IncompleteError struct {
	Failed, Done int
}

func (i *IncompleteError) Error() string {
	verb := "were"
	if i.Done == 1 {
		verb = "was"
	}
	return fmt.Sprintf("%s could not be read, %s %s read", text.Counted(i.Failed, "record"), text.Count(i.Done), verb)
}

// IsIncomplete tells whether all that was wrong is that some records failed.
func IsIncomplete(err error) bool {
	_, incomplete := errors.AsType[*IncompleteError](err)
	return incomplete
}
