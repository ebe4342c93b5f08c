package service

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service/paging"
	"github.com/aimsio-cli/aimsio/internal/spool"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// Index is the server's list of an entity: one entry a record. It is read whole before the first
// is handed on, so that a slow reader does not hold the connection and a cut-off answer is
// asked for again without repeating a record.
type Index struct {
	entity *api.Entity
	// content is one array of all entries, whatever they came in.
	content *spool.Spool
	calls   int
}

// Index reads the index of an entity: with one call, or page after page where the list comes in
// parts. The caller closes it.
func (s *Service) Index(ctx context.Context, entity *api.Entity) (*Index, error) {
	x, err := s.IndexSoFar(ctx, entity)
	if err != nil && x != nil {
		err = errors.Join(err, x.Close())
		x = nil
	}
	return x, err
}

// ListFault gives what is wrong with the list that a server sent, nil where an error is about something else.
func ListFault(err error) error {
	var (
		unreadable *record.ArrayError
		unlinked   *paging.Error
		repeated   *RepeatedError
	)
	switch {
	case errors.As(err, &unreadable):
		return unreadable
	case errors.As(err, &unlinked):
		return unlinked
	case errors.As(err, &repeated):
		return repeated
	default:
		return nil
	}
}

// RepeatedError says that the server gave a page of a list a second time.
type RepeatedError = paging.RepeatedError

// IndexSoFar reads the index of an entity. Where the server gives a page again, there is a *RepeatedError, and
// beside it what had come before: that may be all or a part, which is fit to be shown and for nothing else.
func (s *Service) IndexSoFar(ctx context.Context, entity *api.Entity) (*Index, error) {
	operation, err := operation(entity, api.List)
	if err != nil {
		return nil, err
	}
	query := s.parameters[api.List]
	if err := missing(operation, query); err != nil {
		return nil, err
	}
	list := paging.List{
		Operation: operation,
		ID:        func(entry record.Record) (string, error) { return ID(entity, entry) },
	}
	content, calls, err := list.Read(ctx, s.client, query)
	if content == nil {
		return nil, err
	}
	return &Index{entity: entity, content: content, calls: calls}, err
}

// Entries gives the entries in the server's order. An entry is valid until the next one is asked
// for. It may be walked several times, one after the other. An object that is no entry, such as an
// error in the place of one, ends it with an error.
func (x *Index) Entries() iter.Seq2[record.Record, error] {
	return func(yield func(record.Record, error) bool) {
		n := 0
		for entry, err := range record.Array(x.content.Reader(), record.Limits{}) {
			if n++; err == nil && !isEntry(x.entity, entry) {
				err = x.noEntry(n, entry)
				entry = record.Record{}
			}
			if !yield(entry, err) || err != nil {
				return
			}
		}
	}
}

// noEntry is the error of an element that is no entry, the one with a number from 1.
func (x *Index) noEntry(number int, element record.Record) error {
	list, _ := x.entity.Operation(api.List)
	return &client.Error{
		Kind: client.NotAsked, Status: http.StatusOK, Request: list.Method + " " + list.Path, Tries: 1,
		Message: fmt.Sprintf("entry %d of the list of %s is none, but an error: %s",
			number, x.entity.Name, text.Shorten(text.OneLine(string(element.Raw())), shownOfEntry)),
	}
}

// Calls is how many calls the index took, not counting those that were made again.
func (x *Index) Calls() int { return x.calls }

// Close gives back what holds the index.
func (x *Index) Close() error { return x.content.Close() }
