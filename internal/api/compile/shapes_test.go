package compile_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/compile"
)

// withPaths makes a description of some paths, with a schema Thing that has many fields.
func withPaths(top string, paths ...string) string {
	return "openapi: 3.0.3\ninfo: {title: a, version: '1'}\n" + top + "\npaths:\n  " + strings.Join(paths, "\n  ") + `
components:
  schemas:
    Thing: {type: object, properties: {thingGuid: {type: string}, thingCode: {type: string}, thingStatus: {type: string}, thingName: {type: string}, thingPlace: {type: string}}}
    Bag: {type: object, properties: {items: {type: array, items: {type: object}}, total: {type: integer}}}
    Other: {type: object, properties: {otherGuid: {type: string}, otherCode: {type: string}}}
`
}

const (
	things   = `{responses: {'200': {description: a, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}}}}}}`
	oneThing = `{responses: {'200': {description: a, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}}`
	others   = `{responses: {'200': {description: a, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Other'}}}}}}}`
	anything = `{responses: {'200': {description: a}}}`
)

// sending is an operation whose body has this schema.
func sending(schema string) string {
	return `{requestBody: {content: {application/json: {schema: ` + schema + `}}}, responses: {'200': {description: a}}}`
}

const whole = `{$ref: '#/components/schemas/Thing'}`

