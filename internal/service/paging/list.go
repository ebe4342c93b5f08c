// Package paging reads a list to its end, in whatever parts the server gives it: one, or pages by number, by
// offset, by a mark, by a link, as the description says; or as the answer says, where that knows of none. A part
// of a list never passes for the whole.
//
// It knows no entity and nothing of what the entries are, but what a page after one of them is asked for by.
package paging

import (
	"context"
	"errors"
	"hash/maphash"
	"net/url"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/spool"
)

// List is a list that a server has.
type List struct {
	// Operation is the call that lists, with what the description knows of its pages.
	Operation *api.Operation
	// ID gives what an entry's record is known by: some servers are asked for what comes after it.
	ID func(entry record.Record) (string, error)
}

// Read gives all entries of a list as one JSON array, and how many calls that took, not counting those that
// were made again. query is what the user asks for; with the number of a page or a mark in it, that page is all.
// The caller closes the array, which is there without an error, and with a *RepeatedError: then it is what had come
// before.
func (l List) Read(ctx context.Context, c *client.Client, query url.Values) (array *spool.Spool, calls int, err error) {
	o := l.Operation
	p := l.pages(c)
	if o.Page != nil || o.Wrapper != "" {
		return p.whole(p.follow(ctx, query))
	}
	// Most lists come whole, and are then the answer as it is.
	request := p.steps.first(query)
	request.MaxBody = maxBytes
	answer, err := c.Do(ctx, request)
	if err != nil {
		return nil, 0, err
	}
	if !goesOn(answer.Header) {
		return answer.Body, 1, nil
	}
	p.number = 1
	read, err := p.collected.take(o, answer, p.number)
	if err = errors.Join(err, answer.Close()); err == nil {
		err = p.goOn(ctx, request, read)
	}
	return p.whole(err)
}

// whole ends the reading: what has come is the list, or without the latest page where that had come before.
func (p *pages) whole(err error) (array *spool.Spool, calls int, _ error) {
	repeated, again := errors.AsType[*RepeatedError](err)
	if again {
		err = p.collected.dropLatest()
	}
	if array, err = p.collected.whole(err); again && err == nil {
		err = repeated
	}
	return array, p.number, err
}

func (l List) pages(c *client.Client) *pages {
	seed := maphash.MakeSeed()
	p := &pages{
		client: c, operation: l.Operation, collected: newCollector(seed),
		steps: &steps{client: c, operation: l.Operation, id: l.ID, seen: map[uint64]bool{}, seed: seed},
	}
	if l.Operation.Page != nil {
		p.steps.begin = l.Operation.Page.First
	}
	return p
}
