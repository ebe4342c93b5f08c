package compile_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/compile"
)

// The two places that a new entity touches: the description, here appended to, and a row.
func entity(t testing.TB, c *api.Catalog, name string) *api.Entity {
	t.Helper()
	e, ok := c.Entity(name)
	if !ok {
		t.Fatalf("the catalog has no entity %s", name)
	}
	return e
}

func TestAddingAnEntity(t *testing.T) {
	paths := `
  /rest/api/standard/v1/Permit:
    get:
      operationId: listPermit
      tags: [master-data]
      responses:
        '200':
          description: All permits.
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/JobOrderStub'}}
    post:
      operationId: writePermit
      requestBody:
        content:
          application/json:
            schema: {type: object, properties: {permitList: {type: array, items: {$ref: '#/components/schemas/Permit'}}}}
      responses: {'200': {description: Accepted.}}
  /rest/api/standard/v1/Permit/{permitGuid}:
    get:
      operationId: getPermit
      responses:
        '200':
          description: One permit.
          content: {application/json: {schema: {$ref: '#/components/schemas/Permit'}}}
components:
`
	schema := `
    Permit:
      type: object
      description: Leave to work somewhere.
      required: [permitCode]
      properties:
        permitGuid: {type: string, x-aimsio-certainty: assumed}
        permitCode: {type: string, x-aimsio-certainty: assumed}
        permitJobNumber: {type: string, x-aimsio-certainty: assumed, x-aimsio-refers-to: JobOrder.jobNumber, x-aimsio-role: site}
        permitUpdatedAt: {type: integer, format: epoch-ms, x-aimsio-certainty: assumed}
`
	description := strings.Replace(string(api.Description()), "\ncomponents:\n", paths, 1) + schema
	rows := append(api.Presentations(), api.Presentation{
		Resource: "Permit", Name: "permits", Title: "permit", Aliases: []string{"permit"},
		Key: []string{"permitCode"}, GUID: "permitGuid", UpdatedAt: "permitUpdatedAt", Columns: []string{"permitCode", "permitJobNumber"},
	})
	c, err := compile.Description([]byte(description), rows)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Entities) != len(api.Builtin().Entities)+1 {
		t.Errorf("%d entities", len(c.Entities))
	}
	certainty := api.Assumed
	want := &api.Entity{
		Name: "permits", Resource: "Permit", Title: "permit", Aliases: []string{"permit"}, Group: "master-data",
		Summary: "Leave to work somewhere.", GUID: "permitGuid", UpdatedAt: "permitUpdatedAt",
		Key: []string{"permitCode"}, UpsertsSaid: true, Columns: []string{"permitCode", "permitJobNumber"},
		Operations: []api.Operation{
			{Verb: api.List, Method: "GET", Path: "/rest/api/standard/v1/Permit", Certainty: api.Documented},
			{Verb: api.Get, Method: "GET", Path: "/rest/api/standard/v1/Permit/{permitGuid}", Certainty: api.Documented},
			{Verb: api.Create, Method: "POST", Path: "/rest/api/standard/v1/Permit", Wrapper: "permitList", Certainty: api.Documented},
		},
		Index: entity(t, c, "joborders").Index,
		Fields: []api.Field{
			{Name: "permitGuid", Type: api.String, Certainty: certainty},
			{Name: "permitCode", Type: api.String, Required: true, Certainty: certainty},
			{
				Name: "permitJobNumber", Type: api.String, Certainty: certainty,
				RefersTo: &api.Reference{Resource: "JobOrder", Field: "jobNumber", Role: "site"},
			},
			{Name: "permitUpdatedAt", Type: api.Time, Certainty: certainty},
		},
	}
	if diff := cmp.Diff(want, entity(t, c, "permit")); diff != "" {
		t.Error(diff)
	}
}

