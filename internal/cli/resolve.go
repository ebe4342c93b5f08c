package cli

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// lookup finds records by what a user calls them: the GUID or, where there is a mirror, a business
// key. Of those that did not change it has the whole record.
type lookup struct {
	app    *app
	entity *api.Entity
	// store is the mirror, nil for none: then every word is a GUID.
	store *mirror.Store
	// stage is the index as it is now, held against the mirror; nil until it is read.
	stage *mirror.Stage
	// names holds the key by which a record was asked for, by its id. It is written where records are
	// asked for, while others that were asked for before are looked at.
	names sync.Map
}

// errSeveral says that a business key is that of several records.
var errSeveral = errors.New("several records have this key")

// id gives the id that a word stands for. A word that the mirror does not know goes to the server as it
// is: the record may be newer than the mirror.
func (l *lookup) id(ctx context.Context, word string) (string, error) {
	if l.store == nil {
		return word, nil
	}
	ids, err := l.store.Resolve(ctx, l.entity, word)
	switch {
	case err != nil:
		return "", l.app.explainMirror(err)
	case len(ids) > 1:
		more := ""
		if len(ids) >= mirror.MaxMatches {
			more = " and perhaps others"
		}
		return "", failf(exitUsage, "name the one that is meant by its GUID",
			"%q: %w: %s%s", word, errSeveral, strings.Join(ids, ", "), more)
	case len(ids) == 1:
		l.asked(ids[0], word)
		return ids[0], nil
	default:
		return word, nil
	}
}

// asked keeps by which key a record was asked for.
func (l *lookup) asked(id, word string) {
	if id != word {
		l.names.Store(id, word)
	}
}

// askedAs gives the key by which a record was asked for. It is false where that was its id.
func (l *lookup) askedAs(id string) (string, bool) {
	word, byKey := l.names.Load(id)
	text, _ := word.(string)
	return text, byKey
}

// moved says of a record that is not the one that was asked for: its key is another one since the
// mirror was brought up to date.
func (l *lookup) moved(id string, r record.Record) error {
	word, byKey := l.askedAs(id)
	if !byKey || isNamed(l.entity, r, word) {
		return nil
	}
	return failf(exitNotFound, fmt.Sprintf("\"aimsio sync %s\" learns the keys anew", l.entity.Name),
		"%s %s is not %q any more, but %q", l.entity.Title, id, word, keyOf(l.entity, r))
}

// stillNamed sees that a record is still the one that was asked for, with one call for all that did not
// change since, and one more for a record that did.
func (l *lookup) stillNamed(ctx context.Context, r *reader, id string) error {
	if _, byKey := l.askedAs(id); !byKey {
		return nil
	}
	if l.stage == nil {
		if err := l.compare(ctx, r); err != nil {
			return err
		}
	}
	wanted := service.Wanted{ID: id}
	if err := l.have(ctx, &wanted); err != nil {
		return err
	}
	if wanted.Have != nil {
		return l.moved(id, *wanted.Have)
	}
	found, err := r.service.Get(ctx, l.entity, id)
	if err != nil {
		return r.explainGet(err, l.entity, id)
	}
	return l.moved(id, found)
}

// compare reads the index with one call, so that records which did not change need no other.
func (l *lookup) compare(ctx context.Context, r *reader) error {
	if l.store == nil {
		return nil
	}
	index, err := r.service.Index(ctx, l.entity)
	if err != nil {
		return r.explain(err, l.entity)
	}
	defer closeQuietly(index)
	l.stage, err = l.store.Stage(ctx, l.entity, index.Stubs())
	return l.app.explainMirror(r.explain(err, l.entity))
}

// wanted makes of a word what is to be fetched, with the record where the mirror has it as it is now.
func (l *lookup) wanted(ctx context.Context, word string) service.Wanted {
	id, err := l.id(ctx, word)
	wanted := service.Wanted{ID: id, Err: err}
	if err == nil && l.stage != nil {
		wanted.Err = l.have(ctx, &wanted)
	}
	if wanted.ID == "" {
		wanted.ID = word
	}
	return wanted
}

// have adds to a record that is wanted its entry of the index, and the record where it need not be
// fetched.
func (l *lookup) have(ctx context.Context, wanted *service.Wanted) error {
	if l.stage == nil {
		return nil
	}
	stub, whole, err := l.stage.Fresh(ctx, wanted.ID)
	if err != nil {
		return l.app.explainMirror(err)
	}
	wanted.Stub = stub
	if len(whole.Raw()) > 0 {
		wanted.Have = &whole
	}
	return nil
}

