package service

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"maps"
	"net/url"
	"strconv"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/spool"
)

// pages follows a list that comes in parts to its end. What it has read lies in one spool, so that
// memory does not grow with the number of pages.
type pages struct {
	service   *Service
	operation *api.Operation
	entries   *spool.Spool
	// number counts the pages, count the entries.
	number, count int
	// seen holds the hashes of pages, and of what leads to them, against going round in a circle.
	seen map[uint64]bool
	seed maphash.Seed
}

// PageError says that the pages of a list cannot be followed.
type PageError struct {
	// Number is that of the page, from 1.
	Number  int
	Problem string
}

// Error names the page.
func (e *PageError) Error() string {
	return fmt.Sprintf("page %d of the list: %s", e.Number, e.Problem)
}

// pages gives all entries of a list as one array.
func (s *Service) pages(ctx context.Context, o *api.Operation, query url.Values) (*spool.Spool, error) {
	p := &pages{service: s, operation: o, entries: spool.New(spool.DefaultMemory), seen: map[uint64]bool{}, seed: maphash.MakeSeed()}
	err := p.follow(ctx, query)
	if err == nil {
		_, err = p.entries.Write(closing(p.count))
	}
	if err != nil {
		return nil, errors.Join(err, p.entries.Close())
	}
	return p.entries, nil
}

// closing ends the array, which an empty one has not begun yet.
func closing(count int) []byte {
	if count == 0 {
		return []byte("[]")
	}
	return []byte("]")
}

func (p *pages) follow(ctx context.Context, query url.Values) error {
	request := client.Request{Method: p.operation.Method, Path: p.operation.Path, Query: p.first(query), Expect: p.expect()}
	paging := p.operation.Page
	alone := paging == nil || paging.Parameter != "" && query.Has(paging.Parameter)
	if alone {
		request.MaxBody = maxIndexBytes
	}
	for {
		p.number++
		read, err := p.read(ctx, request)
		if err != nil || alone {
			return err
		}
		next, more, err := p.after(request, read)
		if err != nil || !more {
			return err
		}
		if p.entries.Size() > maxIndexBytes {
			return &PageError{p.number, "with it the list is larger than 2 GiB"}
		}
		request = next
	}
}

func (p *pages) expect() client.Expect {
	if p.operation.Wrapper != "" {
		return client.JSONList
	}
	return client.JSONArray
}

// first is the query of the first page: what the user asks for, and the size of pages.
func (p *pages) first(query url.Values) url.Values {
	paging := p.operation.Page
	if paging == nil {
		return query
	}
	made := maps.Clone(query)
	if made == nil {
		made = url.Values{}
	}
	if paging.Size != "" && !made.Has(paging.Size) {
		made.Set(paging.Size, strconv.Itoa(paging.Records))
	}
	if made.Has(paging.Parameter) {
		return made
	}
	switch paging.Style {
	case api.PageNumber:
		made.Set(paging.Parameter, strconv.Itoa(paging.First))
	case api.PageOffset:
		made.Set(paging.Parameter, "0")
	case api.PageCursor, api.PageLink: // the first page has no mark
	}
	return made
}

// after gives the request of the page behind one that was read, and whether there is one.
func (p *pages) after(request client.Request, read page) (next client.Request, more bool, err error) {
	switch p.operation.Page.Style {
	case api.PageCursor:
		return p.byCursor(request, read)
	case api.PageLink:
		return p.byLink(request, read)
	default:
		return p.byNumber(request, read)
	}
}

// byNumber goes on until the server says that this was all, or sends an empty page. That a page
// holds less than was asked for is no end: the server may give fewer, or hide some.
func (p *pages) byNumber(request client.Request, read page) (client.Request, bool, error) {
	paging := p.operation.Page
	switch {
	case read.count == 0 && read.total > p.count:
		return request, false, &PageError{p.number, fmt.Sprintf("it is empty, but the server speaks of %d records and has sent %d", read.total, p.count)}
	case read.count == 0, read.hasNext && read.next == "", read.total >= 0 && p.count >= read.total:
		return request, false, nil
	case p.met("page", read.hash):
		return request, false, &PageError{p.number, "it is the same as an earlier one: the server does not follow the parameter " + paging.Parameter}
	}
	value := paging.First + p.number
	if paging.Style == api.PageOffset {
		value = p.count
	}
	request.Query = maps.Clone(request.Query)
	request.Query.Set(paging.Parameter, strconv.Itoa(value))
	return request, true, nil
}

func (p *pages) byCursor(request client.Request, read page) (client.Request, bool, error) {
	switch {
	case read.next == "":
		return request, false, nil
	case isAddress(read.next):
		return p.byLink(request, read)
	case p.met("cursor", read.next):
		problem := fmt.Sprintf("its mark of the next page, %s, was there before: the pages lead round in a circle", shortened(read.next))
		return request, false, &PageError{p.number, problem}
	}
	request.Query = maps.Clone(request.Query)
	request.Query.Set(p.operation.Page.Parameter, read.next)
	return request, true, nil
}

// byLink follows an address, which the client refuses where it leads to another server.
func (p *pages) byLink(request client.Request, read page) (client.Request, bool, error) {
	address := read.link
	if p.operation.Page.Next != "" {
		address = read.next
	}
	if address == "" {
		return request, false, nil
	}
	target, err := p.service.client.Resolve(request.Path, address)
	if err != nil {
		return request, false, &PageError{p.number, "the address of the next page cannot be read: " + err.Error()}
	}
	if p.met("link", target) {
		return request, false, &PageError{p.number, "the address of the next page was there before: the pages lead round in a circle"}
	}
	request.Path, request.Query = target, nil
	return request, true, nil
}

// met tells whether something was seen before, and remembers it.
func (p *pages) met(sort, text string) bool {
	hash := maphash.String(p.seed, sort+"\x00"+text)
	before := p.seen[hash]
	p.seen[hash] = true
	return before
}

func isAddress(text string) bool {
	return strings.HasPrefix(text, "/") || strings.HasPrefix(text, "http://") || strings.HasPrefix(text, "https://")
}

func shortened(text string) string {
	const most = 60
	if len(text) > most {
		return strconv.Quote(strings.ToValidUTF8(text[:most], "") + "…")
	}
	return strconv.Quote(text)
}