// TestShapesOfOperations: what an operation does follows from its shape, not from its name.
func TestShapesOfOperations(t *testing.T) {
	list, get := "/Thing: {get: "+things+"}", "/Thing/{thingGuid}: {get: "+oneThing+"}"
	status := `{type: object, properties: {thingGuid: {type: string}, thingStatus: {type: string}}}`
	tests := []struct {
		name  string
		top   string
		paths []string
		// want are the entities with their calls, then the calls that fit no verb.
		want []string
	}{
		{"list and get", "", []string{list, get}, []string{"things: list GET /Thing, get GET /Thing/{thingGuid}"}},
		{"one list alone", "", []string{list}, []string{"things: list GET /Thing"}},
		{"get in the singular", "", []string{"/Things: {get: " + things + "}", get}, []string{"things: list GET /Things, get GET /Thing/{thingGuid}"}},
		{"list below the path", "", []string{"/Thing/list: {get: " + things + "}", get}, []string{"things: get GET /Thing/{thingGuid}", "GET /Thing/list: it is a further way to what /Thing/{thingGuid} reads"}},
		{"list below the path, said", "", []string{"/Thing/list: {get: {x-aimsio-entity: Thing, " + things[1:] + "}", get}, []string{"things: list GET /Thing/list, get GET /Thing/{thingGuid}"}},
		{"array", "", []string{list, "/Save: {post: " + sending("{type: array, items: "+whole+"}") + "}"}, []string{"things: list GET /Thing", "POST /Save: " + none}},
		{"record", "", []string{"/Thing: {get: " + things + ", post: " + sending(whole) + "}"}, []string{"things: list GET /Thing, create POST /Thing record"}},
		{"record elsewhere", "", []string{list, "/Save: {post: " + sending(whole) + "}"}, []string{"things: list GET /Thing", "POST /Save: " + none}},
		{"a body that is no record of anything", "", []string{list, "/Login: {post: " + sending("{type: object, properties: {user: {type: string}}}") + "}"},
			[]string{"things: list GET /Thing", "POST /Login: nothing lists or gets the records that it would work on"}},
		{"put and patch", "", []string{list, "/Thing/{thingGuid}: {get: " + oneThing + ", put: " + sending(whole) + ", patch: " + sending(whole) + "}"},
			[]string{"things: list GET /Thing, get GET /Thing/{thingGuid}, update PATCH /Thing/{thingGuid} record", "PUT /Thing/{thingGuid}: PATCH /Thing/{thingGuid} does the same"}},
		{"status by its fields", "", []string{list, "/Thing/{thingGuid}: {get: " + oneThing + ", patch: " + sending("{type: object, properties: {thingStatus: {type: string}}}") + "}"},
			[]string{"things: list GET /Thing, get GET /Thing/{thingGuid}, update-status PATCH /Thing/{thingGuid} record"}},
		{"status beside another field", "", []string{list, "/Thing/{thingGuid}: {get: " + oneThing + ", patch: " + sending("{type: object, properties: {thingStatus: {type: string}, thingName: {type: string}}}") + "}"},
			[]string{"things: list GET /Thing, get GET /Thing/{thingGuid}, update PATCH /Thing/{thingGuid} record"}},
		{"left alone", "", []string{list, "/Thing/{thingGuid}: {get: " + oneThing + ", patch: {x-aimsio-verb: none, " + sending(whole)[1:] + "}"},
			[]string{"things: list GET /Thing, get GET /Thing/{thingGuid}", "PATCH /Thing/{thingGuid}: x-aimsio-verb says so"}},
		{"status by its path", "", []string{list, "/Thing/{thingGuid}/changeStatus: {put: " + sending(whole) + "}"},
			[]string{"things: list GET /Thing, update-status PUT /Thing/{thingGuid}/changeStatus record"}},
		{"status of several", "", []string{list, "/Thing/status: {put: {x-aimsio-entity: Thing, x-aimsio-verb: update-status, " + sending("{type: object, properties: {list: {type: array, items: " + status + "}}}")[1:] + "}"},
			[]string{"things: list GET /Thing, update-status PUT /Thing/status in list"}},
		{"status without a body", "", []string{list, "/Thing/{thingGuid}/status: {post: " + anything + "}"},
			[]string{"things: list GET /Thing", "POST /Thing/{thingGuid}/status: it sends no body in JSON"}},
		{"delete", "", []string{list, "/Thing/{thingGuid}: {delete: " + anything + "}"}, []string{"things: list GET /Thing, delete DELETE /Thing/{thingGuid}"}},
		{"delete of all", "", []string{"/Thing: {get: " + things + ", delete: " + anything + "}"},
			[]string{"things: list GET /Thing", "DELETE /Thing: it deletes other than by a parameter at the end of its path"}},
		{"two parameters", "", []string{list, "/Thing/{a}/Part/{b}: {get: " + oneThing + "}"},
			[]string{"things: list GET /Thing", "GET /Thing/{a}/Part/{b}: its path has more than one parameter"}},
		{"a parameter in a step", "", []string{list, "/Thing/x{a}: {get: " + oneThing + "}"},
			[]string{"things: list GET /Thing", "GET /Thing/x{a}: its path goes on behind the parameter"}},
		{"a further list", "", []string{list, "/Thing/late: {get: " + things + "}"},
			[]string{"things: list GET /Thing", "GET /Thing/late: it is a further way to what /Thing reads"}},
		{"a tag of one entity", "", []string{strings.Replace(list, "{get: {", "{get: {tags: [x], ", 1), "/other: {get: " + others + "}",
			"/Write: {post: {tags: [x], " + sending("{type: object, properties: {all: {type: array, items: {type: object, properties: {a: {type: string}}}}}}")[1:] + "}"},
			[]string{"things: list GET /Thing", "others: list GET /other", "POST /Write: " + none}},
		{"a tag and half of the fields", "", []string{strings.Replace(list, "{get: {", "{get: {tags: [x], ", 1), "/other: {get: " + others + "}",
			"/Write: {post: {tags: [x], " + sending("{type: object, properties: {all: {type: array, items: {type: object, properties: {thingCode: {type: string}, thingName: {type: string}, thingPlace: {type: string}}}}}}")[1:] + "}"},
			[]string{"things: list GET /Thing", "others: list GET /other", "POST /Write: " + none}},
		{"servers with a path", "servers: [{url: 'https://a.example/x/v1/'}, {url: 'https://b.example/mock/x/v1'}]", []string{list, "/health: {get: {responses: {'200': {description: a, content: {application/json: {schema: {type: string}}}}}}}"},
			[]string{"things: list GET /x/v1/Thing", "GET /x/v1/health: its answer is no list"}},
		{"the vendor's mock alone", "servers: [{url: 'https://api.aimsio.com/_mock/aimsio_api/'}]", []string{list}, []string{"things: list GET /Thing"}},
		{"a path below that of the mock", "servers: [{url: 'https://api.aimsio.com/_mock/aimsio_api/x/v1'}]", []string{list}, []string{"things: list GET /x/v1/Thing"}},
		{"a path that only begins so", "servers: [{url: 'https://api.aimsio.com/_mock/aimsio_api2'}]", []string{list}, []string{"things: list GET /_mock/aimsio_api2/Thing"}},
		{"a server with a relative path", "servers: [{url: /api}]", []string{list}, []string{"things: list GET /api/Thing"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, shapesOf(t, withPaths(test.top, test.paths...))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// shapesOf gives the entities of a description with their calls, then the calls that fit no verb.
func shapesOf(t *testing.T, description string) []string {
	t.Helper()
	c := compiled(t, description)
	var have []string
	for _, e := range c.Entities {
		var calls []string
		for _, o := range e.Operations {
			if !slices.Contains(api.VerbNames(e), string(o.Verb)) {
				t.Errorf("%s: %s is counted, and no verb of it: %q", e.Name, o.Verb, api.VerbNames(e))
			}
			call := string(o.Verb) + " " + o.Method + " " + o.Path
			if o.Wrapper != "" {
				call += " in " + o.Wrapper
			}
			calls = append(calls, strings.TrimSpace(call+" "+string(o.Body)))
		}
		have = append(have, e.Name+": "+strings.Join(calls, ", "))
	}
	for _, o := range c.Others {
		have = append(have, o.Method+" "+o.Path+": "+o.Why)
	}
	return have
}

// Names do not depend on the order of a file, stay through later imports, and are never those of commands.
func TestNamesOfEntities(t *testing.T) {
	names := func(o compile.Options, paths ...string) string {
		t.Helper()
		c, err := compile.With([]byte(withPaths("", paths...)), o)
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, e := range c.Entities {
			all = append(all, e.Operations[0].Path+"="+e.Name)
		}
		return strings.Join(all, " ")
	}
	first, second, third := "/a/Log: {get: "+things+"}", "/b/Log: {get: "+others+"}", "/c/Mirrors: {get: "+others+"}"
	reserved := compile.Options{Reserved: []string{"log", "mirrors"}}
	tests := []struct {
		name, have, want string
	}{
		{"in order", names(reserved, first, second), "/a/Log=logs /b/Log=logs2"},
		{"in another order", names(reserved, second, first), "/b/Log=logs2 /a/Log=logs"},
		{"the shortest path", names(reserved, "/a/b/Log: {get: "+things+"}", second), "/a/b/Log=logs2 /b/Log=logs"},
		{"of a command", names(reserved, third), "/c/Mirrors=mirrors2"},
		{"as before", names(compile.Options{Names: []api.Naming{{Path: "/B/log", Name: "logs"}}}, first, second), "/a/Log=logs2 /b/Log=logs"},
		{"set", names(compile.Options{Names: []api.Naming{{Path: "/a/Log", Name: "diaries"}}}, first, second), "/a/Log=diaries /b/Log=logs2"},
		{"set to that of a command", names(compile.Options{Reserved: []string{"env"}, Names: []api.Naming{{Path: "/a/Log", Name: "env"}}}, first), "/a/Log=logs"},
		{"set twice", names(compile.Options{Names: []api.Naming{{Path: "/a/Log", Name: "x"}, {Path: "/b/Log", Name: "x"}}}, first, second), "/a/Log=x /b/Log=logs2"},
	}
	for _, test := range tests {
		if test.have != test.want {
			t.Errorf("%s: %s, want %s", test.name, test.have, test.want)
		}
	}
}

func compiled(t *testing.T, description string) *api.Catalog {
	t.Helper()
	c, err := compile.Description([]byte(description), nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestRowsByPath: the row of an entity goes to what stands at its path before what is only called like it.
func TestRowsByPath(t *testing.T) {
	const at = "/rest/api/standard/v1/"
	tests := []struct {
		name  string
		paths []string
		want  map[string]string
	}{
		{"an archive ahead of it", []string{"/rest/api/archive/v1/JobOrder: {get: " + things + "}", at + "joborder: {get: " + others + "}"},
			map[string]string{"joborders": at + "joborder", "joborders2": "/rest/api/archive/v1/JobOrder"}},
		{"elsewhere alone", []string{"/v2/JobOrder: {get: " + things + "}"}, map[string]string{"joborders": "/v2/JobOrder"}},
		{"hyphens", []string{at + "payroll-period: {get: " + things + "}", at + "BILLABLE_ITEM: {get: " + others + "}"},
			map[string]string{"payrollperiods": at + "payroll-period", "billableitems": at + "BILLABLE_ITEM"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c, err := compile.Description([]byte(withPaths("", test.paths...)), api.Presentations())
			if err != nil {
				t.Fatal(err)
			}
			have := map[string]string{}
			for _, e := range c.Entities {
				have[e.Name] = e.Operations[0].Path
			}
			if diff := cmp.Diff(test.want, have); diff != "" {
				t.Error(diff)
			}
		})
	}
}
