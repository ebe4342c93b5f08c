package entity

import (
	"context"
	"iter"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/plan"
	"github.com/aimsio-cli/aimsio/internal/planning"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/transfer"
)

// targets tells which records are there where others go, so that what refers to them finds them.
type targets struct {
	references *transfer.References
	catalog    *api.Catalog
	// setup is that of some write to the environment.
	setup bulk.Setup
	copy  func(context.Context) (*mirror.Store, error)
	// known are the records of entities that were read, nil where they cannot be; made the keys of those that
	// plans made before will make.
	known map[string]*mirror.References
	made  map[madeKey]bool
}

type madeKey struct{ entity, field, value string }

func newTargets(catalog *api.Catalog, setup bulk.Setup, makeCopy func(context.Context) (*mirror.Store, error)) *targets {
	return &targets{
		references: transfer.NewReferences(catalog), catalog: catalog, setup: setup, copy: makeCopy,
		known: map[string]*mirror.References{}, made: map[madeKey]bool{},
	}
}

func (t *targets) entity(name string) (*api.Entity, bool) { return t.catalog.Entity(name) }

// lack tells whether no record is there, and none will be made, that another refers to.
func (t *targets) lack(ctx context.Context, use transfer.Use) (bool, error) {
	if t.made[madeKey{use.To.Name, use.By.Field, use.Value}] {
		return false, nil
	}
	known, err := t.of(ctx, use.To)
	if err != nil || known == nil {
		return false, err
	}
	missing, err := known.Missing(ctx, use.By, use.Value)
	return missing, t.setup.MirrorError(err)
}

// of reads the records of an entity, once.
func (t *targets) of(ctx context.Context, entity *api.Entity) (*mirror.References, error) {
	if known, read := t.known[entity.Name]; read {
		return known, nil
	}
	if !api.Has(api.List)(entity) || !api.Has(api.Get)(entity) {
		t.setup.Notef("warning: %s cannot be read, so it is not known whether those are there that are referred to", entity.Name)
		t.known[entity.Name] = nil
		return nil, nil //nolint:nilnil // nobody knows
	}
	setup := t.setup
	setup.Entity = entity
	reader := planning.Planner{Setup: setup, Copy: t.copy}
	store, err := reader.Known(ctx)
	if err != nil {
		return nil, err
	}
	t.known[entity.Name] = store.NewReferences()
	return t.known[entity.Name], nil
}

// read notes that the records of an entity stand in a copy already.
func (t *targets) read(entity *api.Entity, store *mirror.Store) {
	if store != nil {
		t.known[entity.Name] = store.NewReferences()
	}
}

// willBe notes the records that a plan makes.
func (t *targets) willBe(entity *api.Entity, entries iter.Seq2[plan.Entry, error]) error {
	for entry, err := range entries {
		if err != nil {
			return err
		}
		if entry.Action != plan.Create {
			continue
		}
		made, err := entry.SendRecord()
		if err != nil {
			return err
		}
		for _, field := range entity.Key {
			value, _ := made.Get(record.Path{field})
			t.made[madeKey{entity.Name, field, record.Scalar(value)}] = true
		}
	}
	return nil
}
