package http

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/simulator/data"
	"github.com/aimsio-cli/aimsio/internal/simulator/store"
)

const (
	// largestPage is how many entries a page has at most where the description does not say.
	largestPage = 1000
	// fromParameter leads to the next page where a list names no parameter for it.
	fromParameter = "from"
)

// page answers a list that comes in an object, in parts or with parameters.
func page(w http.ResponseWriter, r *http.Request, d *store.Dataset, to route) {
	op, query := to.operation, r.URL.Query()
	if problem := refusedParameter(op, query); problem != "" {
		sendProblem(w, http.StatusBadRequest, problem)
		return
	}
	from, size, problem := span(op, query)
	if problem != "" {
		sendProblem(w, http.StatusBadRequest, problem)
		return
	}
	entries, total := d.Page(to.entity, filtersOf(to, query), from, size)
	next := ""
	if from+size < total {
		next = strconv.Itoa(from + size)
	}
	body := entries
	if address := nextAddress(r, op, next); address != "" && op.Page.Next == "" {
		w.Header().Set("Link", "<"+address+">; rel=\"next\"")
	} else if address != "" {
		next = address
	}
	if op.Wrapper != "" {
		var err error
		if body, err = wrapped(op, body, next, total); err != nil {
			sendProblem(w, http.StatusInternalServerError, err.Error())
			return
		}
	}
	sendJSON(w, http.StatusOK, body)
}

// refusedParameter says which parameter is missing or has a value that is not allowed.
func refusedParameter(op *api.Operation, query url.Values) string {
	for _, p := range op.Parameters {
		if p.Required && !query.Has(p.Name) {
			return "the parameter " + p.Name + " is required"
		}
		for _, value := range query[p.Name] {
			if len(p.Enum) > 0 && !api.InEnum(p.Enum, p.Type, value) {
				return fmt.Sprintf("%s is %q; it must be one of %s", p.Name, value, strings.Join(p.Enum, ", "))
			}
		}
	}
	return ""
}

// span tells from which entry on a page goes and how many it holds.
func span(op *api.Operation, query url.Values) (from, size int, problem string) {
	page := op.Page
	if page == nil {
		return 0, int(^uint(0) >> 2), ""
	}
	number := func(name string, fallback int) int {
		text := query.Get(name)
		if name == "" || text == "" {
			return fallback
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			problem = fmt.Sprintf("%s is %q; a whole number is expected", name, text)
		}
		return n
	}
	most := largestPage
	for _, p := range op.Parameters {
		if n, err := strconv.Atoi(p.Most); err == nil && p.Name == page.Size {
			most = n
		}
	}
	size = max(1, min(number(page.Size, max(page.Records, 50)), most))
	switch page.Style {
	case api.PageNumber:
		from = max(0, number(page.Parameter, page.First)-page.First) * size
	case api.PageOffset, api.PageCursor:
		from = number(page.Parameter, 0)
	case api.PageLink:
		from = number(linkParameter(page), 0)
	}
	return from, size, problem
}

func linkParameter(page *api.Paging) string {
	if page.Parameter != "" {
		return page.Parameter
	}
	return fromParameter
}

// nextAddress gives the address of the next page where a list is followed by addresses.
func nextAddress(r *http.Request, op *api.Operation, next string) string {
	if op.Page == nil || op.Page.Style != api.PageLink || next == "" {
		return ""
	}
	query := r.URL.Query()
	query.Set(linkParameter(op.Page), next)
	return r.URL.EscapedPath() + "?" + query.Encode()
}

// wrapped puts the entries of a page into their object, with what tells of the next page.
func wrapped(op *api.Operation, entries []byte, next string, total int) ([]byte, error) {
	beside, err := record.New(record.Value("{}"))
	if err != nil {
		return nil, fmt.Errorf("making an answer: %w", err)
	}
	if op.Page != nil && op.Page.Total != "" {
		if beside, err = record.Set(beside, record.ParsePath(op.Page.Total), record.Value(strconv.Itoa(total))); err != nil {
			return nil, fmt.Errorf("making an answer: %w", err)
		}
	}
	if op.Page != nil && op.Page.Next != "" {
		value := record.Value("null")
		if next != "" {
			value = record.Value(data.Quote(nil, next))
		}
		if beside, err = record.Set(beside, record.ParsePath(op.Page.Next), value); err != nil {
			return nil, fmt.Errorf("making an answer: %w", err)
		}
	}
	whole, err := record.Set(beside, record.ParsePath(op.Wrapper), entries)
	if err != nil {
		return nil, fmt.Errorf("making an answer: %w", err)
	}
	return whole.Raw(), nil
}

// filtersOf takes parameters that are called as a field of the record, or status, as filters.
func filtersOf(to route, query url.Values) []store.Filter {
	var filters []store.Filter
	for _, p := range to.operation.Parameters {
		f, has := data.FieldNamed(to.entity.Fields, p.Name)
		if !has && p.Name == "status" {
			f, has = data.FieldNamed(to.entity.Fields, to.entity.Status)
		}
		if has && query.Has(p.Name) {
			filters = append(filters, store.Filter{Field: f.Name, Values: query[p.Name]})
		}
	}
	return filters
}
