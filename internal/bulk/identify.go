package bulk

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// identified gives an item with the GUID of the record that it means. One that has none is looked for
// in the mirror by its key; where that knows none, or nothing need be known, the item stays as it is.
func (w *Run) identified(ctx context.Context, item record.Record) (record.Record, error) {
	guid, _ := item.Get(record.Path{w.entity.GUID})
	if w.resolver == nil || w.resolver.Store == nil || record.Text(guid) != "" {
		return item, nil
	}
	_, key, ok := api.KeyOf(w.entity, item.Raw())
	if !ok {
		return item, nil
	}
	ids, err := w.resolver.Store.Resolve(ctx, w.entity, key)
	if err != nil {
		return item, w.setup.MirrorError(err)
	}
	if len(ids) != 1 {
		return item, nil // which the check of the input has refused
	}
	w.resolver.Remember(ids[0], key)
	return w.withGUID(item, ids[0])
}

// withGUID gives a record with a GUID in the place of what it has there.
func (w *Run) withGUID(r record.Record, guid string) (record.Record, error) {
	quoted, err := jsontext.AppendQuote(nil, guid)
	if err != nil {
		return r, fmt.Errorf("naming the GUID %s: %w", guid, err)
	}
	return record.Set(r, record.Path{w.entity.GUID}, quoted)
}

// asStored gives a record with its GUID as the mirror has it. One in another letter case is the same, and no change.
func (w *Run) asStored(ctx context.Context, r record.Record) (record.Record, error) {
	guid, _ := r.Get(record.Path{w.entity.GUID})
	given := record.Text(guid)
	if w.store == nil || !api.IsGUID(given) {
		return r, nil
	}
	known, err := w.store.ID(ctx, w.entity, given)
	if err != nil || known == "" || known == given {
		return r, w.setup.MirrorError(err)
	}
	return w.withGUID(r, known)
}

// asRead gives what was fetched with the GUID that the record has, for one that was asked for in another letter case.
func (w *Run) asRead(fetched service.Fetched) (service.Fetched, error) {
	path := record.Path{w.entity.GUID}
	own, _ := fetched.Record.Get(path)
	id := record.Text(own)
	given, has := fetched.Change.Get(path)
	if !has || record.Text(given) == id || !api.SameID(record.Text(given), id) {
		return fetched, nil
	}
	var err error
	fetched.ID = id
	fetched.Change, err = record.Set(fetched.Change, path, own)
	return fetched, err
}

// errUnknownKey says of a record of a file that the mirror has none with its key.
var errUnknownKey = errors.New("no record has this key")

// isUnknown tells whether the mirror has no record with the key of one that has no GUID. That is no fault
// of the file: it fails as a GUID does that is not there, and the others go on.
func (w *Run) isUnknown(ctx context.Context, r record.Record) bool {
	_, key, ok := api.KeyOf(w.entity, r.Raw())
	if !ok || w.resolver == nil || w.resolver.Store == nil {
		return false
	}
	ids, err := w.resolver.Store.Resolve(ctx, w.entity, key)
	return err == nil && len(ids) == 0
}

// unknown is the outcome of a record whose key the mirror does not know.
func (w *Run) unknown(line int, key string) *service.Outcome {
	if w.resolver.Store == nil {
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
