package bulk

import (
	"context"
	"errors"
	"iter"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/sheet"
)

// Source is where the records of a write come from.
type Source struct {
	// Name is how messages name it.
	Name string
	// Items walks the records, each with its line. It can be called several times.
	Items func() iter.Seq2[input.Item, error]
	// file is nil where the records come from elsewhere, and rows where they are not gathered from rows.
	file *input.File
	rows *sheet.Gathered
	// named tells that the records are named and have to be there.
	named bool
}

// Named tells that the records of a source are named, so that none is made which is not there.
func (s *Source) Named() bool { return s.named }

// Close gives back what holds the records.
func (s *Source) Close() {
	if s.file != nil {
		_ = s.file.Close()
	}
	if s.rows != nil {
		_ = s.rows.Close()
	}
}

// openInput opens the file. Without one, --set is the only record.
func (w *Run) openInput(ctx context.Context) (*Source, error) {
	if w.flags.File == "" {
		whole, err := w.withElements(w.change)
		if err != nil {
			return nil, err
		}
		only := input.Item{Line: 1, Record: w.change, Raw: whole.Raw()}
		return &Source{Name: w.inputName(), Items: itemsOf([]input.Item{only})}, nil
	}
	zones, err := w.setup.Zones()
	if err != nil {
		return nil, err
	}
	options := input.Options{
		Wrapper: w.operation.Wrapper, Fields: w.inputFields(), Zones: zones, Heads: w.flags.Heads,
		Sheet: w.flags.Sheet, SheetNames: append([]string{w.entity.Name}, w.entity.Aliases...),
		AnyHeads: w.flags.NoValidate || w.flags.AllowUnknown,
	}
	if err := options.Heads.Unknown(options.Fields); err != nil && !options.AnyHeads {
		return nil, fail.Usagef("--map: %w", err)
	}
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
	return w.gathered(&Source{Name: file.Name(), file: file, Items: file.Records}), nil
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

// remaining walks the items that an earlier run has not done yet. kept holds them until their
// outcome is known.
func (w *Run) remaining(source *Source, kept *keptItems) iter.Seq2[input.Item, error] {
	return func(yield func(input.Item, error) bool) {
		for item, err := range source.Items() {
			if err != nil {
				yield(item, fail.New(fail.Invalid, "", "%w", err))
				return
			}
			key := w.keyOf(item.Record)
			done, err := w.resume.Has(item.Line, key, w.shared)
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

// inputName is how messages name the input.
func (w *Run) inputName() string {
	switch w.flags.File {
	case "":
		return "--set"
	case "-":
		return "standard input"
	default:
		return w.flags.File
	}
}
