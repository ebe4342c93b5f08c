package service

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strconv"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// byHint goes on where an answer speaks of more records than the description does: by a link, a mark,
// or the last record. Where there is no way on, that is an error, since a part is no list.
func (p *pages) byHint(request client.Request, read page) (client.Request, bool, error) {
	cursor, after := p.operation.CursorParameter(), p.operation.AfterParameter()
	said := read.hint
	if paging := p.operation.Page; paging != nil {
		numbered := paging.Style == api.PageNumber || paging.Style == api.PageOffset
		switch {
		case numbered: // an empty page is the end, to wherever it leads
			said.next, read.link = "", ""
		case read.hasNext && !said.saysMore(): // the described member says that this was all
			return request, false, nil
		}
	}
	switch {
	case read.link != "":
		return p.to(request, read.link)
	case !said.says(p.count), p.asManyAsWanted(request.Query):
		return request, false, nil
	case isAddress(said.next):
		return p.to(request, said.next)
	case said.next != "" && cursor != "" && cursor != after:
		return p.marked(request, cursor, said.next)
	case after != "" && read.count > 0:
		if last, err := record.New(read.last); err == nil {
			if id, err := ID(p.entity, last); err == nil {
				return p.marked(request, after, id)
			}
		}
	}
	return request, false, p.incomplete(said)
}

// asManyAsWanted tells whether the user has asked for no more records than have come.
func (p *pages) asManyAsWanted(query url.Values) bool {
	size := p.operation.SizeParameter()
	if p.operation.Page != nil || size == "" || !query.Has(size) {
		return false
	}
	wanted, err := strconv.Atoi(query.Get(size))
	return err == nil && wanted <= p.count
}

// incomplete says that a list is only a part, and what can be done.
func (p *pages) incomplete(said hint) error {
	speaks := "says that there are more"
	if said.total > p.count {
		speaks = fmt.Sprintf("speaks of %d", said.total)
	}
	way := "; the API description names no way to the others"
	if size := p.operation.SizeParameter(); size != "" && p.operation.Page == nil {
		way += fmt.Sprintf(": ask for more at once with --param %s=NUMBER", size)
	} else if len(p.operation.Parameters) > 0 {
		way += fmt.Sprintf(": ask for a part with --param, as %s=VALUE", p.operation.Parameters[0].Name)
	}
	return &PageError{p.number, fmt.Sprintf("with it %d records have come, but the server %s%s", p.count, speaks, way)}
}

// firstOf reads the first page where the description does not say whether pages count from 0 or 1. Page
// 0 is asked for first. It is none where the server refuses it or sends nothing, and where page 1 begins
// with the same record, as of a server that takes 0 for 1.
func (p *pages) firstOf(ctx context.Context, request client.Request) (client.Request, page, error) {
	zero, one := p.numbered(request, 0), p.numbered(request, 1)
	p.begin = 0
	read, err := p.read(ctx, zero)
	if refusedPage(err) || err == nil && read.count == 0 {
		p.begin = 1
		read, err = p.read(ctx, one)
		return one, read, err
	}
	if err != nil || read.total >= 0 && read.count >= read.total {
		return zero, read, err
	}
	second := p.service.newPages(p.entity, p.operation)
	second.seed, second.number = p.seed, 1
	again, err := second.read(ctx, one)
	if err != nil || again.count == 0 || again.first != read.first {
		return zero, read, second.entries.Close() // page 1 is read, or fails, in its turn
	}
	err = p.entries.Close()
	p.begin, p.entries, p.count = 1, second.entries, second.count
	return one, again, err
}

func (p *pages) numbered(request client.Request, number int) client.Request {
	request.Query = maps.Clone(request.Query)
	request.Query.Set(p.operation.Page.Parameter, strconv.Itoa(number))
	return request
}

// refusedPage tells whether the server has no such page. Some fail where they should refuse.
func refusedPage(err error) bool {
	called, ok := errors.AsType[*client.Error](err)
	return ok && (called.Kind == client.NotFound || called.Kind == client.Rejected || called.Status == http.StatusInternalServerError)
}
