// Package service does what the entities of the API allow, on top of the client: it reads an
// index, fetches the whole records behind it, writes records in batches and reads back what it
// wrote. It streams: memory holds a bounded number of records. It knows no command line, no output
// format, no log of writes and no single entity.
package service

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Service reads and writes entities through one client.
type Service struct {
	client *client.Client
	// parallel is how many calls for records are in flight at once.
	parallel int
	limits   record.Limits
}

// New makes a service that keeps up to parallel calls in flight, and takes records within limits.
func New(c *client.Client, parallel int, limits record.Limits) *Service {
	return &Service{client: c, parallel: max(1, parallel), limits: limits}
}

// Get reads the whole record behind an id. An id that is gone gives a *client.Error of kind
// client.NotFound.
func (s *Service) Get(ctx context.Context, entity *api.Entity, id string) (record.Record, error) {
	operation, err := operation(entity, api.Get)
	if err != nil {
		return record.Record{}, err
	}
	answer, err := s.client.Do(ctx, client.Request{
		Method: operation.Method,
		Path:   fillPath(operation.Path, id),
		Expect: client.JSONObject,
	})
	if err != nil {
		return record.Record{}, err
	}
	defer answer.Close() //nolint:errcheck // it was only read
	raw, err := answer.Bytes()
	if err != nil {
		return record.Record{}, fmt.Errorf("reading %s %s: %w", entity.Title, id, err)
	}
	return record.New(raw)
}

// operation finds the call that a verb needs, or says that the entity has none.
func operation(entity *api.Entity, verb api.Verb) (*api.Operation, error) {
	found, ok := entity.Operation(verb)
	if !ok {
		return nil, fmt.Errorf("%s have no operation %q", entity.Name, verb)
	}
	return found, nil
}

// fillPath puts an id in the place of the parameter that ends a path.
func fillPath(path, id string) string {
	start := strings.LastIndexByte(path, '{')
	if start < 0 {
		return path
	}
	return path[:start] + url.PathEscape(id)
}
