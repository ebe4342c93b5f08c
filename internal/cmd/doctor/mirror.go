package doctor

import (
	"context"
	"errors"
	"time"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/mirror/freshness"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// localCopy is where the mirror of the environment is, and what to say of it.
type localCopy struct {
	options func() (mirror.Options, error)
	// explain adds to an error of the mirror what to do.
	explain func(error) error
	now     func() time.Time
}

// check tells whether there is a mirror that commands read through, and how old it is. A mirror
// that cannot be used keeps no command from reading, but some from being quick.
func (l localCopy) check() check {
	return check{"mirror", needs(checkEnvironment), one(func(ctx context.Context) finding {
		options, err := l.options()
		if err != nil {
			return failed(err, "")
		}
		found, err := l.look(ctx, options)
		switch {
		case errors.Is(err, mirror.ErrNone):
			return passed("there is none; \"aimsio sync\" makes one")
		case err != nil:
			return warning(fail.HintOf(l.explain(err)), "%s", fail.OneLine(err))
		default:
			return found
		}
	})}
}

func (l localCopy) look(ctx context.Context, options mirror.Options) (finding, error) {
	if !mirror.Exists(options.Address) {
		return finding{}, mirror.ErrNone
	}
	store, err := mirror.Open(ctx, options)
	if err != nil {
		return finding{}, err
	}
	defer cmdkit.CloseQuietly(store)
	statuses, err := store.EntityStatuses(ctx)
	if err != nil {
		return finding{}, err
	}
	objects, gone := 0, 0
	for _, each := range statuses {
		objects += each.Objects
		gone += each.Gone
	}
	age := "never synced"
	if oldest := mirror.FreshnessOf(statuses, mirror.Names(statuses)).Oldest; !oldest.IsZero() {
		age = freshness.Old(oldest, l.now())
	}
	return passed("%s: %s, %s gone, %s", store.Place(), text.Counted(objects, "record"), text.Count(gone), age), nil
}
