package hydrate

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/session"
)

// KeyResolver finds records by what a user calls them: the GUID or, where there is a mirror, a business
// key. Of those that did not change it has the whole record.
type KeyResolver struct {
	Entity *api.Entity
	// Store is the mirror, nil for none: then every word is a GUID and the rest is not needed.
	Store    *mirror.Store
	Reporter Reporter
	// MirrorError says of an error of the mirror what to do next, and Minute how a time stands in a sentence.
	MirrorError func(error) error
	Minute      func(time.Time) string
	// stage is the index as it is now, held against the mirror; nil until it is read.
	stage *mirror.Stage
	// names holds the key by which a record was asked for, by its id. It is written where records are
	// asked for, while others that were asked for before are looked at.
	names sync.Map
}

// errSeveral says that a business key is that of several records.
var errSeveral = errors.New("several records have this key")

// ID gives the id that a word stands for. A word that the mirror does not know goes to the server as it
// is: the record may be newer than the mirror.
func (l *KeyResolver) ID(ctx context.Context, word string) (string, error) {
	if l.Store == nil {
		return word, nil
	}
	ids, err := l.Store.Resolve(ctx, l.Entity, word)
	switch {
	case err != nil:
		return "", l.MirrorError(err)
	case len(ids) > 1:
		more := ""
		if len(ids) >= mirror.MaxMatches {
			more = " and perhaps others"
		}
		return "", fail.New(fail.Usage, "name the one that is meant by its GUID",
			"%q: %w: %s%s", word, errSeveral, strings.Join(ids, ", "), more)
	case len(ids) == 1:
		l.Remember(ids[0], word)
		return ids[0], nil
	default:
		return word, nil
	}
}

// Remember keeps by which key a record was asked for.
func (l *KeyResolver) Remember(id, word string) {
	if !api.SameID(id, word) {
		l.names.Store(id, word)
	}
}

// KeyFor gives the key by which a record was asked for. It is false where that was its id.
func (l *KeyResolver) KeyFor(id string) (string, bool) {
	word, byKey := l.names.Load(id)
	text, _ := word.(string)
	return text, byKey
}

// CheckKey says of a record that is not the one that was asked for: its key is another one since the
// mirror was brought up to date.
func (l *KeyResolver) CheckKey(id string, r record.Record) error {
	word, byKey := l.KeyFor(id)
	if !byKey || isNamed(l.Entity, r, word) {
		return nil
	}
	return fail.New(fail.NotFound, fmt.Sprintf("\"aimsio sync %s\" learns the keys anew", l.Entity.Name),
		"%s %s is not %q any more, but %q", l.Entity.Title, id, word, KeyOf(l.Entity, r))
}

// RecheckKey sees that a record is still the one that was asked for, with one call for all that did not
// change since, and one more for a record that did.
func (l *KeyResolver) RecheckKey(ctx context.Context, r *session.Session, id string) error {
	if _, byKey := l.KeyFor(id); !byKey {
		return nil
	}
	if l.stage == nil {
		if err := l.Compare(ctx, r); err != nil {
			return err
		}
	}
	wanted := service.Wanted{ID: id}
	if err := l.Have(ctx, &wanted); err != nil {
		return err
	}
	if wanted.Have != nil {
		return l.CheckKey(id, *wanted.Have)
	}
	found, err := r.Service.Get(ctx, l.Entity, id)
	if err != nil {
		return r.GetError(err, l.Entity, id)
	}
	return l.CheckKey(id, found)
}

// Compare reads the index with one call, so that records which did not change need no other.
func (l *KeyResolver) Compare(ctx context.Context, r *session.Session) error {
	if l.Store == nil {
		return nil
	}
	index, err := r.Service.Index(ctx, l.Entity)
	if err != nil {
		return r.CallError(err, l.Entity)
	}
	defer func() { _ = index.Close() }() // which was only read
	l.stage, err = l.Store.Stage(ctx, l.Entity, index.Entries())
	return l.MirrorError(r.CallError(err, l.Entity))
}

