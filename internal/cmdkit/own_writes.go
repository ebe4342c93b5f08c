package cmdkit

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/mirror"
)

// OwnWrites tells the mirror what is written, so that it never shows the state before as if it were the
// present one. A nil one has no mirror to tell.
type OwnWrites struct {
	streams *Streams
	store   *mirror.Store
	// failed tells that the mirror cannot be told, which is said once.
	failed atomic.Bool
}

// OpenOwnWrites finds the mirror, also where the command itself does not read from it. The write goes on
// where it cannot be used.
func (m *Mirrors) OpenOwnWrites(ctx context.Context) *OwnWrites {
	store, err := m.ReadMirror(ctx, MirrorFlags{})
	if err != nil {
		m.streams.Notef("warning: the mirror does not learn what is written: %s", fail.OneLine(err))
	}
	if store == nil {
		return nil
	}
	return &OwnWrites{streams: m.streams, store: store}
}

// OwnWritesIn is OpenOwnWrites for a mirror that is open already, nil for none.
func (m *Mirrors) OwnWritesIn(store *mirror.Store) *OwnWrites {
	if store == nil {
		return nil
	}
	return &OwnWrites{streams: m.streams, store: store}
}

// Mark is called before records are sent: a program that is killed has told it then.
func (o *OwnWrites) Mark(ctx context.Context, entity *api.Entity, ids []string) {
	if o == nil || o.failed.Load() {
		return
	}
	if err := o.store.MarkWritten(ctx, entity, ids); err != nil && !o.failed.Swap(true) {
		o.streams.Notef("warning: the mirror does not learn what is written: %s", fail.OneLine(err))
	}
}

// MarkPath marks the entities to which a call of any path writes.
func (o *OwnWrites) MarkPath(ctx context.Context, catalog *api.Catalog, path string) {
	if o == nil {
		return
	}
	for _, entity := range EntitiesAt(catalog, path) {
		o.Mark(ctx, entity, nil)
	}
}

// EntitiesAt gives the entities that a call of any path is about, more than one where they share the path.
// The path may be a whole URL, and have parameters.
func EntitiesAt(catalog *api.Catalog, path string) []*api.Entity {
	if target, err := url.Parse(path); err == nil {
		path = target.Path
	}
	path, _, _ = strings.Cut(path, ";")
	at := func(o api.Operation) bool {
		fixed, _, _ := strings.Cut(o.Path, "{")
		return strings.HasPrefix(path+"/", strings.TrimSuffix(fixed, "/")+"/")
	}
	var found []*api.Entity
	for _, entity := range catalog.Entities {
		if slices.ContainsFunc(entity.Operations, at) {
			found = append(found, entity)
		}
	}
	return found
}
