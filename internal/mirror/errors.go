package mirror

import (
	"errors"
	"fmt"
)

// ErrNone says that there is no mirror at the place where one was looked for.
var ErrNone = errors.New("there is no mirror")

// ErrNotOurs says that a file or schema holds something other than a mirror.
var ErrNotOurs = errors.New("it holds something other than a mirror of aimsio")

// ErrNewer says that a newer version of this program made the mirror.
var ErrNewer = errors.New("a newer aimsio made it")

// ErrReplaced says that the mirror was removed, or set aside, while this process waited for it.
var ErrReplaced = errors.New("the mirror was removed or replaced meanwhile")

// BusyError says that another process fills the mirror.
type BusyError struct {
	Place string
	// Holder tells which process it is, as far as it is known.
	Holder string
}

func (e *BusyError) Error() string {
	if e.Holder == "" {
		return fmt.Sprintf("another process fills the mirror %s", e.Place)
	}
	return fmt.Sprintf("the mirror %s is being filled by %s", e.Place, e.Holder)
}
