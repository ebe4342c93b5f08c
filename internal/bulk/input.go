package bulk

import (
	"context"
	"errors"
	"fmt"
	"iter"

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

// changeSource is where the records of a write come from. It can be walked several times.
type changeSource struct {
	// file is nil where the records come from the command line.
	file  *input.File
	items func() iter.Seq2[input.Item, error]
}

func (s *changeSource) close() {
	if s.file != nil {
		_ = s.file.Close()
	}
}

// FromInput writes the records of a file, or the one that --set alone describes.
func (w *Run) FromInput(ctx context.Context) error {
	if w.action != service.ActionCreate {
		if err := w.openLookup(ctx); err != nil {
			return err
		}
	}
	source, err := w.openInput(ctx)
	if err != nil {
		return err
	}
	defer source.close()
	if w.existing, err = w.openExisting(ctx); err != nil {
		return err
	}
	count, err := w.check(ctx, source)
	if err != nil {
		return err
	}
	return w.carryOut(ctx, source, count)
}

// openInput opens the file. Without one, --set is the only record.
func (w *Run) openInput(ctx context.Context) (*changeSource, error) {
	if w.flags.File == "" {
		whole, err := w.withElements(w.change)
		if err != nil {
			return nil, err
		}
		only := input.Item{Line: 1, Record: w.change, Raw: whole.Raw()}
		return &changeSource{items: itemsOf([]input.Item{only})}, nil
	}
	zones, err := w.setup.Zones()
	if err != nil {
		return nil, err
	}
	options := input.Options{Wrapper: w.operation.Wrapper, Fields: w.fields(), Zones: zones}
	if w.flags.Input != "" {
		format, err := input.ParseFormat(w.flags.Input)
		if err != nil {
			return nil, fail.AsUsage(err)
		}
		options.Format = format
	}
	file, err := input.Open(w.flags.File, w.setup.Stdin(ctx), options)
	if missing, ok := errors.AsType[*input.OpenError](err); ok {
		return nil, fail.Usagef("-f: %w", missing)
	}
	if err != nil {
		return nil, fail.New(fail.Invalid, "", "%w", err)
	}
	return &changeSource{file: file, items: file.Records}, nil
}

// itemsOf walks items that are at hand.
func itemsOf(items []input.Item) func() iter.Seq2[input.Item, error] {
	return func() iter.Seq2[input.Item, error] {
		return func(yield func(input.Item, error) bool) {
			for _, item := range items {
				if !yield(item, nil) {
					return
				}
			}
		}
	}
}

// FromKeys writes what --set says to the records whose GUIDs are given. Each key is an item that
// holds the GUID alone.
func (w *Run) FromKeys(ctx context.Context, keys Keys) error {
	var items []input.Item
	var broken error
	seen := map[string]bool{}
	if err := w.openLookup(ctx); err != nil {
		return err
	}
	if err := w.checkSetReferences(ctx); err != nil {
		return err
	}
	for word := range keys(&broken) {
		id, err := w.look.ID(ctx, word)
		if err != nil {
			return fmt.Errorf("%w: nothing was sent", err)
		}
		if seen[id] {
			return fail.New(fail.Invalid, "", "%q is given twice: nothing was sent", word)
		}
		seen[id] = true
		item, err := w.keyItem(len(items)+1, id)
		if err != nil {
			return err
		}
		items = append(items, item)
	}
	if broken != nil {
		return broken
	}
	if field, _, ok := api.KeyOf(w.entity, w.change.Raw()); ok && len(items) > 1 {
		return fail.New(fail.Invalid, "", "--set %s would give %s the same key: nothing was sent", field, text.Counted(len(items), "record"))
	}
	return w.carryOut(ctx, &changeSource{items: itemsOf(items)}, len(items))
}

// openLookup finds the mirror through which records are named and read.
func (w *Run) openLookup(ctx context.Context) error {
	store, err := w.setup.Mirror(ctx)
	w.look = &hydrate.KeyResolver{
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

// remaining walks the items that an earlier run has not done yet. kept holds them until their
// outcome is known.
func (w *Run) remaining(source *changeSource, kept *keptItems) iter.Seq2[input.Item, error] {
	return func(yield func(input.Item, error) bool) {
		for item, err := range source.items() {
			if err != nil {
				yield(item, fail.New(fail.Invalid, "", "%w", err))
				return
			}
			key := w.keyOf(item.Record)
			done, err := w.resume.has(item.Line, key, w.shared)
			if err != nil {
				yield(item, err)
				return
			}
			if done {
				continue
			}
			kept.add(item)
			if !yield(item, nil) {
				return
			}
		}
	}
}
