package simulator

import (
	"net/http"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api/compile"
)

// What a vendor marks as required need not be what its server insists on: the GUID of a new record, what
// only the server writes, and the key beside the GUID. What else is required is.
func TestRequiredMarksOfVendors(t *testing.T) {
	catalog, err := compile.Description([]byte(`openapi: 3.0.3
info: {title: a, version: '1'}
paths:
  /Thing:
    get: {responses: {'200': {description: b, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}}}}}}
    post: {requestBody: {content: {application/json: {schema: {type: object, properties: {things: {type: array, items: {$ref: '#/components/schemas/Thing'}}}}}}}, responses: {'200': {description: b}}}
  /Thing/{thingGuid}:
    get: {responses: {'200': {description: b, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}}
components:
  schemas:
    Thing:
      type: object
      required: [thingGuid, thingCode, thingUpdatedAt, colour]
      properties:
        thingGuid: {type: string}
        thingCode: {type: string}
        thingUpdatedAt: {type: integer, readOnly: true}
        colour: {type: string}
`), nil)
	if err != nil {
		t.Fatal(err)
	}
	s := start(t, Options{Catalog: catalog})
	known, _ := decode[[]object](t, get(t, s, "/Thing"))[0]["thingGuid"].(string)
	for body, want := range map[string]int{
		`{"thingCode":"new","colour":"red"}`:           http.StatusOK,
		`{"thingGuid":"` + known + `","colour":"red"}`: http.StatusOK,
		`{"thingCode":"other"}`:                        http.StatusBadRequest,
		`{"colour":"red"}`:                             http.StatusBadRequest,
	} {
		if status, answer := call(t, s, http.MethodPost, "/Thing", `{"things":[`+body+`]}`); status != want {
			t.Errorf("%s: status %d, want %d: %s", body, status, want, answer)
		}
	}
}