// keep gives a record that was fetched without the index to the mirror, where that knows it: its entry of
// the index stays the one that is there, so that a later change is still seen.
func (l *lookup) keep(ctx context.Context, id string, found record.Record, begun time.Time) {
	if l.store == nil {
		return
	}
	object, known, err := l.store.Find(ctx, l.entity, id)
	if err != nil || !known || object.Gone != nil {
		return // it is printed in any case
	}
	keeper := newKeeper(l.app, l.store, l.entity)
	keeper.add(ctx, service.Fetched{Wanted: service.Wanted{ID: id, Stub: object.Stub}, Record: found, At: begun})
	keeper.flush(ctx)
}

// offline gives a record from the mirror alone.
func (l *lookup) offline(ctx context.Context, word string) (record.Record, error) {
	id, err := l.id(ctx, word)
	if err != nil {
		return record.Record{}, err
	}
	object, found, err := l.store.Find(ctx, l.entity, id)
	switch {
	case err != nil:
		return record.Record{}, l.app.explainMirror(err)
	case !found:
		return record.Record{}, failf(exitNotFound, "without --offline the server is asked", "the mirror has no %s %q", l.entity.Title, word)
	case object.Gone != nil:
		return record.Record{}, failf(exitNotFound, fmt.Sprintf("\"aimsio sql\" still finds it in the table objects, as %s", id),
			"%s %q is gone from the index since %s", l.entity.Title, word, l.app.minute(*object.Gone))
	default:
		return object.Record, nil
	}
}

// identified gives an item with the GUID of the record that it means. One that has none is looked for
// in the mirror by its key; where that knows none, or nothing need be known, the item stays as it is.
func (w *writeRun) identified(ctx context.Context, item record.Record) (record.Record, error) {
	guid, _ := item.Get(record.Path{w.entity.GUID})
	if w.look == nil || w.look.store == nil || record.Text(guid) != "" {
		return item, nil
	}
	_, key, ok := api.KeyOf(w.entity, item.Raw())
	if !ok {
		return item, nil
	}
	ids, err := w.look.store.Resolve(ctx, w.entity, key)
	if err != nil {
		return item, w.app.explainMirror(err)
	}
	if len(ids) != 1 {
		return item, nil // which the check of the input has refused
	}
	w.look.asked(ids[0], key)
	quoted, err := jsontext.AppendQuote(nil, ids[0])
	if err != nil {
		return item, fmt.Errorf("naming the GUID of %s: %w", key, err)
	}
	return record.Set(item, record.Path{w.entity.GUID}, quoted)
}

// errUnknownKey says of a record of a file that the mirror has none with its key.
var errUnknownKey = errors.New("no record has this key")

// isUnknown tells whether the mirror has no record with the key of one that has no GUID. That is no fault
// of the file: it fails as a GUID does that is not there, and the others go on.
func (w *writeRun) isUnknown(ctx context.Context, r record.Record) bool {
	_, key, ok := api.KeyOf(w.entity, r.Raw())
	if !ok || w.look == nil || w.look.store == nil {
		return false
	}
	ids, err := w.look.store.Resolve(ctx, w.entity, key)
	return err == nil && len(ids) == 0
}

// unknown is the outcome of a record whose key the mirror does not know.
func (w *writeRun) unknown(line int, key string) *service.Outcome {
	if w.look.store == nil {
		return &service.Outcome{
			Line: line, Key: key, Action: w.action, Outcome: service.Failed, Message: "not sent: it carries no " + w.entity.GUID,
			Status: http.StatusNotFound,
		}
	}
	return &service.Outcome{
		Line: line, Key: key, Action: w.action, Outcome: service.Failed, Status: http.StatusNotFound,
		Message: fmt.Sprintf("the mirror has no %s with the key %q; \"aimsio sync %s\" learns the keys anew", w.entity.Title, key, w.entity.Name),
	}
}

// completeRecords offers business keys and GUIDs from the mirror. It calls no server.
func completeRecords(a *app, entity *api.Entity) completer {
	return func(cmd *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		const most = 50
		a.flags.quiet = true
		store, err := a.readMirror(cmd.Context(), mirrorFlags{})
		if err != nil || store == nil {
			return nil, wordDone
		}
		words, err := store.Suggest(cmd.Context(), entity, typed, most)
		if err != nil {
			return nil, wordDone
		}
		return words, wordDone
	}
}
