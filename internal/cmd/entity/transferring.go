package entity

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/planning"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/text"
	"github.com/aimsio-cli/aimsio/internal/transfer"
)

// transferring makes of the records of another environment the source of a plan.
type transferring struct {
	from   *origin
	entity *api.Entity
	setup  bulk.Setup

	cleaner *transfer.Cleaner
	by      *change.Comparer
	// store has the records of the origin, targets tells what is there where they go.
	store   *mirror.Store
	targets *targets
	// bare are the paths of identifiers that were left out although nothing says what they mean, and lacking the
	// values of references that lead nowhere, by the name of the entity.
	bare    map[string]bool
	lacking map[string]map[string]bool
}

// newTransferring reads the records of an origin.
func newTransferring(ctx context.Context, setup bulk.Setup, from *origin, flags cmdkit.MirrorFlags, there *targets) (*transferring, error) {
	entity := setup.Entity
	if len(entity.Key) == 0 {
		return nil, fail.Usagef("%s have no key by which people know them, so nobody can tell which are the same in another environment", entity.Name)
	}
	if !api.Has(api.List)(entity) || !api.Has(api.Get)(entity) {
		return nil, fail.Usagef("%s cannot be read, so they cannot be taken from another environment", entity.Name)
	}
	store, err := from.known(ctx, entity, setup, flags)
	if err != nil {
		return nil, fmt.Errorf("reading %s of %s: %w", entity.Name, from.environment.Name, err)
	}
	return &transferring{
		from: from, entity: entity, setup: setup, cleaner: transfer.NewCleaner(there.references, entity),
		by: setup.Words(entity.Fields).Comparer, store: store, targets: there,
		bare: map[string]bool{}, lacking: map[string]map[string]bool{},
	}, nil
}

// source gives the records, fit for any environment.
func (t *transferring) source(ctx context.Context) *bulk.Source {
	return &bulk.Source{Name: "environment " + t.from.environment.Name, Items: func() iter.Seq2[input.Item, error] {
		return func(yield func(input.Item, error) bool) {
			line := 0
			for object, err := range t.store.Objects(ctx, t.entity) {
				if err != nil {
					yield(input.Item{}, t.from.mirrors.MirrorError(err))
					return
				}
				line++
				cleaned := t.cleaner.Clean(object.Record)
				for _, path := range cleaned.Bare {
					t.bare[path] = true
				}
				if !yield(itemOf(line, cleaned.Record), nil) {
					return
				}
			}
		}
	}}
}

// fit completes a record by what is there, and refuses one that refers to what is not there.
func (t *transferring) fit(ctx context.Context, item input.Item, own *record.Record) (planning.Fitted, error) {
	fitted := planning.Fitted{Item: item}
	if !api.HasAny(t.entity.Key, item.Record.Raw()) {
		fitted.Kept = "it has no " + strings.Join(t.entity.Key, " and no ") + ", so nobody can tell which record it is there"
		return fitted, nil
	}
	lacks := map[string][]string{}
	for _, use := range t.cleaner.Clean(item.Record).Uses {
		missing, err := t.targets.lack(ctx, use)
		if err != nil {
			return fitted, err
		}
		if !missing {
			continue
		}
		if t.lacking[use.To.Name] == nil {
			t.lacking[use.To.Name] = map[string]bool{}
		}
		t.lacking[use.To.Name][use.Value] = true
		if !slices.Contains(lacks[use.To.Name], use.Value) {
			lacks[use.To.Name] = append(lacks[use.To.Name], use.Value)
		}
	}
	var reasons []string
	for _, name := range slices.Sorted(maps.Keys(lacks)) {
		reasons = append(reasons, fmt.Sprintf("it refers to %s that %s lacks: %s", name, t.setup.Environment.Name, few(lacks[name])))
	}
	fitted.Conflict = strings.Join(reasons, "; ")
	if own != nil {
		fitted.Item = itemOf(item.Line, t.cleaner.Fit(t.by, item.Record, *own))
	}
	return fitted, nil
}

// tell says what does not go with the records.
func (t *transferring) tell() {
	here, there := t.from.environment.Name, t.setup.Environment.Name
	for _, name := range slices.Sorted(maps.Keys(t.lacking)) {
		advice := "they have to be made there first"
		if entity, known := t.targets.entity(name); known && api.Has(api.Create)(entity) {
			advice = fmt.Sprintf("\"aimsio promote %s --from %s --env %s\" comes first", name, here, there)
		}
		t.setup.Notef("warning: %s refer to %s that %s lacks: %s; %s", t.entity.Name, name, there, few(slices.Sorted(maps.Keys(t.lacking[name]))), advice)
	}
	for _, path := range slices.Sorted(maps.Keys(t.bare)) {
		t.setup.Notef("note: %s is left out: it is of %s alone, and nothing beside it says what it means", path, here)
	}
}

// few names the first of some values, and counts the others.
func few(values []string) string {
	const named = 5
	shown := strings.Join(values[:min(len(values), named)], ", ")
	if left := len(values) - named; left > 0 {
		shown += " and " + text.Count(left) + " more"
	}
	return shown
}
