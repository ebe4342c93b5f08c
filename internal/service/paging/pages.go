package paging

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
)

// pages follows a list that comes in parts to its end.
type pages struct {
	client    *client.Client
	operation *api.Operation
	steps     *steps
	collected *collector
	// number counts the pages.
	number int
	// empty counts the latest pages in a row without entries.
	empty int
}

func (p *pages) follow(ctx context.Context, query url.Values) error {
	request, paging := p.steps.first(query), p.operation.Page
	asked := paging != nil && paging.Parameter != "" && query.Has(paging.Parameter)
	if asked || paging == nil {
		request.MaxBody = maxBytes
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
		again := read.count > 0 && p.steps.met("content", read.hash)
		next, more, err := p.steps.after(request, read)
		if again && (more || err != nil) { // whatever is wrong with the way on
			return p.repeated(read)
		}
		if err != nil || !more {
			return err
		}
		if err := p.gainful(read); err != nil {
			return err
		}
		if p.collected.entries.Size() > maxBytes {
			return fmt.Errorf("with page %d the list is larger than 2 GiB", p.number)
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
	answer, err := p.client.Do(ctx, request)
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

// gainful sees that not too many pages bring nothing. A server may name new marks and addresses for ever.
func (p *pages) gainful(read page) error {
	if read.count > 0 {
		p.empty = 0
		return nil
	}
	if p.empty++; p.empty >= mostEmpty {
		return &Error{read.number, fmt.Sprintf("it is empty like the %d before it, and the server still names another one", mostEmpty-1)}
	}
	return nil
}

// repeated tells of a page that came before. Where pages are asked for by number, that may be all that there is; a
// server that names another page says that there is more.
func (p *pages) repeated(read page) error {
	paging := p.operation.Page
	if paging == nil || paging.Style != api.PageNumber && paging.Style != api.PageOffset {
		return &RepeatedError{read.number, ", and the server still names another one", true}
	}
	problem := ": the server does not follow the parameter " + paging.Parameter
	return &RepeatedError{read.number, problem, paging.Total != "" || read.total >= 0}
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
	second := newCollector(p.steps.seed)
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
