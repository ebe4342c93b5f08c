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
	entity    *api.Entity
	operation *api.Operation
	entries   *spool.Spool
	// number counts the pages, count the entries.
	number, count int
	// begin is the number of the first page, where pages are numbered.
	begin int
	// empty counts the latest pages in a row without entries.
	empty int
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

// pages gives all entries of a list as one array, and how many pages it came in.
func (s *Service) pages(ctx context.Context, entity *api.Entity, o *api.Operation, query url.Values) (*spool.Spool, int, error) {
	p := s.newPages(entity, o)
	content, err := p.whole(p.follow(ctx, query))
	return content, p.number, err
}

// pagesFrom does so where the first page has come already.
func (s *Service) pagesFrom(
	ctx context.Context, entity *api.Entity, o *api.Operation, request client.Request, first *client.Response,
) (*spool.Spool, int, error) {
	p := s.newPages(entity, o)
	p.number = 1
	read, err := p.take(first)
	if err = errors.Join(err, first.Close()); err == nil {
		err = p.goOn(ctx, request, read)
	}
	content, err := p.whole(err)
	return content, p.number, err
}

func (s *Service) newPages(entity *api.Entity, o *api.Operation) *pages {
	p := &pages{service: s, entity: entity, operation: o, entries: spool.New(spool.DefaultMemory), seen: map[uint64]bool{}, seed: maphash.MakeSeed()}
	if o.Page != nil {
		p.begin = o.Page.First
	}
	return p
}

// whole ends the array, or gives it up after an error.
func (p *pages) whole(err error) (*spool.Spool, error) {
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
	request := client.Request{Method: p.operation.Method, Path: p.operation.Path, Query: p.first(query), Expect: p.expect(), Also: p.operation.Statuses}
	paging := p.operation.Page
	asked := paging != nil && paging.Parameter != "" && query.Has(paging.Parameter)
	if asked || paging == nil {
		request.MaxBody = maxIndexBytes
	}
	p.number = 1
	var read page
	var err error
	if paging != nil && paging.Guessed && !asked {
		request, read, err = p.firstOf(ctx, request)
	} else {
		read, err = p.read(ctx, request)
	}
	if err != nil || asked {
		return err
	}
	return p.goOn(ctx, request, read)
}

// goOn reads what comes behind a page.
func (p *pages) goOn(ctx context.Context, request client.Request, read page) error {
	for {
		next, more, err := p.after(request, read)
		if err != nil || !more {
			return err
		}
		if err := p.gainful(read); err != nil {
			return err
		}
		if p.entries.Size() > maxIndexBytes {
			return &PageError{p.number, "with it the list is larger than 2 GiB"}
		}
		p.number++
		request = next
		if read, err = p.read(ctx, request); err != nil {
			return err
		}
	}
}

// mostEmpty is how many pages in a row may hold nothing, as they do where a server looks for what the
// user may see.
const mostEmpty = 100

// gainful sees that a page behind which another one is named brought something new. A server may name
// new marks and addresses for ever.
func (p *pages) gainful(read page) error {
	if read.count == 0 {
		if p.empty++; p.empty >= mostEmpty {
			return &PageError{p.number, fmt.Sprintf("it is empty like the %d before it, and the server still names another one", mostEmpty-1)}
		}
		return nil
	}
	p.empty = 0
	if p.met("content", read.hash) {
		return &PageError{p.number, "it is the same as an earlier one, and the server still names another one"}
	}
	return nil
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

// after gives the request of the page behind one that was read, and whether there is one. Where the
// described way ends, what else the answer says of further records counts.
func (p *pages) after(request client.Request, read page) (next client.Request, more bool, err error) {
	if paging := p.operation.Page; paging != nil {
		switch paging.Style {
		case api.PageCursor:
			next, more, err = p.byCursor(request, read)
		case api.PageLink:
			next, more, err = p.byLink(request, read)
		default:
			next, more, err = p.byNumber(request, read)
		}
	}
	if err != nil || more {
		return next, more, err
	}
	return p.byHint(request, read)
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
	value := p.begin + p.number
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
		return p.to(request, read.next)
	}
	return p.marked(request, p.operation.Page.Parameter, read.next)
}

// marked asks for the page behind a mark.
func (p *pages) marked(request client.Request, parameter, mark string) (client.Request, bool, error) {
	if p.met("cursor", mark) {
		problem := fmt.Sprintf("its mark of the next page, %s, was there before: the pages lead round in a circle", shortened(p.service.client.Hide(mark)))
		return request, false, &PageError{p.number, problem}
	}
	request.Query = maps.Clone(request.Query)
	if request.Query == nil {
		request.Query = url.Values{}
	}
	request.Query.Set(parameter, mark)
	return request, true, nil
}

func (p *pages) byLink(request client.Request, read page) (client.Request, bool, error) {
	if p.operation.Page.Next != "" {
		return p.to(request, read.next)
	}
	return p.to(request, read.link)
}

// to follows an address, which the client refuses where it leads to another server.
func (p *pages) to(request client.Request, address string) (client.Request, bool, error) {
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
