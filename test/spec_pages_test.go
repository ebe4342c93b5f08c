package test

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/compile"
)

// paged makes a description of one list with these parameters and members beside its records.
func paged(t *testing.T, parameters, members, headers string) *api.Catalog {
	t.Helper()
	catalog, err := compile.Description([]byte(`openapi: 3.0.3
info: {title: a, version: '1'}
paths:
  /Thing:
    get:
      parameters: [`+parameters+`]
      responses:
        '200':
          description: b
          headers: {`+headers+`}
          content: {application/json: {schema: {type: object, properties: {items: {type: array, items: {$ref: '#/components/schemas/Thing'}}, `+members+`}}}}
  /Thing/{id}:
    get: {responses: {'200': {description: b, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}}
components:
  schemas:
    Thing: {type: object, properties: {id: {type: integer}, name: {type: string}}}
`), nil)
	if err != nil {
		t.Fatal(err)
	}
	return catalog
}

const (
	byPage   = "{name: page, in: query, schema: {type: integer, minimum: 1}}, {name: size, in: query, schema: {type: integer, maximum: 10}}"
	byGuess  = "{name: page, in: query, schema: {type: integer}}"
	byLast   = "{name: starting_after, in: query, schema: {type: string}}"
	byLimit  = "{name: limit, in: query, schema: {type: integer}}"
	byCursor = "{name: cursor, in: query, schema: {type: string}}"
	nextText = "next: {type: string}"
	inHeader = "Link: {schema: {type: string}}"
)

// refusedAnswer is sent with the status of a refusal.
const refusedAnswer = `{"message":"no such page"}`

// TestBareListThatGoesOn follows a link that a list without anything around it sends, and asks once for
// one that sends none.
func TestBareListThatGoesOn(t *testing.T) {
	t.Parallel()
	for links, count := range map[int]int{0: 5, 1: 10, 2: 15} {
		calls := 0
		server := serving(t, func(w http.ResponseWriter, _ *http.Request) {
			calls++
			w.Header().Set("Content-Type", "application/json")
			if calls <= links {
				w.Header().Set("Link", fmt.Sprintf("<?at=%d>; rel=next", calls))
			}
			_, _ = io.WriteString(w, `[`+records(5*calls, 5)+`]`)
		})
		got := runOn(api.Builtin(), variables(t, server), "joborders", "list", "-o", "ndjson", "--jq", ".id", "-q")
		if ids := strings.Fields(got.out); got.code != 0 || len(ids) != count || calls != links+1 {
			t.Errorf("%d links: %d records in %d calls: %+v", links, len(ids), calls, got)
		}
	}
}

// records writes so many of them, from a number on.
func records(from, count int) string {
	parts := make([]string, 0, count)
	for i := range count {
		parts = append(parts, fmt.Sprintf(`{"id":%d}`, from+i))
	}
	return strings.Join(parts, ",")
}

