package service

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/spool"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// maxIndexBytes bounds an index where max_body does not allow more: some 20 million stubs. It is
// read to disk, not to memory.
const maxIndexBytes = 2 << 30

// errNoID says that an index entry cannot be fetched.
var errNoID = errors.New("the index entry has neither guid nor id")

// Index is the server's list of an entity: one stub a record. It is read whole before the first
// stub is handed on, so that a slow reader does not hold the connection and a cut-off answer is
// asked for again without repeating a record.
type Index struct {
	entity *api.Entity
	// content is one array of all entries, whatever they came in.
	content *spool.Spool
	limits  record.Limits
	calls   int
}

// Index reads the index of an entity: with one call, or page after page where the list comes in
// parts. The caller closes it.
func (s *Service) Index(ctx context.Context, entity *api.Entity) (*Index, error) {
	operation, err := operation(entity, api.List)
	if err != nil {
		return nil, err
	}
	query := s.parameters[api.List]
	if err := missing(operation, query); err != nil {
		return nil, err
	}
	x := &Index{entity: entity, limits: s.limits, calls: 1}
	if operation.Page != nil || operation.Wrapper != "" {
		x.content, x.calls, err = s.pages(ctx, entity, operation, query)
		return x, err
	}
	request := client.Request{
		Method:  operation.Method,
		Path:    operation.Path,
		Query:   query,
		Expect:  client.JSONArray,
		Also:    operation.Statuses,
		MaxBody: maxIndexBytes,
	}
	answer, err := s.client.Do(ctx, request)
	if err != nil {
		return nil, err
	}
	if answerGoesOn(answer) {
		x.content, x.calls, err = s.pagesFrom(ctx, entity, operation, request, answer)
		return x, err
	}
	x.content = answer.Body
	return x, nil
}

// answerGoesOn tells whether the header of an answer speaks of further pages.
func answerGoesOn(answer *client.Response) bool {
	said := hintOf(answer.Header)
	return nextLink(answer.Header) != "" || said.next != "" || said.total >= 0
}

// Stubs gives the entries in the server's order. A stub is valid until the next one is asked
// for. It may be walked several times, one after the other. An object that is no entry, such as an
// error in the place of one, ends it with an error.
func (x *Index) Stubs() iter.Seq2[record.Record, error] {
	return func(yield func(record.Record, error) bool) {
		n := 0
		for stub, err := range record.Array(x.content.Reader(), x.limits) {
			if n++; err == nil && !isEntry(x.entity, stub) {
				err = fmt.Errorf("entry %d of the list of %s is none, but an error: %s",
					n, x.entity.Name, text.Shorten(text.OneLine(string(stub.Raw())), shownOfEntry))
				stub = record.Record{}
			}
			if !yield(stub, err) || err != nil {
				return
			}
		}
	}
}

// shownOfEntry is how much of an object that is no entry an error shows, in characters.
const shownOfEntry = 200

// isEntry tells whether an object in a list may be an entry of it: not if it names no record and has
// nothing but what errors have.
func isEntry(entity *api.Entity, stub record.Record) bool {
	if _, err := ID(entity, stub); err == nil {
		return true
	}
	members := false
	for name := range stub.Fields() {
		if members = true; !ofErrors(name) {
			return true
		}
	}
	return !members // an empty one is told of by whoever needs its id
}

// Calls is how many calls the index took, not counting those that were made again.
func (x *Index) Calls() int { return x.calls }

// Close gives back what holds the index.
func (x *Index) Close() error { return x.content.Close() }

// ID finds what a stub's record is fetched by: its guid or id, as text or number, or the field
// that the whole record calls its GUID. Where the API has no call for a whole record, nothing is
// fetched, and a key tells records apart as well.
func ID(entity *api.Entity, stub record.Record) (string, error) {
	id := firstText(stub, "guid", "id", entity.GUID)
	if id == "" && fetchless(entity) {
		id = firstText(stub, entity.Key...)
	}
	if id == "" {
		return "", errNoID
	}
	return id, nil
}

// Identifiable tells whether the entries of a list say which record each of them is, as far as the
// description knows.
func Identifiable(entity *api.Entity) bool {
	if !fetchless(entity) || len(entity.Index) == 0 {
		return true
	}
	names := append([]string{"guid", "id", entity.GUID}, entity.Key...)
	return slices.ContainsFunc(entity.Index, func(f api.Field) bool { return slices.Contains(names, f.Name) })
}

func fetchless(entity *api.Entity) bool {
	_, has := entity.Operation(api.Get)
	return !has
}

// guid is what an entry calls its GUID, "" where it has none.
func guid(entity *api.Entity, entry record.Record) string {
	return firstText(entry, "guid", "id", entity.GUID)
}

// firstText gives the first of some members that is a text or a number and not empty.
func firstText(r record.Record, names ...string) string {
	for _, name := range names {
		value, ok := r.Get(record.Path{name})
		if !ok || name == "" {
			continue
		}
		if text := scalarText(value); text != "" {
			return text
		}
	}
	return ""
}

// ChangedAt tells when the record behind a stub was last changed: by its updatedAt, or by the field
// that the whole record has for it; in epoch milliseconds, or as RFC 3339. ok is false where it
// does not say.
func ChangedAt(entity *api.Entity, stub record.Record) (at time.Time, ok bool) {
	for _, name := range []string{"updatedAt", entity.UpdatedAt} {
		value, has := stub.Get(record.Path{name})
		if !has || name == "" {
			continue
		}
		text := record.Text(value)
		if milliseconds, err := strconv.ParseInt(text, 10, 64); err == nil {
			return time.UnixMilli(milliseconds), true
		}
		if moment, err := time.Parse(time.RFC3339, text); err == nil {
			return moment, true
		}
	}
	return time.Time{}, false
}
