package cli

import (
	"context"
	"strings"
	"sync/atomic"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/mirror"
)

// ownWrites tells the mirror what is written, so that it never shows the state before as if it were the
// present one. A nil one has no mirror to tell.
type ownWrites struct {
	app   *app
	store *mirror.Store
	// failed tells that the mirror cannot be told, which is said once.
	failed atomic.Bool
}

// openOwnWrites finds the mirror, also where the command itself does not read from it. The write goes on
// where it cannot be used.
func (a *app) openOwnWrites(ctx context.Context) *ownWrites {
	store, err := a.readMirror(ctx, mirrorFlags{})
	if err != nil {
		a.notef("warning: the mirror does not learn what is written: %s", oneLine(err))
	}
	if store == nil {
		return nil
	}
	return &ownWrites{app: a, store: store}
}

// mark is called before records are sent: a program that is killed has told it then.
func (o *ownWrites) mark(ctx context.Context, entity *api.Entity, ids []string) {
	if o == nil || o.failed.Load() {
		return
	}
	if err := o.store.MarkWritten(ctx, entity, ids); err != nil && !o.failed.Swap(true) {
		o.app.notef("warning: the mirror does not learn what is written: %s", oneLine(err))
	}
}

// markPath marks the entities to which a call of any path writes.
func (o *ownWrites) markPath(ctx context.Context, catalog *api.Catalog, path string) {
	if o == nil {
		return
	}
	for _, entity := range catalog.Entities {
		for i := range entity.Operations {
			fixed, _, _ := strings.Cut(entity.Operations[i].Path, "{")
			if strings.HasPrefix(path+"/", strings.TrimSuffix(fixed, "/")+"/") {
				o.mark(ctx, entity, nil)
				break
			}
		}
	}
}
