package bulk

import (
	"context"
	"fmt"
	"net/http"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/check"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// existing tells which records are there that are to be created. A nil one knows of none.
type existing struct {
	run    *Run
	store  *mirror.Store
	policy string
	// unread are the records that changed since the mirror has them and cannot be read.
	unread unreadRecords
}

// openExisting brings the mirror up to date, where there is one that knows the whole entity. Without
// one nobody can tell what is there, and the API changes whatever is.
func (w *Run) openExisting(ctx context.Context) (*existing, error) {
	policy := w.flags.IfExists
	if w.action != service.ActionCreate {
		return nil, nil //nolint:nilnil // the record must be there
	}
	store, err := w.setup.Mirror(ctx)
	if err != nil {
		return nil, err
	}
	w.store = store
	if !w.entity.Upserts() {
		return nil, nil //nolint:nilnil // such a call makes new records alone
	}
	if store != nil {
		whole, err := store.Whole(ctx, w.entity)
		if err != nil {
			return nil, w.setup.MirrorError(err)
		}
		if !whole {
			store = nil
		}
	}
	if store == nil {
		return nil, w.withoutMirror(policy)
	}
	if policy == "" {
		policy = IfExistsFail
	}
	e := &existing{run: w, store: store, policy: policy, unread: unreadRecords{}}
	return e, e.refresh(ctx)
}

// withoutMirror refuses what only a mirror could make sure of, and warns where that was not asked for.
func (w *Run) withoutMirror(policy string) error {
	hint := fmt.Sprintf("\"aimsio sync %s\" makes a local copy that knows; --if-exists update says that those that are there shall change", w.entity.Name)
	switch {
	case policy == IfExistsUpdate:
		return nil
	case policy != "":
		return fail.New(fail.Guarded, hint, "--if-exists %s: without a local copy nobody knows which of the records are there: nothing was sent", policy)
	case w.environment.Protected:
		return w.refuse(fail.New(fail.Guarded, hint,
			"environment %q is protected, and without a local copy nobody knows which of the records are there: nothing was sent", w.environment.Name))
	default:
		w.setup.Notef("warning: a record whose key is there already is changed; %s", hint)
		return nil
	}
}

// refresh brings the mirror's view of the entity up to date: one call, and one for each record that changed.
func (e *existing) refresh(ctx context.Context) error {
	w := e.run
	r, err := w.setup.Session()
	if err != nil {
		return err
	}
	bar := w.setup.Progress(0)
	defer func() { bar.End() }()
	// What cannot be read is told in one sentence when all is known.
	refresh := hydrate.Refresh{
		Session: r, Entity: w.entity, Store: e.store, Reporter: w.setup, MirrorError: w.setup.MirrorError, Failing: e.unread.add,
		Begin: func(total int) hydrate.Progress {
			bar = w.setup.Progress(total)
			return bar
		},
	}
	result, err := refresh.Run(ctx)
	if err != nil {
		return fmt.Errorf("%w: nothing was sent", err)
	}
	if result.Held.Gone > 0 {
		w.setup.Notef("warning: %s: that list is doubted, and they count as there; \"aimsio sync %s\" tells more",
			hydrate.Loss{Name: w.entity.Name, Loss: result.Held}, w.entity.Name)
	}
	return e.checkUnread()
}

// find gives the record that is there in the place of one that is to be created, nil for none.
func (e *existing) find(ctx context.Context, r record.Record) (*mirror.Object, error) {
	if e == nil {
		return nil, nil //nolint:nilnil // nobody knows of any
	}
	ids, err := e.store.Existing(ctx, e.run.entity, r)
	if err != nil || len(ids) == 0 {
		return nil, e.run.setup.MirrorError(err)
	}
	object, _, err := e.store.Find(ctx, e.run.entity, ids[0])
	if len(ids) > 1 {
		object.ID = "" // it is several
	}
	return &object, e.run.setup.MirrorError(err)
}

// fault refuses a record of the input that is there, before anything is sent. One whose keys are those of
// several is refused in any case: nobody knows which of them the server would change.
func (e *existing) fault(ctx context.Context, r record.Record) (*check.Fault, error) {
	found, err := e.find(ctx, r)
	if err != nil || found == nil || e.run.resume != nil {
		return nil, err
	}
	key, value := e.shared(r, found)
	switch {
	case found.ID == "":
		key, value, _ = api.KeyOf(e.run.entity, r.Raw())
		return &check.Fault{Path: key, Value: value, Expected: "the keys of one record; those given are of different ones that are there"}, nil
	case e.policy == IfExistsFail:
		return &check.Fault{Path: key, Value: value, Expected: fmt.Sprintf("one that no %s has yet; that of %s is the same", e.run.entity.Title, found.ID)}, nil
	default:
		return nil, nil //nolint:nilnil // it may be sent
	}
}

// hint says how to go on where records that are to be created are there.
func (e *existing) hint() string {
	if e.policy != IfExistsFail {
		return "give each record the keys of one that is there, or its GUID alone"
	}
	return "--if-exists update changes those that are there, --if-exists skip leaves them as they are"
}

// shared gives the field by which a record is the one that is there, and what it holds.
func (e *existing) shared(r record.Record, there *mirror.Object) (field, value string) {
	for _, field := range append([]string{e.run.entity.GUID}, e.run.entity.Key...) {
		given, has := r.Get(record.Path{field})
		held, also := there.Record.Get(record.Path{field})
		text := record.Text(given)
		if has && text != "" && (also && text == record.Text(held) || api.SameID(text, there.ID)) {
			return field, text
		}
	}
	return "", ""
}

// settle says of a record that is to be created what is there, and leaves out what must not be changed.
func (e *existing) settle(ctx context.Context, change service.Change, given record.Record) (service.Change, error) {
	if e == nil || change.Settled != nil {
		return change, nil
	}
	found, err := e.find(ctx, given)
	if err != nil {
		return change, err
	}
	if found == nil {
		change.Absent = len(e.unread) == 0 // else it may be one of those
		return change, nil
	}
	settled := service.Outcome{Line: change.Line, Key: change.Key, GUID: found.ID, Action: change.Action}
	switch {
	case found.ID == "":
		settled.Outcome, settled.Message = service.Failed, "not sent: its keys are those of different records that are there"
		settled.Status = http.StatusConflict
	case e.policy == IfExistsSkip:
		settled.Outcome, settled.Message = service.Skipped, "it is there already"
	case e.policy == IfExistsFail && !e.run.resume.MayBeOurs(change.Line):
		settled.Outcome, settled.Message, settled.Status = service.Failed, "not sent: it is there already", http.StatusConflict
		if e.run.resume != nil {
			settled.Message += "; the run that was stopped may have written it: \"aimsio log\" tells"
		}
	case e.unread[found.ID] != nil:
		e.unread.settle(&settled)
	default:
		change.Before, change.ID = &found.Record, found.ID
		return change, nil
	}
	change.Settled = &settled
	return change, nil
}
