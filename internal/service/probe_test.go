package service

import (
	"errors"
	"net/url"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
)

// The smallest call that shows whether an entity can be read asks for no parameter that nobody knows.
func TestSample(t *testing.T) {
	list := api.Operation{Verb: api.List, Method: "GET", Path: "/things", Wrapper: "things"}
	get := api.Operation{Verb: api.Get, Method: "GET", Path: "/things/{id}"}
	strict := func(o api.Operation) api.Operation {
		o.Parameters = []api.Parameter{{Name: "site", Required: true}}
		return o
	}
	for name, tt := range map[string]struct {
		operations []api.Operation
		guid       api.Type
		path       string
		expect     client.Expect
	}{
		"a list":                        {[]api.Operation{list, get}, api.String, "/things", client.JSONList},
		"a list that needs a parameter": {[]api.Operation{strict(list), get}, api.String, "/things/" + MissingID, client.JSONObject},
		"a record with a number":        {[]api.Operation{get}, api.Integer, "/things/0", client.JSONObject},
		"nothing":                       {[]api.Operation{strict(list), strict(get)}, api.String, "", 0},
	} {
		entity := &api.Entity{GUID: "id", Fields: []api.Field{{Name: "id", Type: tt.guid}}, Operations: tt.operations}
		request, found := ProbeRequest(entity)
		if found != (tt.path != "") || request.Path != tt.path || request.Expect != tt.expect || found && request.Start == 0 {
			t.Errorf("%s: %+v, %v", name, request, found)
		}
		if want := tt.path == "/things"; Listable(entity) != want {
			t.Errorf("%s: listable is %v", name, !want)
		}
	}
}

// That a record is not there is said only to those who may read.
func TestReadable(t *testing.T) {
	list, one := client.Request{Expect: client.JSONArray}, client.Request{Expect: client.JSONObject}
	for _, tt := range []struct {
		request client.Request
		err     error
		want    bool
	}{
		{list, nil, true},
		{list, &client.Error{Kind: client.NotFound}, false},
		{one, nil, true},
		{one, &client.Error{Kind: client.NotFound}, true},
		{one, &client.Error{Kind: client.Rejected}, true},
		{one, &client.Error{Kind: client.Forbidden}, false},
		{one, &client.Error{Kind: client.Unavailable}, false},
		{one, errors.New("no password"), false},
	} {
		if got := CanRead(tt.request, tt.err); got != tt.want {
			t.Errorf("%v, %v: %v", tt.request.Expect, tt.err, got)
		}
	}
}

func TestMissingParameters(t *testing.T) {
	o := &api.Operation{
		Method: "GET", Path: "/things", Page: &api.Paging{Parameter: "page", Size: "n"},
		Parameters: []api.Parameter{{Name: "page", Required: true}, {Name: "n", Required: true}, {Name: "site", Required: true}, {Name: "colour"}},
	}
	if err := missing(o, url.Values{"site": {""}}); err != nil {
		t.Errorf("one that was given, and those of pages: %v", err)
	}
	if err := missing(o, url.Values{"colour": {"red"}}); err == nil || err.Error() != "GET /things needs the parameter site, which is not given" {
		t.Errorf("got %v", err)
	}
}
