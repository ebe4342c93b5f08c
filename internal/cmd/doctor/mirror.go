package doctor

import (
	"context"
	"errors"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// mirrorRow tells whether there is a mirror that commands read through, and how old it is. A mirror
// that cannot be used keeps no command from reading, but some from being quick.
func (d *doctor) mirrorRow(ctx context.Context) []finding {
	options, err := d.app.MirrorOptions()
	if err != nil {
		return one(failed(err, ""))
	}
	if !mirror.Exists(options.Address) {
		return one(fine("there is none; \"aimsio sync\" makes one"))
	}
	store, err := mirror.Open(ctx, options)
	if errors.Is(err, mirror.ErrNone) {
		return one(fine("there is none; \"aimsio sync\" makes one"))
	}
	if err != nil {
		return one(doubtful(fail.HintOf(d.app.MirrorError(err)), "%s", fail.OneLine(err)))
	}
	defer cmdkit.CloseQuietly(store)
	standings, err := store.EntityStatuses(ctx)
	if err != nil {
		return one(doubtful(fail.HintOf(d.app.MirrorError(err)), "%s", fail.OneLine(err)))
	}
	objects, gone := 0, 0
	for _, one := range standings {
		objects += one.Objects
		gone += one.Gone
	}
	detail := "%s: %s, %s gone"
	oldest := mirror.FreshnessOf(standings, mirror.Names(standings)).Oldest
	if oldest.IsZero() {
		return one(fine(detail+", never synced", store.Place(), text.Counted(objects, "record"), text.Count(gone)))
	}
	return one(fine(detail+", %s", store.Place(), text.Counted(objects, "record"), text.Count(gone), d.app.Old(oldest)))
}