func vendor(t testing.TB) []byte {
	t.Helper()
	description, err := os.ReadFile("testdata/vendor.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return description
}

func TestDescriptionWithoutExtensions(t *testing.T) {
	c, err := compile.Description(vendor(t), api.Presentations())
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Entities) != 3 {
		t.Fatalf("%d entities; job orders, field tickets and tickets were expected", len(c.Entities))
	}
	parent := []api.Field(nil) // a ticket inside a ticket is not followed again
	known := api.Documented
	want := &api.Entity{
		Name: "fieldtickets", Resource: "FieldTicket", Title: "field ticket", Group: "tickets",
		Aliases: []string{"fieldticket", "field-tickets", "field-ticket"}, Summary: "A ticket signed in the field.",
		GUID: "fieldTicketGuid", Status: "fieldTicketStatus", UpdatedAt: "fieldTicketUpdatedAt",
		Key:     []string{"fieldTicketNumber"},
		Columns: []string{"fieldTicketNumber", "fieldTicketStatus", "fieldTicketUpdatedAt", "fieldTicketGuid", "fieldTicketDate"},
		Operations: []api.Operation{
			{Verb: api.List, Method: "GET", Path: "/rest/api/standard/v1/FieldTicket", Certainty: known},
			{Verb: api.Get, Method: "GET", Path: "/rest/api/standard/v1/fieldticket/{fieldTicketGuid}", Certainty: known},
		},
		Index: []api.Field{
			{Name: "dtype", Type: api.String, Certainty: known},
			{Name: "guid", Type: api.String, Certainty: known},
			{Name: "updatedAt", Type: api.Time, Certainty: known},
		},
		Fields: []api.Field{
			{Name: "fieldTicketGuid", Type: api.String, Format: "uuid", Certainty: known},
			{Name: "fieldTicketNumber", Type: api.String, Required: true, Certainty: known},
			{Name: "fieldTicketStatus", Type: api.String, Enum: []string{"Open", "Signed"}, Certainty: known},
			{Name: "fieldTicketDate", Type: api.Day, Certainty: known},
			{Name: "fieldTicketParent", Type: api.Object, Certainty: known, Fields: parent},
			{Name: "fieldTicketUpdatedAt", Type: api.Time, Certainty: known},
		},
	}
	if diff := cmp.Diff(want, entity(t, c, "fieldtickets")); diff != "" {
		t.Error(diff)
	}
	jobs := entity(t, c, "joborders") // its row names fields that this description does not have
	if jobs.GUID != "jobOrderGuid" || jobs.Status != "" || !cmp.Equal(jobs.Columns, []string{"jobNumber"}) {
		t.Errorf("job orders: identifier %q, status %q, columns %v", jobs.GUID, jobs.Status, jobs.Columns)
	}
}

func TestBadDescriptions(t *testing.T) {
	deep := "openapi: 3.0.3\ninfo: {title: a, version: '1'}\npaths: {}\nx-deep: " + strings.Repeat("[", 20_000)
	tests := []struct{ name, description, want string }{
		{"empty", " \n", "line 1: it is empty"},
		{"HTML", "<!doctype html><title>Sign in</title>", "line 1: it is HTML or XML"},
		{"not YAML", "openapi: 3.0.3\n\tpaths: [", "not an OpenAPI file"},
		{"another YAML", "name: a\n", "not an OpenAPI file"},
		{"Swagger 2", "swagger: '2.0'\ninfo: {title: a, version: '1'}\npaths: {}\n", "version 2.0 of the format is not read"},
		{"no paths", "openapi: 3.0.3\ninfo: {title: a, version: '1'}\n", `under "paths"`},
		{"no records", "openapi: 3.0.3\ninfo: {title: a, version: '1'}\npaths: {/a: {get: {responses: {'200': {description: b}}}}}\n",
			"none of its 1 operations lists, gets or writes records: its answer is not described as JSON (1)"},
		{"deep", deep, "not an OpenAPI file"},
		{"unknown certainty", withSchema("a: {type: string, x-aimsio-certainty: sure}"), "GET /Thing/{id} (line 4): field a: x-aimsio-certainty"},
		{"bad reference", withSchema("a: {type: object, properties: {b: {type: string, x-aimsio-refers-to: Job}}}"), "field a: field b: x-aimsio-refers-to"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := compile.Description([]byte(test.description), nil)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("have %v, want an error with %q", err, test.want)
			}
		})
	}
}

