package entity

import (
	"context"
	"errors"
	"iter"
	"net/url"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/session"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// listRun carries out a list over an index that has been read.
type listRun struct {
	app    *cmdkit.Env
	entity *api.Entity
	plan   *listPlan
	reader *session.Session
	index  entrySource
	// mirror is what whole records are read through, nil for none.
	mirror *mirror.Store
	// flags say what the mirror may be used for.
	flags cmdkit.MirrorFlags
	// offline tells that the index is the mirror's too.
	offline bool
	// repeated says that the server gave a page again, so that the index may be a part.
	repeated *service.RepeatedError
	// parameters are those of the list's own call.
	parameters url.Values
}

// entrySource is an index. An entry is valid until the next one is asked for; it may be walked several
// times, one after the other.
type entrySource interface {
	Entries() iter.Seq2[record.Record, error]
	// Calls is how many calls it took.
	Calls() int
	Close() error
}

// open reads the index: the server's with one call, or that of the mirror.
func (l *listRun) open(ctx context.Context, options listOptions) (err error) {
	l.offline, l.flags = options.mirror.Offline, options.mirror
	if options.full || l.offline {
		if l.mirror, err = l.app.ReadMirror(ctx, options.mirror); err != nil {
			return err
		}
	}
	if l.offline {
		l.index = &hydrate.MirrorIndex{Ctx: ctx, Store: l.mirror, Entity: l.entity}
		return l.app.TellAge(ctx, l.mirror, l.entity)
	}
	if l.reader, err = l.app.Session(); err != nil {
		return err
	}
	if len(l.parameters) > 0 {
		l.reader = l.reader.With(cmdkit.ParametersOf(l.entity, api.List, l.parameters))
	}
	index, err := l.reader.Service.IndexSoFar(ctx, l.entity)
	if index != nil {
		l.index = index
	}
	if repeated, again := errors.AsType[*service.RepeatedError](err); again && l.mirror == nil {
		l.repeated = repeated
		l.app.Notef("warning: %s; shown is what came before it", repeated)
		return nil
	}
	if err != nil {
		err = l.reader.CallError(err, l.entity)
		if index != nil {
			err = errors.Join(err, index.Close())
		}
	}
	return err
}

func (l *listRun) close() { cmdkit.CloseQuietly(l.index) }

// incomplete is an error where the server has more than the index, by what it or the description says.
func (l *listRun) incomplete() error {
	if l.repeated == nil || !l.repeated.Counted {
		return nil
	}
	return fail.New(fail.Partial, "", "the list of %s is only a part: %w", l.entity.Name, l.repeated)
}

// explain adds to an error what only the command knows.
func (l *listRun) explain(err error) error {
	if l.offline {
		return l.app.MirrorError(err)
	}
	return l.reader.CallError(err, l.entity)
}

// tally counts what the plan selects of an index.
type tally struct {
	total int
	// entries are all that the index has.
	entries int
	// undated are stubs without a time of change, which no window can leave out.
	undated int
}

// checkReach refuses fields that stubs do not have, with the price of having them.
func (l *listRun) checkReach(ctx context.Context) error {
	if len(l.plan.beyond) == 0 {
		return nil
	}
	if l.offline {
		return fail.Usagef("the index of %s has no %s (it has %s): --full reads the whole records",
			l.entity.Name, strings.Join(l.plan.beyond, ", "), api.FieldNames(l.entity.Index))
	}
	price, err := l.price(ctx)
	if err != nil {
		return err
	}
	return fail.Usagef("the index of %s has no %s (it has %s): --full fetches the whole records, %s",
		l.entity.Name, strings.Join(l.plan.beyond, ", "), api.FieldNames(l.entity.Index), price)
}

// nameID makes a table of stubs show what they are fetched by under the name that the server gives
// it, which is guid or id and need not be the described one.
func (l *listRun) nameID() {
	if l.plan.full {
		return
	}
	for stub, err := range l.index.Entries() {
		if err != nil {
			return // which is told when the stubs are printed
		}
		_, guid := stub.Get(record.Path{"guid"})
		_, id := stub.Get(record.Path{"id"})
		if guid != id {
			described, sent := "guid", "id"
			if guid {
				described, sent = sent, described
			}
			columns := slices.Clone(l.plan.printer.Options.Default)
			if at := slices.Index(columns, described); at >= 0 {
				columns[at] = sent
			}
			l.plan.printer.Options.Default = columns
		}
		return
	}
}

// selected walks the stubs that the plan selects and counts them. A stub is valid until the next.
func (l *listRun) selected(ctx context.Context, count *tally) iter.Seq2[record.Record, error] {
	return func(yield func(record.Record, error) bool) {
		for stub, err := range l.index.Entries() {
			if err == nil && ctx.Err() != nil {
				err = context.Cause(ctx)
			}
			keep := false
			if err == nil {
				count.entries++
				keep, err = l.keeps(stub, count)
			}
			if err != nil {
				yield(record.Record{}, l.explain(err))
				return
			}
			if keep && !yield(stub, nil) {
				return
			}
		}
	}
}

func (l *listRun) keeps(stub record.Record, count *tally) (bool, error) {
	dated := true
	if !l.plan.window.Open() {
		var held bool
		if held, dated = l.plan.window.Holds(l.entity, stub); !held {
			return false, nil
		}
	}
	keep, err := output.AllMatch(l.plan.before, stub)
	if keep && err == nil && !l.plan.full {
		keep, err = l.plan.keeps(nil, stub)
	}
	if keep {
		count.total++
		if !dated {
			count.undated++
		}
	}
	return keep, err
}

// ordered walks the selected stubs in the order asked for.
func (l *listRun) ordered(ctx context.Context, count *tally) iter.Seq2[record.Record, error] {
	stubs := l.selected(ctx, count)
	if l.plan.sort == "" || !l.plan.sortsIndex {
		return stubs
	}
	return sorted(stubs, l.plan.sort, api.ListFields(l.entity))
}

// sorted holds all records and walks them by a key.
func sorted(records iter.Seq2[record.Record, error], key string, fields []api.Field) iter.Seq2[record.Record, error] {
	return func(yield func(record.Record, error) bool) {
		sorter, err := output.NewSorter(key, fields)
		if err != nil {
			yield(record.Record{}, fail.AsUsage(err))
			return
		}
		defer cmdkit.CloseQuietly(sorter)
		for r, err := range records {
			if err != nil {
				yield(record.Record{}, err)
				return
			}
			if err := sorter.Add(r); err != nil {
				yield(record.Record{}, err)
				return
			}
		}
		if err := sorter.Check(); err != nil {
			yield(record.Record{}, err)
			return
		}
		for r, err := range sorter.All() {
			if !yield(r, err) {
				return
			}
		}
	}
}

// stubs prints the index itself.
func (l *listRun) stubs(ctx context.Context, out *cmdkit.RecordWriter) error {
	var count tally
	for stub, err := range l.ordered(ctx, &count) {
		if err != nil {
			return err
		}
		if err := out.Write(stub); err != nil { // beyond the limit too, to say how many there are
			return err
		}
	}
	if err := checkFilters(out); err != nil {
		return err
	}
	l.tell(out, count)
	if options := l.plan.printer.Options; !l.offline && options.Terminal && options.Format == output.Table && count.total > 0 {
		price, err := l.price(ctx)
		if err != nil {
			return err
		}
		out.Notef("these are stubs of the index; --full fetches the whole records: %s", price)
	}
	return nil
}

// tell says what the output does not hold.
func (l *listRun) tell(out *cmdkit.RecordWriter, count tally) {
	switch {
	case count.total == 0:
		out.Notef("no %s found", l.entity.Name)
	case out.Explode != nil && out.Left > 0:
		out.Notef("showing %s of %s rows of %s", text.Count(out.Shown), text.Count(out.Shown+out.Left), l.entity.Name)
	case out.Explode == nil && out.Count < count.total:
		out.Notef("showing %s of %s %s", text.Count(out.Count), text.Count(count.total), l.entity.Name)
	}
	if count.undated > 0 {
		out.Notef("%s without updatedAt: not left out by --since or --until", text.Counted(count.undated, "record"))
	}
}
