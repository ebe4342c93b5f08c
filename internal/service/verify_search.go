package service

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// clockMargin is how far the server's clock may be behind this machine's for a record that was
// just written to be found still.
const clockMargin = 15 * time.Minute

// ErrNotFound says that no record that changed since the run began has the key.
var ErrNotFound = errors.New("it is not among the records that changed since it was written")

// errNoKey says that a written record cannot be found again.
var errNoKey = errors.New("it cannot be read back: the server told no GUID, and the record carries no key")

// search looks for written records by their keys.
type search struct {
	entity *api.Entity
	byKey  map[string]Sent
	// order keeps the keys as they came, keyless the records that have none.
	order   []string
	keyless []Sent
}

func newSearch(entity *api.Entity) *search {
	return &search{entity: entity, byKey: map[string]Sent{}}
}

func (x *search) add(sent Sent) {
	key, ok := identity(x.entity, sent.Body)
	if !ok {
		x.keyless = append(x.keyless, sent)
		return
	}
	if _, again := x.byKey[key]; !again {
		x.order = append(x.order, key)
	}
	x.byKey[key] = sent
}

// identity is a key as text that tells it from the keys of other fields.
func identity(entity *api.Entity, r record.Record) (string, bool) {
	field, value, ok := api.KeyOf(&api.Entity{Key: entity.Key}, r.Raw())
	return field + "=" + value, ok && field != ""
}

// take gives the written record that a record of the server is, once.
func (x *search) take(found record.Record) (Sent, bool) {
	for _, name := range x.entity.Key {
		value, _ := found.Get(record.Path{name})
		key := name + "=" + record.Text(value)
		if sent, ok := x.byKey[key]; ok {
			delete(x.byKey, key)
			return sent, true
		}
	}
	return Sent{}, false
}

// search reads the entries that changed, newest first, until all keys are found.
func (s *Service) search(ctx context.Context, x *search, since time.Time, yield func(Verified) bool) {
	missing := ErrNotFound
	if len(x.byKey) > 0 {
		changed, err := s.changedSince(ctx, x.entity, since.Add(-clockMargin))
		if err != nil {
			missing = fmt.Errorf("looking for it in the index: %w", err)
		}
		for fetched := range s.Fetch(ctx, x.entity, slices.Values(changed)) {
			if fetched.Err != nil && !isGone(fetched.Err) {
				missing = fmt.Errorf("looking for it among the changed records: %w", fetched.Err)
				if isNotAsked(fetched.Err) { // which says nothing of the others
					continue
				}
				break
			}
			sent, ok := x.take(fetched.Record)
			if !ok {
				continue
			}
			sent.GUID = fetched.ID
			if !yield(compared(x.entity, sent, fetched)) {
				return
			}
			if len(x.byKey) == 0 {
				break
			}
		}
	}
	for sent, err := range x.rest(missing) {
		if !yield(Verified{Sent: sent, Err: err}) {
			return
		}
	}
}

// rest walks the records that were not found, in the order in which they came.
func (x *search) rest(missing error) iter.Seq2[Sent, error] {
	return func(yield func(Sent, error) bool) {
		for _, key := range x.order {
			if sent, ok := x.byKey[key]; ok && !yield(sent, missing) {
				return
			}
		}
		for _, sent := range x.keyless {
			if !yield(sent, errNoKey) {
				return
			}
		}
	}
}

func isGone(err error) bool { return isKind(err, client.NotFound) }

func isNotAsked(err error) bool { return isKind(err, client.NotAsked) }

func isKind(err error, kind client.Kind) bool {
	var failed *client.Error
	return errors.As(err, &failed) && failed.Kind == kind
}

// changedSince gives the entries of the index that changed since a time, newest first. An entry
// that does not say when it changed counts as old, and is looked at last.
func (s *Service) changedSince(ctx context.Context, entity *api.Entity, since time.Time) ([]Wanted, error) {
	index, err := s.Index(ctx, entity)
	if err != nil {
		return nil, err
	}
	defer func() { _ = index.Close() }() // which was only read
	type entry struct {
		id string
		at int64
	}
	var entries []entry
	for listed, err := range index.Entries() {
		if err != nil {
			return nil, fmt.Errorf("reading the index: %w", err)
		}
		changed, dated := ChangedAt(entity, listed)
		if dated && changed.Before(since) {
			continue
		}
		at := int64(0)
		if dated {
			at = changed.UnixMilli()
		}
		if id, err := ID(entity, listed); err == nil {
			entries = append(entries, entry{id, at})
		}
	}
	slices.SortStableFunc(entries, func(a, b entry) int { return cmp.Compare(b.at, a.at) })
	wanted := make([]Wanted, len(entries))
	for i, e := range entries {
		wanted[i] = Wanted{ID: e.id}
	}
	return wanted, nil
}
