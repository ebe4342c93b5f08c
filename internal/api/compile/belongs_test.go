package compile_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	thingsRead = "/Thing: {get: " + things + "}"
	thingRead  = "/Thing/{thingGuid}: {get: " + oneThing + "}"
	none       = "nothing lists or gets the records that it would work on"
)

// listOf is a body with an array of records that have these properties.
func listOf(name, properties string) string {
	return sending("{type: object, properties: {" + name + ": {type: array, items: {type: object, properties: {" + properties + "}}}}}")
}

// TestWritesElsewhere: a write at another path is none of a resource, whatever it carries, unless the description says
// so; and the order of the file never decides.
func TestWritesElsewhere(t *testing.T) {
	inline := "thingGuid: {type: string}, thingCode: {type: string}, thingStatus: {type: string}, thingName: {type: string}, thingPlace: {type: string}"
	read := "things: list GET /Thing, get GET /Thing/{thingGuid}"
	own := "/Thing: {get: " + things + ", post: " + listOf("thingList", inline) + "}"
	tests := []struct {
		name        string
		paths, want []string
	}{
		{"its own path before one ahead of it", []string{"/Store: {post: " + listOf("a", inline) + "}", own, thingRead},
			[]string{read + ", create POST /Thing in thingList", "POST /Store: " + none}},
		{"deleted ones", []string{"/DeletedThings: {post: " + listOf("a", inline) + "}", thingsRead, thingRead}, []string{read, "POST /DeletedThings: " + none}},
		{"pairs to merge", []string{"/ThingMerge: {post: " + listOf("pairs", "thingGuid: {type: string}, targetGuid: {type: string}") + "}", thingsRead, thingRead},
			[]string{read, "POST /ThingMerge: " + none}},
		{"below the path", []string{thingsRead, thingRead, "/Thing/cancel: {post: " + listOf("a", "thingGuid: {type: string}, thingReason: {type: string}") + "}"},
			[]string{read, "POST /Thing/cancel: " + none}},
		{"an action on one", []string{thingsRead, thingRead, "/Thing/approve/{thingGuid}: {put: " + sending(whole) + "}"},
			[]string{read, "PUT /Thing/approve/{thingGuid}: " + none}},
		{"a search that GET knows too", []string{thingsRead, thingRead, "/Thing/search: {get: " + things + ", post: " + sending(whole) + "}"},
			[]string{read, "GET /Thing/search: it is a further way to what /Thing reads", "POST /Thing/search: " + none}},
		{"a kind of record that is called as an action is", []string{"/Import: {get: " + things + ", post: " + sending(whole) + "}"},
			[]string{"imports: list GET /Import, create POST /Import record"}},
		{"little but the identifier", []string{"/Photo: {post: " + listOf("a", "thingGuid: {type: string}, photo: {type: string}") + "}", thingsRead, thingRead},
			[]string{read, "POST /Photo: " + none}},
		{"half of the fields", []string{"/Store: {post: " + listOf("a", "thingGuid: {type: string}, thingCode: {type: string}, thingName: {type: string}") + "}", thingsRead, thingRead},
			[]string{read, "POST /Store: " + none}},
		{"two that are equally sure", []string{"/X: {post: " + listOf("a", inline) + "}", "/Y: {post: " + listOf("a", inline) + "}", thingsRead, thingRead},
			[]string{read, "POST /X: " + none, "POST /Y: " + none}},
		{"a word behind the path", []string{"/Thing/bulk: {post: " + listOf("a", inline) + "}", own, thingRead},
			[]string{read + ", create POST /Thing in thingList", "POST /Thing/bulk: " + none}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, shapesOf(t, withPaths("", test.paths...))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestStatusNeedsARecord: a call sets the status only where it says of which record.
func TestStatusNeedsARecord(t *testing.T) {
	const said = "x-aimsio-entity: Thing, x-aimsio-verb: update-status, "
	read := "things: list GET /Thing, get GET /Thing/{thingGuid}"
	tests := []struct {
		name        string
		paths, want []string
	}{
		{"a new one with a status", []string{"/Thing: {get: " + things + ", post: " + sending("{type: object, properties: {thingName: {type: string}, thingStatus: {type: string}}}") + "}", thingRead},
			[]string{"things: list GET /Thing, get GET /Thing/{thingGuid}, create POST /Thing record"}},
		{"a new one that names another", []string{"/Thing: {get: " + things + ", post: " + sending("{type: object, properties: {jobGuid: {type: string}, thingName: {type: string}, thingStatus: {type: string}}}") + "}", thingRead},
			[]string{"things: list GET /Thing, get GET /Thing/{thingGuid}, create POST /Thing record"}},
		{"by the key", []string{"/Thing: {get: " + things + ", post: " + listOf("a", "thingCode: {type: string}, thingStatus: {type: string}") + "}", thingRead},
			[]string{"things: list GET /Thing, get GET /Thing/{thingGuid}, create POST /Thing in a"}},
		{"by a short identifier", []string{thingsRead, thingRead, "/Thing/status: {post: {" + said + listOf("a", "guid: {type: string}, newState: {type: string}")[1:] + "}"},
			[]string{read + ", update-status POST /Thing/status in a"}},
		{"many identifiers, one status", []string{
			"/Thing/bulk: {post: " + sending("{type: object, properties: {guids: {type: array, items: {type: string}}, newStatus: {type: string}}}") + "}",
			thingsRead, thingRead, "/Thing/{thingGuid}/state: {post: " + sending("{type: object, properties: {state: {type: string}}}") + "}",
		}, []string{
			read + ", update-status POST /Thing/{thingGuid}/state record", "POST /Thing/bulk: " + none,
		}},
		{"none named", []string{thingsRead, thingRead, "/Thing/status: {post: {" + said + sending("{type: object, properties: {thingStatus: {type: string}}}")[1:] + "}"},
			[]string{read, "POST /Thing/status: neither its path nor its body says which record it changes"}},
		{"no status", []string{thingsRead, thingRead, "/Thing/{thingGuid}/state: {post: " + sending("{type: object, properties: {comment: {type: string}}}") + "}"},
			[]string{read, "POST /Thing/{thingGuid}/state: its path speaks of a status, and its body has none"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, shapesOf(t, withPaths("", test.paths...))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestWordsInNames: a word such as "status" or "list" in a path is one about the records before it
// only where there are such records.
func TestWordsInNames(t *testing.T) {
	tests := []struct {
		name        string
		paths, want []string
	}{
		{"statuses beside their records", []string{thingsRead, thingRead, "/ThingStatus: {get: " + others + ", post: " + listOf("a", "otherGuid: {type: string}, otherCode: {type: string}") + "}"},
			[]string{"things: list GET /Thing, get GET /Thing/{thingGuid}", "thingstatuses: list GET /ThingStatus, create POST /ThingStatus in a"}},
		{"two kinds of statuses", []string{"/v1/JobStatus: {get: " + others + "}", "/v1/State: {get: " + things + "}"},
			[]string{"jobstatuses: list GET /v1/JobStatus", "states: list GET /v1/State"}},
		{"records called lists", []string{"/v1/List: {get: " + things + "}", "/v1/Batch: {get: " + others + "}"},
			[]string{"lists: list GET /v1/List", "batches: list GET /v1/Batch"}},
		{"the state of one", []string{thingsRead, thingRead, "/Thing/{thingGuid}/status: {get: " + oneThing + "}"},
			[]string{"things: list GET /Thing, get GET /Thing/{thingGuid}", "GET /Thing/{thingGuid}/status: its path goes on behind the parameter"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, shapesOf(t, withPaths("", test.paths...))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestListBesideScalars: a list of records with a switch beside it is told apart from a record with lines.
func TestListBesideScalars(t *testing.T) {
	notify := "notify: {type: boolean}"
	for body, want := range map[string]string{
		"rows: {type: array, items: " + whole + "}, " + notify:                                                                                                    "create POST /Thing in rows",
		"thingList: {type: array, items: {type: object, properties: {thingCode: {type: string}}}}, " + notify:                                                     "create POST /Thing in thingList",
		"lines: {type: array, items: {$ref: '#/components/schemas/Other'}}, thingName: {type: string}":                                                            "create POST /Thing record",
		"otherList: {type: array, items: {$ref: '#/components/schemas/Other'}}, thingName: {type: string}, thingCode: {type: string}, thingPlace: {type: string}": "create POST /Thing record",
	} {
		post := "/Thing: {get: " + things + ", post: " + sending("{type: object, properties: {"+body+"}}") + "}"
		if diff := cmp.Diff([]string{"things: list GET /Thing, get GET /Thing/{thingGuid}, " + want}, shapesOf(t, withPaths("", post, thingRead))); diff != "" {
			t.Errorf("%s: %s", body, diff)
		}
	}
}