// Wanted makes of a word what is to be fetched, with the record where the mirror has it as it is now.
func (l *KeyResolver) Wanted(ctx context.Context, word string) service.Wanted {
	id, err := l.ID(ctx, word)
	wanted := service.Wanted{ID: id, Err: err}
	if err == nil && l.stage != nil {
		wanted.Err = l.Have(ctx, &wanted)
	}
	if wanted.ID == "" {
		wanted.ID = word
	}
	return wanted
}

// Have adds to a record that is wanted its entry of the index, and the record where it need not be
// fetched.
func (l *KeyResolver) Have(ctx context.Context, wanted *service.Wanted) error {
	if l.stage == nil {
		return nil
	}
	stub, whole, err := l.stage.Fresh(ctx, wanted.ID)
	if err != nil {
		return l.MirrorError(err)
	}
	wanted.Entry = stub
	if id, err := service.ID(l.Entity, stub); err == nil && api.SameID(id, wanted.ID) {
		wanted.ID = id // the mirror has it under that of the list
	}
	if len(whole.Raw()) > 0 {
		wanted.Have = &whole
	}
	return nil
}

// AllWanted makes of words what is to be fetched. An error of theirs ends it.
func (l *KeyResolver) AllWanted(ctx context.Context, words iter.Seq2[string, error]) iter.Seq2[service.Wanted, error] {
	return func(yield func(service.Wanted, error) bool) {
		for word, err := range words {
			if err != nil {
				yield(service.Wanted{}, err)
				return
			}
			if !yield(l.Wanted(ctx, word), nil) {
				return
			}
		}
	}
}

// Get reads the one record that a word stands for, with one call: the index is not read for it.
func (l *KeyResolver) Get(ctx context.Context, r *session.Session, word string) (record.Record, error) {
	id, err := l.ID(ctx, word)
	if err != nil {
		return record.Record{}, err
	}
	begun := time.Now()
	found, err := r.Service.Get(ctx, l.Entity, id)
	if err != nil {
		return record.Record{}, l.teach(r.GetError(err, l.Entity, id), id)
	}
	l.keep(ctx, id, found, begun)
	return found, l.CheckKey(id, found)
}

// teach adds to the error of a record that is not there how a key would be understood, where there is no mirror: the
// word may be one.
func (l *KeyResolver) teach(err error, word string) error {
	if l.Store != nil || len(l.Entity.Key) == 0 || api.IsGUID(word) || !fail.Is(err, fail.NotFound) {
		return err
	}
	return fail.New(fail.NotFound, fmt.Sprintf("%s; or if it is the %s, \"aimsio sync %s\" learns those",
		fail.HintOf(err), strings.Join(l.Entity.Key, " or "), l.Entity.Name), "%w", err)
}

// keep gives a record that was fetched without the index to the mirror, where that knows it: its entry of
// the index stays the one that is there, so that a later change is still seen.
func (l *KeyResolver) keep(ctx context.Context, id string, found record.Record, begun time.Time) {
	if l.Store == nil {
		return
	}
	object, known, err := l.Store.Find(ctx, l.Entity, id)
	if err != nil || !known || object.Gone != nil {
		return // it is handed on in any case
	}
	writer := NewMirrorWriter(l.Reporter, l.Store, l.Entity)
	writer.Add(ctx, service.Fetched{Wanted: service.Wanted{ID: id, Entry: object.Entry}, Record: found, At: begun})
	writer.Flush(ctx)
}

// Offline gives a record from the mirror alone.
func (l *KeyResolver) Offline(ctx context.Context, word string) (record.Record, error) {
	id, err := l.ID(ctx, word)
	if err != nil {
		return record.Record{}, err
	}
	object, found, err := l.Store.Find(ctx, l.Entity, id)
	switch {
	case err != nil:
		return record.Record{}, l.MirrorError(err)
	case !found:
		return record.Record{}, fail.New(fail.NotFound, "without --offline the server is asked", "the mirror has no %s %q", l.Entity.Title, word)
	case object.Gone != nil:
		return record.Record{}, fail.New(fail.NotFound, fmt.Sprintf("\"aimsio sql\" still finds it in the table objects, as %s", id),
			"%s %q is gone from the index since %s", l.Entity.Title, word, l.Minute(*object.Gone))
	default:
		return object.Record, nil
	}
}
