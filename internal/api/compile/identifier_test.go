package compile_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/compile"
)

const numbered = `{responses: {'200': {description: a, content: {application/json: {schema: {type: object, properties: {thingGuid: {type: string}, thingId: {type: integer}, thingName: {type: string}}}}}}}}`

// TestOneIdentifier: a call whose path names a record by another field than the others is none of an
// entity's, because one and the same value would be put into all paths.
func TestOneIdentifier(t *testing.T) {
	get := "/Thing/{thingGuid}: {get: " + numbered + "}"
	stray := ": its path names a record by thingId, and the others do by thingGuid"
	tests := []struct {
		name        string
		paths, want []string
	}{
		{"another field", []string{get, "/Thing/{thingId}: {put: " + sending(whole) + ", delete: " + anything + "}"},
			[]string{"things: get GET /Thing/{thingGuid}", "PUT /Thing/{thingId}" + stray, "DELETE /Thing/{thingId}" + stray}},
		{"another field in short", []string{get, "/Thing/{id}: {delete: " + anything + "}"},
			[]string{"things: get GET /Thing/{thingGuid}", "DELETE /Thing/{id}" + stray}},
		{"the same field otherwise", []string{get, "/Thing/{THINGGUID}: {delete: " + anything + "}"},
			[]string{"things: get GET /Thing/{thingGuid}, delete DELETE /Thing/{THINGGUID}"}},
		{"a name that is no field", []string{get, "/Thing/{key}: {delete: " + anything + "}"},
			[]string{"things: get GET /Thing/{thingGuid}", "DELETE /Thing/{key}: its path names a record by key, and the others do by thingGuid"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, shapesOf(t, withPaths("", test.paths...))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Where the call to change a record cannot be used, none that creates records stands in for it.
func TestNoUpdateByCreating(t *testing.T) {
	things := entity(t, compiled(t, withPaths("", "/Thing: {get: "+things+", post: "+sending(whole)+"}", "/Thing/{thingGuid}: {get: "+numbered+"}",
		"/Thing/{thingId}: {put: "+sending(whole)+"}")), "things")
	if _, updates := things.Updating(); updates || things.Upserts() {
		t.Errorf("updates: %v, upserts: %v", updates, things.Upserts())
	}
}

// The file's own way to get a record wins over what a row says of it.
func TestIdentifierOfTheFile(t *testing.T) {
	rows := []api.Presentation{{Resource: "Thing", Name: "things", Title: "thing", GUID: "thingGuid"}}
	c, err := compile.Description([]byte(withPaths("", "/Thing/{thingId}: {get: "+numbered+", delete: "+anything+"}")), rows)
	if err != nil {
		t.Fatal(err)
	}
	things := entity(t, c, "things")
	if _, deletes := things.Operation(api.Delete); things.GUID != "thingId" || !deletes {
		t.Errorf("identifier %s, deletes: %v", things.GUID, deletes)
	}
	want := api.Note{Entity: "things", What: "identifier", Value: "thingId", From: "the path parameter thingId of /Thing/{thingId}"}
	if len(c.Notes) == 0 || c.Notes[0] != want {
		t.Errorf("notes: %+v", c.Notes)
	}
}

// TestBodiesAndAnswersThatAreNone: what is no JSON is not taken for a record, and one in a member is sent in it.
func TestBodiesAndAnswersThatAreNone(t *testing.T) {
	pdf := "{responses: {'200': {description: a, content: {application/pdf: {schema: {type: string, format: binary}}}}}}"
	tests := []struct {
		name        string
		paths, want []string
	}{
		{"a PDF", []string{thingsRead, "/Report/{reportId}: {get: " + pdf + "}"},
			[]string{"things: list GET /Thing", "GET /Report/{reportId}: its answer is application/pdf, not JSON"}},
		{"an answer that is not described", []string{thingsRead, "/Report/{reportId}: {get: " + anything + "}"},
			[]string{"things: list GET /Thing", "GET /Report/{reportId}: nothing in the record tells what its path names it by: x-aimsio-identifier can say it"}},
		{"a record in a member", []string{"/Thing: {get: " + things + ", post: " + sending("{type: object, properties: {thing: "+whole+"}}") + "}"},
			[]string{"things: list GET /Thing, create POST /Thing in thing record"}},
		{"a record with something beside it that is required", []string{"/Thing: {get: " + things + ", post: " + sending("{type: object, required: [token], properties: {token: {type: string}, thing: "+whole+"}}") + "}"},
			[]string{"things: list GET /Thing", "POST /Thing: its body holds the record in thing and requires token beside it"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, shapesOf(t, withPaths("", test.paths...))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestIdentifierByMeaning: a parameter is answered by the field of its name or meaning, never by one of another record.
func TestIdentifierByMeaning(t *testing.T) {
	for _, test := range []struct{ path, fields, want string }{
		{"/sale.order/{record_id}", "amount_paid: string, company_id: integer, id: integer", "id"},
		{"/task/{task_gid}", "id: integer, gid: string", "gid"},
		{"/Accounts/{AccountID}", "BankID: string, AccountID: string", "AccountID"},
		{"/Accounts/{accountid}", "BankID: string, AccountID: string", "AccountID"},
		{"/part/{id}", "tree_id: integer, pk: integer", "pk"},
		{"/owner/{id}", "pk: integer, owner_id: integer", "pk"},
		{"/indexes/{indexUid}", "uid: string, ownerUid: string", "uid"},
		{"/keys/{uidOrKey}", "key: string, uid: string", "uid"},
		{"/customers/{external_customer_id}", "lago_id: string, external_id: string", "external_id"},
		{"/terminals/refunds/{terminal_refund_id}", "refund_id: string, id: string", "id"},
		{"/metadata_templates/{template_id}", "id: string", "id"},
		{"/people/{person_id}", "id: string", "id"},
		{"/products/{productid}", "id: string", "id"},
		{"/things/{thingId}", "guid: string, ownerId: string", "guid"},
		{"/things/{thing_id}", "thing_id: integer, id: integer", "thing_id"},
		// Not one of these is sure.
		{"/payment-terms/{customerId}", "id: integer, name: string", ""},
		{"/customers/notes/{customerId}", "id: integer, name: string", ""},
		{"/things/{thingId}", "ownerId: string, placeGuid: string", ""},
		{"/things/{id}", "thingGuid: string, thingKey: string", ""},
		{"/plugins/{plugin}", "pk: integer, key: string", ""},
		{"/users/{username}", "id: integer, user_number: string", ""},
		{"/things/{key}", "id: integer, thingGuid: string", ""},
		{"/things/{id}", "id: boolean, name: string", ""},
		{"/participant_conversations/{id}", "conversation_sid: string, name: string", ""},
		{"/external_id/{id}", "id: integer, external_id: string", ""},
		{"/external_id/{external_id}", "id: integer, external_id: string", "external_id"},
		{"/rates/{from}", "id: integer, from_currency: string", ""},
	} {
		var properties []string
		for field := range strings.SplitSeq(test.fields, ", ") {
			name, kind, _ := strings.Cut(field, ": ")
			properties = append(properties, name+": {type: "+kind+"}")
		}
		answer := answering("application/json", "{type: object, properties: {"+strings.Join(properties, ", ")+"}}")
		c := compiled(t, withPaths("", "/Other: {get: "+others+"}", test.path+": {get: "+answer+", delete: "+anything+"}"))
		have, verbs := "", 0
		for _, e := range c.Entities[1:] {
			have, verbs = e.GUID, len(e.Operations)
		}
		if have != test.want || verbs != 2 && test.want != "" {
			t.Errorf("%s of %s: %q with %d verbs, want %q", test.path, test.fields, have, verbs, test.want)
		}
	}
}
