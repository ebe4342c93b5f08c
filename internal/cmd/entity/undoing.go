package entity

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/plan"
	"github.com/aimsio-cli/aimsio/internal/planning"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/undo"
)

// undoing makes of what a run did to the records of an entity the source of a plan.
type undoing struct {
	run    *undo.Run
	part   *undo.Part
	maker  *undo.Maker
	words  *change.Words
	status string
	// partly counts the records of which some field is not put back.
	partly int

	// beside are the records of which nothing can be put back.
	beside iter.Seq2[plan.Entry, error]
	// next walks beside the planner, which asks for the records in their order.
	next func() (undo.Written, error, bool)
	stop func()
}

func newUndoing(run *undo.Run, part *undo.Part, maker *undo.Maker, words *change.Words, status string) *undoing {
	u := &undoing{run: run, part: part, maker: maker, words: words, status: status}
	u.next, u.stop = iter.Pull2(run.Records(part))
	u.beside = u.left
	return u
}

func (u *undoing) close() { u.stop() }

// source gives the records that are looked at, by what names them.
func (u *undoing) source() *bulk.Source {
	return &bulk.Source{Name: "run " + u.run.ID, Items: func() iter.Seq2[input.Item, error] {
		return func(yield func(input.Item, error) bool) {
			for written, err := range u.run.Records(u.part) {
				if err == nil && u.reason(written) != "" {
					continue
				}
				item := input.Item{}
				if err == nil {
					item, err = u.item(written)
				}
				if !yield(item, err) || err != nil {
					return
				}
			}
		}
	}}
}

// left gives the records of which nothing can be put back, whatever the server has.
func (u *undoing) left(yield func(plan.Entry, error) bool) {
	for written, err := range u.run.Records(u.part) {
		reason := ""
		if err == nil {
			reason = u.reason(written)
		}
		if err == nil && reason == "" {
			continue
		}
		entry := plan.Entry{Line: written.Place, Key: written.Key, GUID: written.GUID, Action: plan.Kept, Reason: reason}
		if !yield(entry, err) || err != nil {
			return
		}
	}
}

// reason says why nothing of a record can be put back, "" where it may be.
func (u *undoing) reason(w undo.Written) string {
	entity := u.part.Entity
	_, creates := entity.Operation(api.Create)
	_, deletes := entity.Operation(api.Delete)
	switch {
	case w.Key == "" && w.GUID == "":
		return "the log does not say which record it was"
	case w.Kind == undo.Unread:
		return "it was written without being read: the log does not know what was there before"
	case w.Kind == undo.Deleted && w.Before == nil:
		return "it was deleted, and the log does not know what it was"
	case w.Kind == undo.Deleted && !creates:
		return "it was deleted, and the API has no call that makes one"
	case w.Kind == undo.Made && u.status != "" && entity.Status == "":
		return "the run made it, and it has no status to set"
	case w.Kind != undo.Made || u.status != "":
		return ""
	case deletes:
		return fmt.Sprintf("the run made it: \"aimsio %s delete\" takes it away", entity.Name)
	case entity.Status != "":
		return "the run made it, and the API has no call that deletes: --set-status gives it a status"
	default:
		return "the run made it, and the API has no call that deletes"
	}
}

// item names a record for the planner.
func (u *undoing) item(w undo.Written) (input.Item, error) {
	entity := u.part.Entity
	if w.Kind == undo.Deleted {
		anew := u.maker.Anew(&w)
		return itemOf(w.Place, anew.Change), nil
	}
	named := map[string]string{entity.GUID: w.GUID}
	if w.GUID == "" {
		delete(named, entity.GUID)
		for _, key := range entity.Key {
			if value, _ := w.Sent.Get(record.Path{key}); record.Scalar(value) != "" {
				named[key] = record.Scalar(value)
			}
		}
		if len(named) == 0 && len(entity.Key) > 0 {
			named[entity.Key[0]] = w.Key
		}
	}
	if w.Kind == undo.Made && u.status != "" {
		named[entity.Status] = u.status
	}
	r, err := record.New(record.Value("{}"))
	for name, value := range named {
		var quoted jsontext.Value
		if err == nil {
			quoted, err = jsontext.AppendQuote(nil, value)
		}
		if err == nil {
			r, err = record.Set(r, record.Path{name}, quoted)
		}
	}
	if err != nil {
		return input.Item{}, fmt.Errorf("naming record %d of the run: %w", w.Place, err)
	}
	return itemOf(w.Place, r), nil
}

func itemOf(line int, r record.Record) input.Item {
	return input.Item{Line: line, Record: r, Raw: r.Raw()}
}

// fit says what puts a record back, now that it is known what is there.
func (u *undoing) fit(_ context.Context, item input.Item, own *record.Record) (planning.Fitted, error) {
	fitted := planning.Fitted{Item: item}
	w, err := u.written(item.Line)
	if err != nil {
		return fitted, err
	}
	switch {
	case w.Kind == undo.Deleted && own != nil:
		fitted.Conflict = "the run deleted it, and there is one of its key again"
		return fitted, nil
	case w.Kind == undo.Deleted:
		back := u.maker.Anew(&w)
		fitted.Note = "it is made anew, with another " + u.part.Entity.GUID + refused(back)
		return fitted, nil
	case own == nil:
		fitted.Conflict = "it is not there any more"
		return fitted, nil
	case w.Kind == undo.Made:
		back := u.maker.Made(&w, *own)
		fitted.Conflict = u.since(back)
		return fitted, nil
	}
	back, err := u.maker.Changed(&w, *own)
	if err != nil {
		return fitted, err
	}
	if fitted.Conflict = u.since(back); fitted.Conflict == "" && back.Empty() && len(back.Refused) > 0 {
		fitted.Kept = strings.TrimPrefix(refused(back), "; ")
		return fitted, nil
	}
	if fitted.Note = strings.TrimPrefix(refused(back), "; "); fitted.Note != "" {
		u.partly++
	}
	whole, err := record.Merge(item.Record, back.Change)
	if err != nil {
		return fitted, fmt.Errorf("putting record %d of the run back: %w", w.Place, err)
	}
	fitted.Item = itemOf(item.Line, whole)
	return fitted, nil
}

// written gives the record of an item.
func (u *undoing) written(place int) (undo.Written, error) {
	for {
		w, err, more := u.next()
		switch {
		case err != nil:
			return w, err
		case !more:
			return w, fmt.Errorf("record %d is not in the log of run %s any more", place, u.run.ID)
		case w.Place == place:
			return w, nil
		}
	}
}

// since says what was changed after the run, "" for nothing.
func (u *undoing) since(back undo.Back) string {
	var parts []string
	for _, one := range back.Since {
		parts = append(parts, fmt.Sprintf("%s is %s, and the run left %s", one.Field, u.words.Value(one.Field, one.Now), u.words.Value(one.Field, one.Left)))
	}
	if len(parts) == 0 {
		return ""
	}
	return "it changed since the run: " + strings.Join(parts, "; ")
}

// refused names the fields that cannot be put back, behind what else is told.
func refused(back undo.Back) string {
	if len(back.Refused) == 0 {
		return ""
	}
	return "; " + strings.Join(back.Refused, ", ") + " stays as it is: a secret was taken out of the log in its place"
}