// TestPages follows lists that come in parts from servers that keep to it and from others.
func TestPages(t *testing.T) {
	t.Parallel()
	type answer = func(r *http.Request, call int) (body, link string)
	number := func(r *http.Request, name string) int { n, _ := strconv.Atoi(r.URL.Query().Get(name)); return n }
	tests := []struct {
		name                         string
		parameters, members, headers string
		answer                       answer
		// count is how many records come, or else want is a part of the error.
		count int
		want  string
	}{
		{name: "pages to an empty one", parameters: byPage, count: 23, answer: func(r *http.Request, _ int) (string, string) {
			from := 10 * (number(r, "page") - 1)
			return `{"items":[` + records(from, max(0, min(10, 23-from))) + `]}`, ""
		}},
		{name: "a server that gives fewer than asked for", parameters: byPage, count: 23, answer: func(r *http.Request, _ int) (string, string) {
			from := 4 * (number(r, "page") - 1)
			return `{"items":[` + records(from, max(0, min(4, 23-from))) + `]}`, ""
		}},
		{name: "pages to a total", parameters: byPage, members: "total: {type: integer}", count: 20, answer: func(r *http.Request, call int) (string, string) {
			if call > 2 {
				return "no further call was needed", ""
			}
			return `{"total":20,"items":[` + records(10*(number(r, "page")-1), 10) + `]}`, ""
		}},
		{name: "a total that is not reached", parameters: byPage, members: "total: {type: integer}", answer: func(r *http.Request, _ int) (string, string) {
			from := 10 * (number(r, "page") - 1)
			return `{"total":25,"items":[` + records(from, max(0, min(10, 20-from))) + `]}`, ""
		}, want: "page 3 of the list: it is empty, but the server speaks of 25 records and has sent 20"},
		{name: "a server that knows no pages", parameters: byPage, count: 10, answer: func(*http.Request, int) (string, string) {
			return `{"items":[` + records(0, 10) + `]}`, ""
		}},
		{name: "a cursor", parameters: byCursor, members: nextText, count: 15, answer: func(_ *http.Request, call int) (string, string) {
			next := []string{`"b"`, `"c/?&"`, `null`}[call-1]
			return `{"next":` + next + `,"items":[` + records(5*call, 5) + `]}`, ""
		}},
		{name: "an empty page in the middle", parameters: byCursor, members: nextText, count: 5, answer: func(_ *http.Request, call int) (string, string) {
			return []string{`{"next":"b","items":[]}`, `{"next":"","items":[` + records(0, 5) + `]}`}[call-1], ""
		}},
		{name: "a cursor that comes again", parameters: byCursor, members: nextText, answer: func(_ *http.Request, call int) (string, string) {
			return `{"next":"` + []string{"b", "c"}[call%2] + `","items":[` + records(5*call, 5) + `]}`, ""
		}, want: "was there before: the pages lead round in a circle"},
		{name: "links", headers: inHeader, count: 15, answer: func(_ *http.Request, call int) (string, string) {
			return `{"items":[` + records(5*call, 5) + `]}`,
				[]string{`</first>; rel="first", </Thing?at=2>; rel="next"`, `<?at=3>; title="a, b"; rel="last next"`, `</Thing?at=1>; rel=prev`}[call-1]
		}},
		{name: "links in a circle", headers: inHeader, answer: func(_ *http.Request, call int) (string, string) {
			return `{"items":[` + records(5*call, 5) + `]}`, fmt.Sprintf(`</Thing?at=%d>; rel=next`, call%2)
		}, want: "the address of the next page was there before"},
		{name: "new links to the same page", headers: inHeader, answer: func(_ *http.Request, call int) (string, string) {
			return `{"items":[` + records(0, 5) + `]}`, fmt.Sprintf(`</Thing?at=%d>; rel=next`, call)
		}, want: "page 2 of the list: it is the same as an earlier one, and the server still names another one"},
		{name: "new links to nothing", headers: inHeader, answer: func(_ *http.Request, call int) (string, string) {
			return `{"items":[]}`, fmt.Sprintf(`</Thing?at=%d>; rel=next`, call)
		}, want: "page 100 of the list: it is empty like the 99 before it, and the server still names another one"},
		{name: "new links where none are described", answer: func(_ *http.Request, call int) (string, string) {
			return `{"items":[` + records(call%2, 1) + `]}`, fmt.Sprintf(`</Thing?at=%d>; rel=next`, call)
		}, want: "page 3 of the list: it is the same as an earlier one"},
		{name: "new marks of the same page", parameters: byCursor, members: nextText, answer: func(_ *http.Request, call int) (string, string) {
			return fmt.Sprintf(`{"next":"m%d","items":[%s]}`, call, records(0, 5)), ""
		}, want: "page 2 of the list: it is the same as an earlier one"},
		{name: "new marks of nothing", parameters: byCursor, members: nextText, answer: func(_ *http.Request, call int) (string, string) {
			return fmt.Sprintf(`{"next":"m%d","items":[]}`, call), ""
		}, want: "page 100 of the list: it is empty like the 99 before it"},
		{name: "a link to another server", headers: inHeader, answer: func(*http.Request, int) (string, string) {
			return `{"items":[]}`, `<https://example.com/Thing>; rel=next`
		}, want: "the URL leads to https://example.com, but the credentials are for"},
		{name: "an address beside the records", members: "nextLink: {type: string}", count: 10, answer: func(_ *http.Request, call int) (string, string) {
			return []string{`{"nextLink":"/Thing?at=2","items":[` + records(0, 5) + `]}`, `{"items":[` + records(5, 5) + `]}`}[call-1], ""
		}},
		{name: "a name with a dot", members: "'@odata.nextLink': {type: string}", count: 10, answer: func(_ *http.Request, call int) (string, string) {
			return []string{`{"@odata.nextLink":"Thing?at=2","items":[` + records(0, 5) + `]}`, `{"items":[` + records(5, 5) + `]}`}[call-1], ""
		}},
		{name: "pages from 0", parameters: byGuess, count: 23, answer: func(r *http.Request, _ int) (string, string) {
			from := 10 * number(r, "page")
			return `{"items":[` + records(from, max(0, min(10, 23-from))) + `]}`, ""
		}},
		{name: "pages from 1, 0 is the first too", parameters: byGuess, count: 23, answer: func(r *http.Request, _ int) (string, string) {
			from := 10 * max(0, number(r, "page")-1)
			return `{"items":[` + records(from, max(0, min(10, 23-from))) + `]}`, ""
		}},
		{name: "pages from 1, 0 is empty", parameters: byGuess, count: 13, answer: func(r *http.Request, _ int) (string, string) {
			from := 10 * (number(r, "page") - 1)
			if from < 0 {
				from = 100
			}
			return `{"items":[` + records(from, max(0, min(10, 13-from))) + `]}`, ""
		}},
		{name: "pages from 1, 0 is refused", parameters: byGuess, count: 13, answer: func(r *http.Request, _ int) (string, string) {
			from := 10 * (number(r, "page") - 1)
			if from < 0 {
				return refusedAnswer, ""
			}
			return `{"items":[` + records(from, max(0, min(10, 13-from))) + `]}`, ""
		}},
		{name: "one page from 0", parameters: byGuess, count: 3, answer: func(r *http.Request, _ int) (string, string) {
			from := 10 * number(r, "page")
			return `{"items":[` + records(from, max(0, min(10, 3-from))) + `]}`, ""
		}},
		{name: "a cursor two levels below", parameters: byCursor, members: "meta: {type: object, properties: {pagination: {type: object, properties: {nextCursor: {type: string}}}}}",
			count: 15, answer: func(_ *http.Request, call int) (string, string) {
				next := []string{`"b"`, `"c"`, `null`}[call-1]
				return `{"meta":{"pagination":{"nextCursor":` + next + `}},"items":[` + records(5*call, 5) + `]}`, ""
			}},
		{name: "a link that is an object", members: "_links: {type: object, properties: {next: {type: object, properties: {href: {type: string}}}}}",
			count: 10, answer: func(_ *http.Request, call int) (string, string) {
				return []string{`{"_links":{"next":{"href":"/Thing?at=2"}},"items":[` + records(0, 5) + `]}`, `{"_links":{"next":null},"items":[` + records(5, 5) + `]}`}[call-1], ""
			}},
		{name: "a number above the cursor", parameters: byCursor, members: "page: {type: object, properties: {next: {type: string}}}", count: 5, answer: func(*http.Request, int) (string, string) {
			return `{"page":3,"items":[` + records(0, 5) + `]}`, ""
		}},
		{name: "a link that is not described", count: 10, answer: func(_ *http.Request, call int) (string, string) {
			return `{"items":[` + records(5*call, 5) + `]}`, []string{`</Thing?at=2>; rel="next"`, ""}[call-1]
		}},
		{name: "such a link to another server", answer: func(*http.Request, int) (string, string) {
			return `{"items":[]}`, `<https://example.com/Thing>; rel=next`
		}, want: "the URL leads to https://example.com, but the credentials are for"},
		{name: "behind the last record", parameters: byLast, count: 15, answer: func(r *http.Request, call int) (string, string) {
			from := 0
			if r.URL.Query().Has("starting_after") {
				from = number(r, "starting_after") + 1
			}
			return `{"has_more":` + strconv.FormatBool(call < 3) + `,"items":[` + records(from, 5) + `]}`, ""
		}},
		{name: "more without a way to it", answer: func(*http.Request, int) (string, string) {
			return `{"items":[` + records(0, 5) + `],"has_more":true}`, ""
		}, want: "page 1 of the list: with it 5 records have come, but the server says that there are more"},
		{name: "a total with a limit alone", parameters: byLimit, answer: func(*http.Request, int) (string, string) {
			return `{"items":[` + records(0, 5) + `],"total":7}`, ""
		}, want: "5 records have come, but the server speaks of 7; the API description names no way to the others: ask for more at once with --param limit=NUMBER"},
		{name: "a mark that nothing takes", answer: func(*http.Request, int) (string, string) {
			return `{"items":[` + records(0, 5) + `],"meta":{"nextCursor":"b"}}`, ""
		}, want: "the server says that there are more"},
		{name: "a total that is reached", count: 5, answer: func(*http.Request, int) (string, string) {
			return `{"items":[` + records(0, 5) + `],"total":5,"has_more":false,"next":"b"}`, ""
		}},
		{name: "other words beside the records", count: 5, answer: func(*http.Request, int) (string, string) {
			return `{"items":[` + records(0, 5) + `],"filter":{"next":"week","total":9},"cursor":"a","totals":[9]}`, ""
		}},
		{name: "no array", answer: func(*http.Request, int) (string, string) { return `{"items":{}}`, "" }, want: "items is no array"},
		{name: "none at all", answer: func(*http.Request, int) (string, string) { return `{"things":[]}`, "" }, want: "the answer has no array items"},
		{name: "null", count: 0, answer: func(*http.Request, int) (string, string) { return `{"items":null}`, "" }},
		{name: "a bare array", answer: func(*http.Request, int) (string, string) { return `[]`, "" }, want: "not a JSON object"},
		{name: "something else in it", answer: func(*http.Request, int) (string, string) { return `{"items":[1]}`, "" }, want: "element 1"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			calls := 0
			server := serving(t, func(w http.ResponseWriter, r *http.Request) {
				calls++
				body, link := test.answer(r, calls)
				w.Header().Set("Content-Type", "application/json")
				if link != "" {
					w.Header().Set("Link", link)
				}
				if body == refusedAnswer {
					w.WriteHeader(http.StatusBadRequest)
				}
				_, _ = io.WriteString(w, body)
			})
			catalog := paged(t, test.parameters, test.members, test.headers)
			environment := with(variables(t, server), "AIMSIO_MAX_WAIT=1s")
			got := runOn(catalog, environment, "things", "list", "-o", "ndjson", "--jq", ".id", "-q")
			if test.want != "" {
				if got.code == 0 || !strings.Contains(got.err, test.want) {
					t.Errorf("want an error with %q: %+v", test.want, got)
				}
				return
			}
			ids := strings.Fields(got.out)
			if got.code != 0 || len(ids) != test.count {
				t.Errorf("%d records, want %d: %+v", len(ids), test.count, got)
			}
		})
	}
}
