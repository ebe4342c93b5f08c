package bulk

import (
	"context"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/text"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// FromInput writes the records of a file, or the one that --set alone describes.
func (w *Run) FromInput(ctx context.Context) error {
	if w.action != service.ActionCreate {
		if err := w.openResolver(ctx); err != nil {
			return err
		}
	}
	source, err := w.openInput(ctx)
	if err != nil {
		return err
	}
	defer source.Close()
	if w.existing, err = w.openExisting(ctx); err != nil {
		return err
	}
	count, err := w.check(ctx, source)
	if err != nil {
		return err
	}
	return w.carryOut(ctx, source, count)
}

// FromKeys writes what --set says to the records whose GUIDs are given.
func (w *Run) FromKeys(ctx context.Context, keys Keys) error {
	source, count, err := w.Named(ctx, keys)
	if err != nil {
		return err
	}
	return w.carryOut(ctx, source, count)
}

// Named gives the records whose GUIDs are given as a source. Each key is an item that holds the GUID alone.
func (w *Run) Named(ctx context.Context, keys Keys) (*Source, int, error) {
	items, err := w.keyItems(ctx, keys)
	return &Source{Name: w.inputName(), Items: itemsOf(items), named: true}, len(items), err
}

func (w *Run) keyItems(ctx context.Context, keys Keys) ([]input.Item, error) {
	var items []input.Item
	var broken error
	seen := map[string]bool{}
	if err := w.openResolver(ctx); err != nil {
		return nil, err
	}
	if err := w.checkSetByMirror(ctx); err != nil {
		return nil, err
	}
	for word := range keys(&broken) {
		id, err := w.resolver.ID(ctx, word)
		if err != nil {
			return nil, fmt.Errorf("%w: nothing was sent", err)
		}
		if seen[id] {
			return nil, fail.New(fail.Invalid, "", "%q is given twice: nothing was sent", word)
		}
		seen[id] = true
		item, err := w.keyItem(len(items)+1, id)
		if err != nil {
			return nil, err
		}
		if key := w.keyOf(item.Record); !w.resume.Matches(item.Line, key) {
			return nil, w.resume.OtherInputError(item.Line, key)
		}
		items = append(items, item)
	}
	if broken != nil {
		return nil, broken
	}
	if field, _, ok := api.KeyOf(w.entity, w.change.Raw()); ok && len(items) > 1 {
		return nil, fail.New(fail.Invalid, "", "--set %s would give %s the same key: nothing was sent", field, text.Counted(len(items), "record"))
	}
	return items, nil
}

// openResolver finds the mirror through which records are named and read.
func (w *Run) openResolver(ctx context.Context) error {
	store, err := w.setup.Mirror(ctx)
	w.resolver = &hydrate.KeyResolver{
		Entity: w.entity, Store: store, Reporter: w.setup, MirrorError: w.setup.MirrorError, Minute: w.setup.Minute,
	}
	w.store = store
	return err
}

func (w *Run) keyItem(line int, guid string) (input.Item, error) {
	quoted, err := jsontext.AppendQuote(nil, guid)
	if err != nil {
		return input.Item{}, fail.New(fail.Invalid, "", "the GUID %q is not text: %w", guid, err)
	}
	if field, has := api.Find(w.entity.Fields, w.entity.GUID); has && field.Type == api.Integer {
		number := input.Typed(field, guid, timetext.Zones{})
		if quoted = number; number.Kind() != jsontext.KindNumber {
			return input.Item{}, fail.New(fail.Invalid, "", "%s %q is not a whole number: nothing was sent", w.entity.GUID, guid)
		}
	}
	name, err := jsontext.AppendQuote(nil, w.entity.GUID)
	if err != nil {
		return input.Item{}, fmt.Errorf("naming the GUID of %s: %w", w.entity.Name, err)
	}
	r, err := record.New(record.Value(fmt.Sprintf("{%s:%s}", name, quoted)))
	return input.Item{Line: line, Record: r, Raw: []byte(guid)}, err
}