// withSchema makes a description of one call whose record has these properties.
func withSchema(properties string) string {
	return `openapi: 3.0.3
info: {title: a, version: '1'}
paths:
  /Thing/{id}: {get: {responses: {'200': {description: b, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}}}
components:
  schemas:
    Thing: {type: object, properties: {id: {type: string}, ` + properties + `}}
`
}

// layers makes schemas of which each has the next one ten times.
func layers(count int) string {
	var out strings.Builder
	for i := range count {
		fmt.Fprintf(&out, "    L%d: {type: object, properties: {", i)
		for j := range 10 {
			fmt.Fprintf(&out, "p%d: {$ref: '#/components/schemas/L%d'},", j, i+1)
		}
		out.WriteString("}}\n")
	}
	fmt.Fprintf(&out, "    L%d: {type: string}\n", count)
	return out.String()
}

// TestLinkedSchemas: schemas that refer to one another in more ways than can be read are read as deep as
// can be; what lies deeper is an object of which nothing is known.
func TestLinkedSchemas(t *testing.T) {
	c, err := compile.Description([]byte(withSchema("a: {$ref: '#/components/schemas/L0'}, b: {type: string}")+layers(12)), nil)
	if err != nil {
		t.Fatal(err)
	}
	fields := c.Entities[0].Fields
	if inner, ok := api.Find(fields, "a.p9"); !ok || inner.Type != api.Object {
		t.Errorf("a.p9 is %+v", inner)
	}
	if _, ok := api.Find(fields, "b"); !ok || len(fields) > 100 {
		t.Errorf("the record has %d fields", len(fields))
	}
}

func TestCyclesEnd(t *testing.T) {
	for name, properties := range map[string]string{
		"itself":       "a: {$ref: '#/components/schemas/Thing'}",
		"list":         "a: {type: array, items: {$ref: '#/components/schemas/Thing'}}",
		"part":         "a: {allOf: [{$ref: '#/components/schemas/Thing'}], description: b}",
		"alternatives": "a: {oneOf: [{$ref: '#/components/schemas/Thing'}, {type: string}]}",
	} {
		t.Run(name, func(t *testing.T) {
			c, err := compile.Description([]byte(withSchema(properties)), nil)
			if err != nil {
				t.Fatal(err)
			}
			if e := entity(t, c, "things"); len(e.Fields) != 2 || len(e.Fields[1].Fields) != 0 {
				t.Errorf("fields: %+v", e.Fields)
			}
		})
	}
}

// What may be one thing or another is checked as little as all of it allows.
func TestAlternatives(t *testing.T) {
	c, err := compile.Description([]byte(withSchema(`a: {oneOf: [{type: string}, {type: integer}]}, b: {anyOf: [{type: 'null'}, {type: string, enum: [x]}]},
      c: {anyOf: [{type: string, enum: [x]}, {type: string}]}, d: {oneOf: [{type: string, enum: [x]}, {const: y}, {type: 'null'}]},
      e: {oneOf: [{type: object, required: [f], properties: {f: {type: integer}}}, {$ref: '#/components/schemas/Named'}], readOnly: true},
      g: {$ref: '#/components/schemas/Named', description: Beside., readOnly: true}`)+"    Named: {type: object, properties: {name: {type: [string, 'null']}}}\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	known := api.Documented
	name := api.Field{Name: "name", Type: api.String, Certainty: known}
	want := []api.Field{
		{Name: "id", Type: api.String, Certainty: known},
		{Name: "a", Type: api.Any, Certainty: known},
		{Name: "b", Type: api.String, Enum: []string{"x"}, Certainty: known},
		{Name: "c", Type: api.String, Certainty: known},
		{Name: "d", Type: api.String, Enum: []string{"x", "y"}, Certainty: known},
		{Name: "e", Type: api.Object, ReadOnly: true, Certainty: known, Fields: []api.Field{{Name: "f", Type: api.Integer, Certainty: known}, name}},
		{Name: "g", Type: api.Object, ReadOnly: true, Description: "Beside.", Certainty: known, Fields: []api.Field{name}},
	}
	if diff := cmp.Diff(want, entity(t, c, "things").Fields); diff != "" {
		t.Error(diff)
	}
}
