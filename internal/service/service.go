// Package service does what the entities of the API allow, on top of the client: it reads an
// index, fetches the whole records behind it, writes records in batches and reads back what it
// wrote. It streams: memory holds a bounded number of records. It knows no command line, no output
// format, no log of writes and no single entity.
package service

import (
	"context"
	"fmt"
	"net/url"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Service reads and writes entities through one client.
type Service struct {
	client *client.Client
	// parallel is how many calls for records are in flight at once.
	parallel int
	// parameters are those of the query that calls carry.
	parameters Parameters
}

// New makes a service that keeps up to parallel calls in flight.
func New(c *client.Client, parallel int) *Service {
	return &Service{client: c, parallel: max(1, parallel)}
}

// With gives a service like this one whose calls carry parameters.
func (s *Service) With(p Parameters) *Service {
	other := *s
	other.parameters = p
	return &other
}

// Get reads the whole record behind an id, or behind a key where the server takes one for it. An id
// that is gone gives a *client.Error of kind client.NotFound, and an answer that is not this record one
// of kind client.NotAsked.
func (s *Service) Get(ctx context.Context, entity *api.Entity, id string) (record.Record, error) {
	return s.get(ctx, asked{entity: entity, id: id})
}

func (s *Service) get(ctx context.Context, a asked) (record.Record, error) {
	operation, err := operation(a.entity, api.Get)
	if err != nil {
		return record.Record{}, err
	}
	if err := missing(operation, s.parameters[api.Get]); err != nil {
		return record.Record{}, err
	}
	answer, err := s.client.Do(ctx, client.Request{
		Method: operation.Method,
		Path:   fillPath(operation, a.id),
		Header: operation.Header(),
		Query:  s.parameters[api.Get],
		Expect: client.JSONObject,
		Also:   operation.Statuses,
	})
	if err != nil {
		return record.Record{}, err
	}
	defer func() { _ = answer.Close() }() // which was only read
	return s.read(a, operation, answer)
}

// read takes the record out of an answer, or says why it is not there.
func (s *Service) read(a asked, o *api.Operation, answer *client.Response) (record.Record, error) {
	raw, err := answer.Bytes()
	if err != nil {
		return record.Record{}, fmt.Errorf("reading %s %s: %w", a.entity.Title, a.id, err)
	}
	found, fault := unwrap(o, raw)
	if fault == "" {
		fault = a.fault(found)
	}
	if fault == "" {
		return found, nil
	}
	problem := fmt.Sprintf("the answer is not the %s asked for: %s", a.entity.Title, fault)
	if says := s.client.ErrorMessage(answer); says != "" {
		problem += "; it says: " + says
	}
	return record.Record{}, &client.Error{
		Kind: client.NotAsked, Status: answer.Status, Request: o.Method + " " + fillPath(o, a.id), Message: problem, Tries: answer.Tries,
	}
}

// operation finds the call that a verb needs, or says that the entity has none.
func operation(entity *api.Entity, verb api.Verb) (*api.Operation, error) {
	found, ok := entity.Operation(verb)
	if !ok {
		return nil, fmt.Errorf("%s have no operation %q", entity.Name, verb)
	}
	return found, nil
}

// fillPath puts an id in the place of the parameter of a path.
func fillPath(o *api.Operation, id string) string { return o.Fill(url.PathEscape(id)) }
