package paging_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service/paging"
)

// server answers by path and query: "/things?page=2". What it does not know is not there.
type server struct {
	answers map[string]string
	// header holds headers by the same, and status statuses other than 200.
	header map[string]http.Header
	status map[string]int
	// otherwise answers what answers does not know, if it is set.
	otherwise func(query url.Values) string
	asked     []string
}

func (s *server) RoundTrip(r *http.Request) (*http.Response, error) {
	name := r.URL.RequestURI()
	s.asked = append(s.asked, name)
	body, known := s.answers[name]
	status := http.StatusOK
	switch {
	case s.status[name] != 0:
		status = s.status[name]
	case !known && s.otherwise != nil:
		body = s.otherwise(r.URL.Query())
	case !known:
		status = http.StatusNotFound
	}
	header := s.header[name].Clone()
	if header == nil {
		header = http.Header{}
	}
	header.Set("Content-Type", "application/json")
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body))}, nil
}

// read gives the ids of all entries, one after the other, and the number of calls.
func read(t *testing.T, o api.Operation, query string, s *server) (ids string, calls int, err error) {
	t.Helper()
	o.Verb, o.Method, o.Path = api.List, http.MethodGet, "/things"
	asked, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		t.Helper()
		var c *client.Client
		c, err = client.New(client.Options{
			Base: &url.URL{Scheme: "http", Host: "server.test"}, Username: "u", Transport: s, Tries: 1,
			Password: func(context.Context) (string, error) { return "secret word", nil },
		})
		if err != nil {
			t.Fatal(err)
		}
		list := paging.List{Operation: &o, ID: func(entry record.Record) (string, error) {
			if id := record.FirstScalar(entry, "id"); id != "" {
				return id, nil
			}
			return "", errors.New("no id")
		}}
		array, n, failed := list.Read(t.Context(), c, asked)
		if calls, err = n, failed; array == nil {
			return
		}
		defer array.Close()
		for entry, broken := range record.Array(array.Reader(), record.Limits{}) {
			if broken != nil {
				t.Fatal(broken)
			}
			ids += record.FirstScalar(entry, "id")
		}
	})
	return ids, calls, err
}

// things are entries with the ids that are the letters of a text.
func things(ids string) string {
	var list []string
	for _, id := range ids {
		list = append(list, fmt.Sprintf(`{"id":%q}`, string(id)))
	}
	return "[" + strings.Join(list, ",") + "]"
}

func linked(address string) http.Header {
	return http.Header{"Link": {"<" + address + `>; rel="next"`}}
}

