package service

import (
	"context"
	"errors"
	"iter"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/record"
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
	answer *client.Response
	limits record.Limits
}

// Index reads the index of an entity with one call. The caller closes it.
func (s *Service) Index(ctx context.Context, entity *api.Entity) (*Index, error) {
	operation, err := operation(entity, api.List)
	if err != nil {
		return nil, err
	}
	answer, err := s.client.Do(ctx, client.Request{
		Method:  operation.Method,
		Path:    operation.Path,
		Expect:  client.JSONArray,
		MaxBody: maxIndexBytes,
	})
	if err != nil {
		return nil, err
	}
	return &Index{entity: entity, answer: answer, limits: s.limits}, nil
}

// Stubs gives the entries in the server's order. A stub is valid until the next one is asked
// for. It may be walked several times, one after the other.
func (x *Index) Stubs() iter.Seq2[record.Record, error] {
	return record.Array(x.answer.Reader(), x.limits)
}

// Close gives back what holds the index.
func (x *Index) Close() error { return x.answer.Close() }

// ID finds what a stub's record is fetched by: its guid or id, as text or number, or the field
// that the whole record calls its GUID.
func ID(entity *api.Entity, stub record.Record) (string, error) {
	for _, name := range []string{"guid", "id", entity.GUID} {
		value, ok := stub.Get(record.Path{name})
		if !ok || name == "" {
			continue
		}
		if kind := value.Kind(); kind != '"' && kind != '0' {
			continue
		}
		if id := record.Text(value); id != "" {
			return id, nil
		}
	}
	return "", errNoID
}
