package service

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"net/http"
	"net/url"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/spool"
)

// maxIndexBytes bounds an index where max_body does not allow more: some 20 million entries. It is
// read to disk, not to memory.
const maxIndexBytes = 2 << 30

// pages follows a list that comes in parts to its end.
type pages struct {
	service   *Service
	operation *api.Operation
	steps     *steps
	collected *collector
	// number counts the pages.
	number int
	// empty counts the latest pages in a row without entries.
	empty int
}

// pages gives all entries of a list as one array, and how many pages it came in.
func (s *Service) pages(ctx context.Context, entity *api.Entity, o *api.Operation, query url.Values) (*spool.Spool, int, error) {
	p := s.newPages(entity, o)
	content, err := p.collected.whole(p.follow(ctx, query))
	return content, p.number, err
}

// pagesFrom does so where the first page has come already.
func (s *Service) pagesFrom(
	ctx context.Context, entity *api.Entity, o *api.Operation, request client.Request, first *client.Response,
) (*spool.Spool, int, error) {
	p := s.newPages(entity, o)
	p.number = 1
	read, err := p.collected.take(o, first, p.number)
	if err = errors.Join(err, first.Close()); err == nil {
		err = p.goOn(ctx, request, read)
	}
	content, err := p.collected.whole(err)
	return content, p.number, err
}

func (s *Service) newPages(entity *api.Entity, o *api.Operation) *pages {
	seed := maphash.MakeSeed()
	p := &pages{
		service: s, operation: o, collected: newCollector(s.limits, seed),
		steps: &steps{client: s.client, entity: entity, operation: o, seen: map[uint64]bool{}, seed: seed},
	}
	if o.Page != nil {
		p.steps.begin = o.Page.First
	}
	return p
}

func (p *pages) follow(ctx context.Context, query url.Values) error {
	request, paging := p.steps.first(query), p.operation.Page
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
		read, err = p.read(ctx, request, p.collected)
	}
	if err != nil || asked {
		return err
	}
	return p.goOn(ctx, request, read)
}

// goOn reads what comes behind a page.
func (p *pages) goOn(ctx context.Context, request client.Request, read page) error {
	for {
		next, more, err := p.steps.after(request, read)
		if err != nil || !more {
			return err
		}
		if err := p.gainful(read); err != nil {
			return err
		}
		if p.collected.entries.Size() > maxIndexBytes {
			return &PageError{p.number, "with it the list is larger than 2 GiB"}
		}
		p.number++
		request = next
		if read, err = p.read(ctx, request, p.collected); err != nil {
			return err
		}
	}
}

// read makes a call and adds the entries of its answer to others.
func (p *pages) read(ctx context.Context, request client.Request, others *collector) (page, error) {
	answer, err := p.service.client.Do(ctx, request)
	if err != nil {
		return page{}, err
	}
	read, err := others.take(p.operation, answer, p.number)
	if err != nil {
		err = fmt.Errorf("page %d: %w", p.number, err)
	}
	return read, errors.Join(err, answer.Close())
}

// mostEmpty is how many pages in a row may hold nothing, as they do where a server looks for what the
// user may see.
const mostEmpty = 100

// gainful sees that a page behind which another one is named brought something new. A server may name
// new marks and addresses for ever.
func (p *pages) gainful(read page) error {
	if read.count == 0 {
		if p.empty++; p.empty >= mostEmpty {
			return &PageError{read.number, fmt.Sprintf("it is empty like the %d before it, and the server still names another one", mostEmpty-1)}
		}
		return nil
	}
	p.empty = 0
	if p.steps.met("content", read.hash) {
		return &PageError{read.number, "it is the same as an earlier one, and the server still names another one"}
	}
	return nil
}

// firstOf reads the first page where the description does not say whether pages count from 0 or 1. Page
// 0 is asked for first. It is none where the server refuses it or sends nothing, and where page 1 begins
// with the same record, as of a server that takes 0 for 1.
func (p *pages) firstOf(ctx context.Context, request client.Request) (client.Request, page, error) {
	zero, one := p.steps.numbered(request, 0), p.steps.numbered(request, 1)
	p.steps.begin = 0
	read, err := p.read(ctx, zero, p.collected)
	if refusedPage(err) || err == nil && read.count == 0 {
		p.steps.begin = 1
		read, err = p.read(ctx, one, p.collected)
		return one, read, err
	}
	if err != nil || read.total >= 0 && read.count >= read.total {
		return zero, read, err
	}
	second := newCollector(p.service.limits, p.steps.seed)
	again, err := p.read(ctx, one, second)
	if err != nil || again.count == 0 || again.first != read.first {
		return zero, read, second.entries.Close() // page 1 is read, or fails, in its turn
	}
	err = p.collected.entries.Close()
	p.steps.begin, p.collected = 1, second
	return one, again, err
}

// refusedPage tells whether the server has no such page. Some fail where they should refuse.
func refusedPage(err error) bool {
	called, ok := errors.AsType[*client.Error](err)
	return ok && (called.Kind == client.NotFound || called.Kind == client.Rejected || called.Status == http.StatusInternalServerError)
}
