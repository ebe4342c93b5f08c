package compile_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestWhatAWriteDoes: a write that may do something else than its place says is left out.
func TestWhatAWriteDoes(t *testing.T) {
	read := "things: list GET /Thing, get GET /Thing/{thingGuid}"
	made := "{requestBody: {content: {application/json: {schema: {type: object, properties: {nick: {type: string}, colour: {type: string}}}}}}, responses: {'201': {description: a}}}"
	answers := "{requestBody: {content: {application/json: {schema: {type: object, properties: {nick: {type: string}, colour: {type: string}}}}}}, responses: {'200': {description: a, content: {application/json: {schema: {type: object, properties: {data: " + whole + "}}}}}}}"
	search := sending("{type: object, properties: {filters: {type: object}, thingName: {type: string}, order: {type: string}}}")
	other := ": its body has other fields than the records that are read, and its answer is none of them"
	for name, test := range map[string]struct{ paths, want []string }{
		"an action on one record beside its change": {
			[]string{thingsRead, "/Thing/{thingGuid}: {get: " + oneThing + ", put: " + sending(whole) + ", post: " + sending(whole) + "}"},
			[]string{read + ", update PUT /Thing/{thingGuid} record", "POST /Thing/{thingGuid}: its path has another call that changes the record, so it does something else to it"},
		},
		"the only change of one record": {
			[]string{thingsRead, "/Thing/{thingGuid}: {get: " + oneThing + ", post: " + sending(whole) + "}"},
			[]string{read + ", update POST /Thing/{thingGuid} record"},
		},
		"a JSON patch beside a change in JSON": {
			[]string{thingsRead, "/Thing/{thingGuid}: {get: " + oneThing + ", patch: {requestBody: {content: {application/json-patch+json: {schema: {type: array, items: {type: object}}}, " +
				"application/merge-patch+json: {schema: " + whole + "}}}, responses: {'204': {description: a}}}}"},
			[]string{read + ", update PATCH /Thing/{thingGuid} record"},
		},
		"a JSON patch": {
			[]string{thingsRead, "/Thing/{thingGuid}: {get: " + oneThing + ", patch: {requestBody: {content: {application/json-patch+json: {schema: " + whole + "}}}, responses: {'204': {description: a}}}}"},
			[]string{read, "PATCH /Thing/{thingGuid}: it sends application/json-patch+json, not JSON"},
		},
		"a change of something else": {
			[]string{thingsRead, "/Thing/{thingGuid}: {get: " + oneThing + ", patch: " + sending("{type: object, properties: {op: {type: string}, path: {type: string}}}") + "}"},
			[]string{read, "PATCH /Thing/{thingGuid}: its body has other fields than the record that is read"},
		},
		"a stream of records": {
			[]string{thingsRead, thingRead, "/feed: {get: " + answering("application/x-ndjson", "{type: array, items: "+whole+"}") + "}"},
			[]string{read, "GET /feed: its answer is application/x-ndjson, not JSON"},
		},
		"a search": {
			[]string{"/Thing: {get: " + things + ", post: " + search + "}", thingRead}, []string{read, "POST /Thing" + other},
		},
		"other fields, but 201": {
			[]string{"/Thing: {get: " + things + ", post: " + made + "}", thingRead}, []string{read + ", create POST /Thing record"},
		},
		"other fields, but it answers the record": {
			[]string{"/Thing: {get: " + things + ", post: " + answers + "}", thingRead}, []string{read + ", create POST /Thing record"},
		},
		"a list that is put in the place of all": {
			[]string{"/Thing: {get: " + things + ", put: " + sending("{type: array, items: "+whole+"}") + "}", thingRead},
			[]string{read, "PUT /Thing: a PUT of a list may replace all records that there are"},
		},
		"lists of words": {
			[]string{thingsRead, thingRead, "/words: {get: " + answering("application/json", "{type: array, items: {type: string}}") + ", post: " + sending("{type: array, items: {type: string}}") + "}"},
			[]string{read, "GET /words: its answer is a list of values, not of records", "POST /words: its body is a list of values, not of records"},
		},
		"records among what is said of pages, both ways": {
			[]string{"/Thing: {get: " + answering("application/json", "{type: object, properties: {pagination: {type: object}, warnings: {type: array, items: {type: object}}, Things: {type: array, items: "+whole+"}}}") +
				", post: " + sending("{type: object, properties: {pagination: {type: object}, warnings: {type: array, items: {type: object}}, Things: {type: array, items: "+whole+"}}}") + "}",
				"/Thing/{thingGuid}: {get: " + oneThing + ", post: " + sending("{type: object, properties: {pagination: {type: object}, Things: {type: array, items: "+whole+"}}}") + "}"},
			[]string{"things: list GET /Thing in Things, get GET /Thing/{thingGuid}, create POST /Thing in Things, update POST /Thing/{thingGuid} in Things"},
		},
		"a record with records of its kind in it": {
			[]string{"/Thing: {get: " + things + ", post: " + sending("{type: object, properties: {thingName: {type: string}, children: {type: array, items: "+whole+"}}}") + "}", thingRead},
			[]string{read + ", create POST /Thing record"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, shapesOf(t, withPaths("", test.paths...))); diff != "" {
				t.Error(diff)
			}
		})
	}
}
