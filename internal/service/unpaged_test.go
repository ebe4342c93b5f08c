package service_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// A list that takes a page is told of as what may be a part, unless it is followed or the user asks for a page.
func TestUnpaged(t *testing.T) {
	list := func(paging *api.Paging, parameter string) *api.Entity {
		o := api.Operation{Verb: api.List, Page: paging, Parameters: []api.Parameter{{Name: parameter, Type: api.Integer}}}
		return &api.Entity{Name: "things", Operations: []api.Operation{o}}
	}
	for name, tt := range map[string]struct {
		entity *api.Entity
		asked  url.Values
		warns  bool
	}{
		"a page":               {list(nil, "page"), nil, true},
		"a page that is asked": {list(nil, "page"), url.Values{"page": {"2"}}, false},
		"another parameter":    {list(nil, "colour"), nil, false},
		"pages that are known": {list(&api.Paging{Style: api.PageNumber, Parameter: "page"}, "page"), nil, false},
		"no list":              {&api.Entity{Name: "things"}, nil, false},
	} {
		warning := service.Unpaged(tt.entity, tt.asked)
		if tt.warns != strings.Contains(warning, "the list of things may be only a part: it takes a parameter page") || !tt.warns && warning != "" {
			t.Errorf("%s: %q", name, warning)
		}
	}
}