func TestLists(t *testing.T) {
	numbered := func(p api.Paging) api.Operation {
		p.Style, p.Parameter = api.PageNumber, "page"
		return api.Operation{Page: &p}
	}
	in := func(o api.Operation, wrapper string) api.Operation { o.Wrapper = wrapper; return o }
	offset := api.Operation{Page: &api.Paging{Style: api.PageOffset, Parameter: "skip", Size: "take", Records: 2}}
	cursor := api.Operation{Wrapper: "data.things", Page: &api.Paging{Style: api.PageCursor, Parameter: "after", Next: "meta.next"}}
	link := api.Operation{Page: &api.Paging{Style: api.PageLink}}
	taking := func(names ...string) api.Operation {
		var o api.Operation
		for _, name := range names {
			o.Parameters = append(o.Parameters, api.Parameter{Name: name})
		}
		return o
	}
	for name, tt := range map[string]struct {
		o      api.Operation
		query  string
		server server
		// want is the ids, or a part of the error; asked is what the server is asked for, where that is not plain.
		want  string
		asked []string
	}{
		"whole":          {server: server{answers: map[string]string{"/things": things("abc")}}, want: "abc"},
		"none":           {server: server{answers: map[string]string{"/things": "[]"}}, want: ""},
		"in an object":   {o: api.Operation{Wrapper: "a.b"}, server: server{answers: map[string]string{"/things": `{"x":1,"a":{"b":` + things("ab") + `}}`}}, want: "ab"},
		"null":           {o: api.Operation{Wrapper: "a"}, server: server{answers: map[string]string{"/things": `{"a":null}`}}, want: ""},
		"no such member": {o: api.Operation{Wrapper: "a"}, server: server{answers: map[string]string{"/things": `{"b":[]}`}}, want: "page 1 of the list: the answer has no array a"},
		"no array":       {o: api.Operation{Wrapper: "a"}, server: server{answers: map[string]string{"/things": `{"a":{"b":1}}`}}, want: "a is no array"},

		"numbers, to an empty page": {o: numbered(api.Paging{First: 1, Size: "n", Records: 2}), server: server{answers: map[string]string{
			"/things?n=2&page=1": things("ab"), "/things?n=2&page=2": things("c"), "/things?n=2&page=3": "[]",
		}}, want: "abc"},
		"numbers, from 0, to the total": {o: in(numbered(api.Paging{Total: "total"}), "list"), server: server{answers: map[string]string{
			"/things?page=0": `{"total":3,"list":` + things("ab") + `}`, "/things?page=1": `{"list":` + things("c") + `,"total":3}`,
		}}, want: "abc"},
		"numbers, to the last": {o: in(numbered(api.Paging{Next: "next"}), "list"), server: server{answers: map[string]string{
			"/things?page=0": `{"next":"yes","list":` + things("ab") + `}`, "/things?page=1": `{"list":` + things("c") + `,"next":null}`,
		}}, want: "abc"},
		"numbers, too few": {o: in(numbered(api.Paging{Total: "total"}), "list"), server: server{answers: map[string]string{
			"/things?page=0": `{"total":3,"list":` + things("ab") + `}`, "/things?page=1": `{"list":[],"total":3}`,
		}}, want: "page 2 of the list: it is empty, but the server speaks of 3 records and has sent 2"},
		"numbers that nobody reads": {o: numbered(api.Paging{}), server: server{answers: map[string]string{
			"/things?page=0": things("ab"), "/things?page=1": things("ab"),
		}}, want: "page 2 of the list: it is the same as an earlier one: the server does not follow the parameter page"},
		"one page, which is asked for": {o: numbered(api.Paging{Size: "n", Records: 2}), query: "page=7", server: server{answers: map[string]string{
			"/things?n=2&page=7": things("xy"),
		}}, want: "xy"},
		"a size that is asked for": {o: numbered(api.Paging{Size: "n", Records: 2}), query: "n=9", server: server{answers: map[string]string{
			"/things?n=9&page=0": things("ab"), "/things?n=9&page=1": "[]",
		}}, want: "ab"},

		"0 or 1: 0": {o: numbered(api.Paging{Guessed: true}), server: server{answers: map[string]string{
			"/things?page=0": things("ab"), "/things?page=1": things("c"), "/things?page=2": "[]",
		}}, want: "abc"},
		"0 or 1: 0 is refused": {o: numbered(api.Paging{Guessed: true}), server: server{answers: map[string]string{
			"/things?page=1": things("ab"), "/things?page=2": things("c"), "/things?page=3": "[]",
		}, status: map[string]int{"/things?page=0": 400}}, want: "abc"},
		"0 or 1: 0 fails": {o: numbered(api.Paging{Guessed: true}), server: server{answers: map[string]string{
			"/things?page=1": things("a"), "/things?page=2": "[]",
		}, status: map[string]int{"/things?page=0": 500}}, want: "a"},
		"0 or 1: 0 is empty": {o: numbered(api.Paging{Guessed: true}), server: server{answers: map[string]string{
			"/things?page=0": "[]", "/things?page=1": things("a"), "/things?page=2": "[]",
		}}, want: "a"},
		"0 or 1: 0 is taken for 1": {o: numbered(api.Paging{Guessed: true}), server: server{answers: map[string]string{
			"/things?page=0": things("ab"), "/things?page=1": things("ab"), "/things?page=2": things("c"), "/things?page=3": "[]",
		}}, want: "abc"},
		"0 or 1: not allowed": {o: numbered(api.Paging{Guessed: true}), server: server{status: map[string]int{"/things?page=0": 403}}, want: "403 Forbidden"},

		"offsets": {o: offset, server: server{answers: map[string]string{
			"/things?skip=0&take=2": things("ab"), "/things?skip=2&take=2": things("c"), "/things?skip=3&take=2": "[]",
		}}, want: "abc"},

		"marks": {o: cursor, server: server{answers: map[string]string{
			"/things":          `{"meta":{"next":"m1"},"data":{"things":` + things("ab") + `}}`,
			"/things?after=m1": `{"meta":{"next":9007199254740993},"data":{"things":[]}}`, "/things?after=9007199254740993": `{"meta":{"next":null},"data":{"things":` + things("c") + `}}`,
		}}, want: "abc"},
		"marks in a circle": {o: cursor, server: server{answers: map[string]string{
			"/things": `{"meta":{"next":"secret word"},"data":{"things":` + things("ab") + `}}`, "/things?after=secret+word": `{"meta":{"next":"secret word"},"data":{"things":` + things("c") + `}}`,
		}}, want: `page 2 of the list: its mark of the next page, "•••", was there before`},
		"a mark that is an address": {o: cursor, server: server{answers: map[string]string{
			"/things": `{"meta":{"next":"/things?x=1"},"data":{"things":` + things("a") + `}}`, "/things?x=1": `{"data":{"things":` + things("b") + `}}`,
		}}, want: "ab"},

		"links": {o: link, server: server{
			answers: map[string]string{"/things": things("ab"), "/things?p=2": things("c")},
			header:  map[string]http.Header{"/things": linked("things?p=2")},
		}, want: "abc"},
		"links in a circle": {o: link, server: server{
			answers: map[string]string{"/things": things("ab"), "/things?p=2": things("c")},
			header:  map[string]http.Header{"/things": linked("/things?p=2"), "/things?p=2": linked("/things?p=2")},
		}, want: "page 2 of the list: the address of the next page was there before"},
		"a link to elsewhere": {o: link, server: server{
			answers: map[string]string{"/things": things("ab")}, header: map[string]http.Header{"/things": linked("http://evil.test/things")},
		}, want: "the URL leads to http://evil.test", asked: []string{"/things"}},

		"an unknown way: a link": {server: server{
			answers: map[string]string{"/things": things("ab"), "/things?p=2": things("c")},
			header:  map[string]http.Header{"/things": linked("/things?p=2")},
		}, want: "abc"},
		"an unknown way: the last record": {o: taking("starting_after"), server: server{
			answers: map[string]string{"/things": things("ab"), "/things?starting_after=b": things("c")},
			header:  map[string]http.Header{"/things": {"X-Total-Count": {"3"}}},
		}, want: "abc"},
		"an unknown way: a mark": {o: taking("cursor"), server: server{
			answers: map[string]string{"/things": things("ab"), "/things?cursor=m1": things("c")},
			header:  map[string]http.Header{"/things": {"X-Next-Cursor": {"m1"}}},
		}, want: "abc"},
		"an unknown way: an address in the answer": {o: in(taking(), "list"), server: server{answers: map[string]string{
			"/things": `{"list":` + things("ab") + `,"links":{"next":{"href":"/things?p=2"}}}`, "/things?p=2": `{"list":` + things("c") + `}`,
		}}, want: "abc"},
		"a part, and no way on": {server: server{
			answers: map[string]string{"/things": things("ab")}, header: map[string]http.Header{"/things": {"X-Total-Count": {"3"}}},
		}, want: "with it 2 records have come, but the server speaks of 3; the API description names no way to the others"},
		"a part, but more at once": {o: taking("limit"), server: server{
			answers: map[string]string{"/things": things("ab")}, header: map[string]http.Header{"/things": {"X-Total-Count": {"3"}}},
		}, want: "no way to the others: ask for more at once with --param limit=NUMBER"},
		"a part, but a filter": {o: in(taking("colour"), "list"), server: server{answers: map[string]string{
			"/things": `{"list":` + things("ab") + `,"has_more":true}`,
		}}, want: "the server says that there are more; the API description names no way to the others: ask for a part with --param, as colour=VALUE"},
		"as many as were asked for": {o: taking("limit"), query: "limit=2", server: server{
			answers: map[string]string{"/things?limit=2": things("ab")}, header: map[string]http.Header{"/things?limit=2": {"X-Total-Count": {"3"}}},
		}, want: "ab"},
		"no more, and a mark all the same": {o: in(taking("cursor"), "list"), server: server{answers: map[string]string{
			"/things": `{"list":` + things("ab") + `,"hasMore":false,"cursor":"m1"}`,
		}}, want: "ab"},
	} {
		t.Run(name, func(t *testing.T) {
			ids, calls, err := read(t, tt.o, tt.query, &tt.server)
			switch {
			case err == nil && ids != tt.want:
				t.Errorf("got %q, want %q", ids, tt.want)
			case err != nil && (tt.want == "" || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("%v, want %q", err, tt.want)
			case err == nil && calls > len(tt.server.asked):
				t.Errorf("%d calls, but the server was asked for %q", calls, tt.server.asked)
			}
			if tt.asked != nil && !slices.Equal(tt.server.asked, tt.asked) {
				t.Errorf("the server was asked for %q", tt.server.asked)
			}
		})
	}
}

// A server that names another page for ever is not followed for ever.
func TestPagesThatLeadNowhere(t *testing.T) {
	cursor := api.Operation{Wrapper: "list", Page: &api.Paging{Style: api.PageCursor, Parameter: "after", Next: "next"}}
	for name, tt := range map[string]struct {
		list string
		want string
		most int
	}{
		"nothing":      {`[]`, "it is empty like the 99 before it, and the server still names another one", 100},
		"always alike": {things("a"), "it is the same as an earlier one, and the server still names another one", 2},
	} {
		t.Run(name, func(t *testing.T) {
			s := server{otherwise: func(query url.Values) string {
				n, _ := strconv.Atoi(query.Get("after")) // the first page has none
				return fmt.Sprintf(`{"list":%s,"next":"%d"}`, tt.list, n+1)
			}}
			_, _, err := read(t, cursor, "", &s)
			if want := fmt.Sprintf("page %d of the list: %s", tt.most, tt.want); err == nil || err.Error() != want || len(s.asked) != tt.most {
				t.Errorf("%d calls: %v", len(s.asked), err)
			}
		})
	}
}

// A server that gives one and the same answer, as a mock does that knows nothing of pages, is understood: its page is
// there, and with it that the server says there were more.
func TestOnePageForEver(t *testing.T) {
	for style, o := range map[string]api.Operation{
		`"next":"m1"`:        {Wrapper: "list", Page: &api.Paging{Style: api.PageCursor, Parameter: "after", Next: "next"}},
		`"next":"/things?a"`: {Wrapper: "list", Page: &api.Paging{Style: api.PageLink, Next: "next"}},
		`"next":7`:           {Wrapper: "list", Page: &api.Paging{Style: api.PageCursor, Parameter: "from", Next: "next"}},
	} {
		s := server{otherwise: func(url.Values) string { return `{"list":` + things("ab") + `,` + style + `}` }}
		ids, calls, err := read(t, o, "", &s)
		var repeated *paging.RepeatedError
		if !errors.As(err, &repeated) || !repeated.Counted || ids != "ab" || calls != 2 {
			t.Errorf("%s: %q in %d calls: %v", style, ids, calls, err)
		}
	}
}

// A list is all or nothing: what fails later leaves no part.
func TestAPageThatFails(t *testing.T) {
	o := api.Operation{Page: &api.Paging{Style: api.PageNumber, Parameter: "page"}}
	s := server{answers: map[string]string{"/things?page=0": things("ab"), "/things?page=1": `[{"id":"c"},7]`}}
	if ids, _, err := read(t, o, "", &s); err == nil || !strings.Contains(err.Error(), "page 2") {
		t.Errorf("got %q, %v", ids, err)
	}
	s.status = map[string]int{"/things?page=1": 403}
	_, _, err := read(t, o, "", &s)
	var failed *client.Error
	if !errors.As(err, &failed) || failed.Kind != client.Forbidden {
		t.Errorf("got %v", err)
	}
}

// The request of a page has nothing of the one before it but what the user asked for.
func TestQueriesOfPages(t *testing.T) {
	o := api.Operation{Page: &api.Paging{Style: api.PageNumber, Parameter: "page", Size: "n", Records: 5}}
	s := server{otherwise: func(query url.Values) string {
		if query.Get("page") == "2" {
			return "[]"
		}
		return things(query.Get("page"))
	}}
	if _, _, err := read(t, o, "colour=red&colour=blue", &s); err != nil {
		t.Fatal(err)
	}
	var want []string
	for page := range 3 {
		want = append(want, fmt.Sprintf("/things?colour=red&colour=blue&n=5&page=%d", page))
	}
	if diff := cmp.Diff(want, s.asked); diff != "" {
		t.Error(diff)
	}
}
