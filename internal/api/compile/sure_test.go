package compile_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/compile"
)

// answering is an operation that answers this schema in a media type.
func answering(kind, schema string) string {
	return `{responses: {'200': {description: a, content: {` + kind + `: {schema: ` + schema + `}}}}}`
}

const thingsIn = "{type: array, items: " + whole + "}"

// TestListsAndRecords: a record that has a list is no list, and what stands around a list is none of a record.
func TestListsAndRecords(t *testing.T) {
	get := "/users/{thingGuid}: {get: " + oneThing + "}"
	none := ": its answer is no list: it is an object with other members than a list and what is said of pages"
	for name, test := range map[string]struct{ paths, want []string }{
		"a record that has a list": {
			[]string{"/users/me: {get: " + answering("application/json", "{type: object, properties: {id: {type: string}, name: {type: string}, roles: "+thingsIn+"}}") + "}", get},
			[]string{"users: get GET /users/{thingGuid}", "GET /users/me" + none},
		},
		"a record whose list has a general name": {
			[]string{"/account: {get: " + answering("application/json", "{type: object, properties: {id: {type: string}, items: "+thingsIn+"}}") + "}", get},
			[]string{"users: get GET /users/{thingGuid}", "GET /account" + none},
		},
		"a record with lines and a status": {
			[]string{"/cart: {get: " + answering("application/json", "{type: object, properties: {lines: "+thingsIn+", status: {type: string}}}") + "}", get},
			[]string{"users: get GET /users/{thingGuid}", "GET /cart" + none},
		},
		"what a get of other records answers": {
			[]string{"/mine: {get: " + answering("application/json", "{$ref: '#/components/schemas/Bag'}") + "}", "/bags/{bagId}: {get: " + answering("application/json", "{$ref: '#/components/schemas/Bag'}") + "}", get},
			[]string{"users: get GET /users/{thingGuid}", "GET /mine: its answer is one record, as that of /bags/{bagId} is", "GET /bags/{bagId}: nothing in the record tells what its path names it by: x-aimsio-identifier can say it"},
		},
		"another server": {
			[]string{"/users: {servers: [{url: 'https://b.example'}], get: " + things + "}", get, "/parts: {get: {servers: [{url: 'https://a.example'}], " + things[1:] + "}"},
			[]string{"users: get GET /users/{thingGuid}", "parts: list GET /parts", "GET /users: it has a server of its own, https://b.example"},
		},
		"called after the collection, with other things beside": {
			[]string{"/users: {get: " + answering("application/json", "{type: object, properties: {users: "+thingsIn+", region: {type: string}}}") + "}", get},
			[]string{"users: list GET /users in users, get GET /users/{thingGuid}"},
		},
		"with what is said of pages": {
			[]string{"/users: {get: " + answering("application/json", "{type: object, properties: {data: "+thingsIn+", pagination: {type: object}, next_marker: {type: string}}}") + "}", get},
			[]string{"users: list GET /users in data, get GET /users/{thingGuid}"},
		},
		"a get that answers a list of one": {
			[]string{"/Users/{thingGuid}: {get: " + answering("application/json", "{type: object, properties: {Users: "+thingsIn+"}}") + "}"},
			[]string{"users: get GET /Users/{thingGuid} in Users"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, shapesOf(t, withPaths("servers: [{url: 'https://a.example'}]", test.paths...))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestNearestCall: the call on the records' own path counts, wherever the others stand in the file.
func TestNearestCall(t *testing.T) {
	stray := []string{"/session/{thingGuid}: {get: " + oneThing + "}", "/users/code/{thingCode}: {get: " + oneThing + "}"}
	own := []string{"/users: {get: " + things + "}", "/users/{thingGuid}: {get: " + oneThing + "}"}
	further := "GET /users/code/{thingCode}: it is a further way to what /users reads"
	for name, paths := range map[string][]string{"before": slices.Concat(stray, own), "behind": slices.Concat(own, stray)} {
		have := shapesOf(t, withPaths("", paths...))
		if !strings.Contains(strings.Join(have, "\n"), "users: list GET /users, get GET /users/{thingGuid}") || have[len(have)-1] != further {
			t.Errorf("%s: %s", name, strings.Join(have, "\n"))
		}
	}
}

// TestWhatAPutDoes: a PUT on a collection makes records where nothing else does, and never changes one.
func TestWhatAPutDoes(t *testing.T) {
	read := []string{"/Thing/{thingGuid}: {get: " + oneThing + "}"}
	alone := withPaths("", append(read, "/Thing: {get: "+things+", put: "+listOf("things", "thingGuid: {type: string}, thingName: {type: string}")+"}")...)
	if diff := cmp.Diff([]string{"things: list GET /Thing, get GET /Thing/{thingGuid}, create PUT /Thing in things"}, shapesOf(t, alone)); diff != "" {
		t.Error(diff)
	}
	things := entity(t, compiled(t, alone), "things")
	if _, updates := things.Updating(); updates || things.Upserts() {
		t.Error("a PUT on the collection is taken for a change")
	}
}

// TestPagingIsSure: a parameter that may be a date, a range or a filter is none of pages.
func TestPagingIsSure(t *testing.T) {
	const size = "{name: limit, in: query, schema: {type: integer}}"
	for _, test := range []struct{ name, parameters, members, want string }{
		{"a date", "{name: start, in: query, schema: {type: string, format: date}}, " + size, "", ""},
		{"a range", "{name: from, in: query, schema: {type: integer}}, {name: to, in: query, schema: {type: integer}}, " + size, "", ""},
		{"required", "{name: start, in: query, required: true, schema: {type: integer}}, " + size, "", ""},
		{"nothing agrees", "{name: start, in: query, schema: {type: integer}}", "", ""},
		{"a size agrees", "{name: offset, in: query, schema: {type: integer}}, " + size, "", "offset offset"},
		{"a total agrees", "{name: skip, in: query, schema: {type: integer}}", ", total: {type: integer}", "offset skip"},
		{"an opaque offset alone", "{name: offset, in: query, schema: {type: string}}, " + size, "", ""},
		{
			"an opaque offset that the answer has", "{name: offset, in: query, schema: {type: string}}, " + size,
			", next_page: {type: object, properties: {offset: {type: string}, uri: {type: string}}}", "cursor offset next_page.offset",
		},
		{"one beside the list", "{name: offset, in: query, schema: {type: string}}", ", next_offset: {type: string}", "cursor offset next_offset"},
		{"pages", "{name: page, in: query, schema: {type: integer}}", "", "page page"},
		{"pages beside a range of days", "{name: page, in: query, schema: {type: integer}}, {name: start, in: query, schema: {type: string, format: date}}, {name: end, in: query, schema: {type: string, format: date}}", "", "page page"},
		{"an offset beside a range of days", "{name: offset, in: query, schema: {type: integer}}, {name: since, in: query, schema: {type: string}}, {name: until, in: query, schema: {type: string}}, " + size, "", "offset offset"},
		{"the number that comes next", "{name: from, in: query, schema: {type: integer}}, " + size, ", total: {type: integer}, from: {type: integer}, next: {type: integer, nullable: true}", "cursor from next"},
		{"the number of the page that comes next", "{name: page, in: query, schema: {type: integer}}", ", nextPage: {type: integer}", "page page"},
		{"a mark that nothing takes", size, ", next_marker: {type: string}", ""},
		{"an address", "", ", next: {type: string, format: uri}", "link  next"},
		{"a mark", "{name: marker, in: query, schema: {type: string}}", ", next_marker: {type: string}", "cursor marker next_marker"},
		{"pages of a text", "{name: page, in: query, schema: {type: string}}", "", ""},
	} {
		list := "/Thing: {get: {parameters: [" + test.parameters + "], " + answering("application/json", "{type: object, properties: {data: "+thingsIn+test.members+"}}")[1:] + "}"
		o, _ := entity(t, compiled(t, withPaths("", list)), "things").Operation(api.List)
		have := ""
		if o.Page != nil {
			have = strings.TrimSpace(string(o.Page.Style) + " " + o.Page.Parameter + " " + o.Page.Next)
		}
		if have != test.want {
			t.Errorf("%s: %q, want %q", test.name, have, test.want)
		}
	}
}

// TestMayBePaged: a parameter that only looks as if it led to further records is no page, and is not forgotten.
func TestMayBePaged(t *testing.T) {
	for parameters, want := range map[string]string{
		"{name: page, in: query, schema: {type: integer}}":                                                     "page",
		"{name: offset, in: query, schema: {type: integer}}":                                                   "offset",
		"{name: page, in: query, schema: {type: integer}}, {name: limit, in: query, schema: {type: integer}}":  "",
		"{name: cursor, in: query, schema: {type: string}}, {name: limit, in: query, schema: {type: integer}}": "cursor",
		"{name: page, in: query, required: true, schema: {type: integer}}":                                     "",
		"{name: start, in: query, schema: {type: string, format: date}}":                                       "",
		"{name: from, in: query, schema: {type: integer}}, {name: to, in: query, schema: {type: integer}}":     "",
		"{name: after, in: query, schema: {type: string}}, {name: colour, in: query, schema: {type: string}}":  "",
	} {
		o, _ := entity(t, compiled(t, withPaths("", "/Thing: {get: {parameters: ["+parameters+"], "+things[1:]+"}")), "things").Operation(api.List)
		if have := o.MayBePaged(); have != want {
			t.Errorf("%s: %q, want %q", parameters, have, want)
		}
	}
}

// TestMediaTypesAndReferences: another JSON than the plain one is asked for by its name, a whole operation may stand
// elsewhere in the file, and a reference that leads nowhere costs the field alone.
func TestMediaTypesAndReferences(t *testing.T) {
	c := compiled(t, withPaths("x-list: "+answering("application/vnd.api+json", thingsIn), "/Thing: {get: {$ref: '#/x-list'}}",
		"/Part: {get: "+answering("application/json", "{type: array, items: {type: object, properties: {id: {type: string}, a: {$ref: '#/x-nowhere'}, b: {$ref: '#/x-nowhere'}}}}")+"}"))
	if o, _ := entity(t, c, "things").Operation(api.List); o.Accept != "application/vnd.api+json" {
		t.Errorf("accepted: %q", o.Accept)
	}
	if a, has := api.Find(entity(t, c, "parts").Fields, "a"); !has || a.Type != api.Any {
		t.Errorf("the field: %+v", a)
	}
	told := 0
	for _, note := range c.Notes {
		if note.What == "reference" && note.Value == "#/x-nowhere" {
			told++
		}
	}
	if told != 1 {
		t.Errorf("told %d times: %+v", told, c.Notes)
	}
}

// TestManyFiles: a description that is spread over files says so once.
func TestManyFiles(t *testing.T) {
	_, err := compile.Description([]byte(withPaths("", "/Thing: {get: {$ref: 'a.yaml'}}", "/Other: {get: {$ref: 'b.yaml'}}")), nil)
	if err == nil || strings.Count(err.Error(), "\n") > 0 || !strings.Contains(err.Error(), "a.yaml, which is not followed") {
		t.Errorf("%v", err)
	}
}

// TestOwnWords: what the description says itself counts before what names and shapes tell.
func TestOwnWords(t *testing.T) {
	c := compiled(t, withPaths("", "/Thing: {x-aimsio-identifier: thingCode, x-aimsio-key: [thingName], x-aimsio-status: thingPlace, x-aimsio-columns: [thingName, thingCode], x-aimsio-name: gadgets, x-aimsio-web: '/#/{thingCode}', get: "+
		things+"}", "/Thing/{number}: {get: "+oneThing+"}", "/Save: {post: {x-aimsio-entity: Thing, x-aimsio-upserts: true, "+sending(whole)[1:]+"}"))
	e := entity(t, c, "gadgets")
	_, creates := e.Operation(api.Create)
	have := []any{e.GUID, e.Key, e.Status, e.Columns, creates, e.Upserts(), e.KeySure, e.Web}
	want := []any{"thingCode", []string{"thingName"}, "thingPlace", []string{"thingName", "thingCode"}, true, true, false, "/#/{thingCode}"}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Error(diff)
	}
}

// TestWebAddressOfTheRecord: a web address in the description which leaves it to the record what is opened is a fault.
func TestWebAddressOfTheRecord(t *testing.T) {
	_, err := compile.Description([]byte(withPaths("", "/Thing: {x-aimsio-web: '{thingCode}', get: "+things+"}")), nil)
	if err == nil || !strings.Contains(err.Error(), "x-aimsio-web: \"{thingCode}\"") {
		t.Errorf("%v", err)
	}
}

// TestPlurals: names of entities are plurals as people write them.
func TestPlurals(t *testing.T) {
	for path, want := range map[string]string{
		"status": "statuses", "saas": "saas", "people": "people", "analysis": "analyses", "box": "boxes", "category": "categories", "metadata": "metadata",
	} {
		if have := compiled(t, withPaths("", "/"+path+": {get: "+things+"}")).Entities[0].Name; have != want {
			t.Errorf("%s: %s, want %s", path, have, want)
		}
	}
	c := compiled(t, withPaths("", "/a/Log: {get: "+things+"}", "/b/Log: {get: "+others+"}"))
	names := 0
	for _, note := range c.Notes {
		if note.What == "name" && note.Value == "logs2" {
			names++
		}
	}
	if names == 0 {
		t.Errorf("nothing tells of the numbered name: %+v", c.Notes)
	}
}
