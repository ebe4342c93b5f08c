package entity

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

const repeatedPage = "warning: page 2 of the list: it is the same as an earlier one: the server does not follow the parameter page; " +
	"shown is what came before it"

// repeating has the server give the same page whatever is asked for, with the number of all records if it is told one.
func (b *bench) repeating(total string) {
	b.t.Helper()
	page := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"items":[{"guid":"e1","updatedAt":1767225601000},{"guid":"e2","updatedAt":1767225602000}]` + total + `}`))
	})
	b.instead.Store(&page)
	paged := *b.entity
	paged.Operations = slices.Clone(b.entity.Operations)
	for i, operation := range paged.Operations {
		if operation.Verb != api.List {
			continue
		}
		paged.Operations[i].Wrapper = "items"
		paged.Operations[i].Page = &api.Paging{Style: api.PageNumber, Parameter: "page", First: 1}
		if total != "" {
			paged.Operations[i].Page.Total = "total"
		}
	}
	b.entity = &paged
}

// TestIndexOfRepeatedPages: where a server gives a page again, what came before is shown with a warning. It is a failure
// where the server has more by its own word.
func TestIndexOfRepeatedPages(t *testing.T) {
	t.Parallel()
	b := start(t, 0)
	b.repeating("")
	b.list().succeeded(t, []string{"e1", "e2"}, repeatedPage)
	b.repeating(`,"total":9`)
	got := b.list()
	same(t, "records", got.ids(), "e1", "e2")
	same(t, "notes", got.notes(), repeatedPage)
	if !fail.Is(got.err, fail.Partial) {
		t.Errorf("ends with %v", got.err)
	}
}

// TestIndexOfRepeatedPagesAndMirror: through a mirror, half an index is no index: what it does not name would count as gone.
func TestIndexOfRepeatedPagesAndMirror(t *testing.T) {
	t.Parallel()
	b := start(t, 2)
	b.sync()
	b.repeating("")
	if got := b.list("--full"); got.err == nil || got.printed != "" || !strings.Contains(got.err.Error(), "the same as an earlier one") {
		t.Errorf("%v, printed %q", got.err, got.printed)
	}
	b.list("--no-mirror").succeeded(t, []string{"e1", "e2"}, repeatedPage)
}
