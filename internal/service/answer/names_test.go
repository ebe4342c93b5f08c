package answer

import (
	"slices"
	"testing"
)

func TestRolesOfNames(t *testing.T) {
	for kind, names := range map[nameKind][]string{
		nameFault:     {"error", "Errors", "failedRecords", "failure_count", "FAILURECOUNT", "no_of_errors", "hasErrors", "errorCode", "notSaved", "un-saved", "validation_errors"},
		nameSuccess:   {"success", "isSuccess", "saved_count", "created", "recordsUpdated", "completed", "ok", "numberOfSavedRecords"},
		namePending:   {"queued", "inProgress", "processing", "is_pending"},
		nameStatus:    {"status", "resultCode", "statusCode", "state", "job-status"},
		nameMessage:   {"message", "detail", "resultMessage", "descriptions"},
		nameRequested: {"requested_count", "received", "inputRecords"},
		nameCount:     {"count", "totalRecords", "total_count"},
		nameList:      {"results", "items", "recordList", "entries"},
		nameContainer: {"data", "response", "d", "summary", "metaData"},
		nameSeverity:  {"severity", "level", "type"},
		nameHarmless:  {"warnings", "links", "errorWarnings"},
		nameOther: {
			"noErrors", "withoutErrors", "rejectedBy", "failedAt", "errorProneness", "thingStatus", "employeeErrors", "", "17", "SaveThingsResult", "Überfehler",
		},
	} {
		for _, name := range names {
			if got := newLexicon().roleOf(name); got.kind != kind {
				t.Errorf("%q is %d, want %d", name, got.kind, kind)
			}
		}
	}
}

// What a name asks decides what a yes or a number under it means.
func TestWhatNamesAsk(t *testing.T) {
	for name, want := range map[string]nameRole{
		"hasErrors":        {kind: nameFault, any: true},
		"errorCode":        {kind: nameFault, code: true},
		"created":          {kind: nameSuccess, kindOfChange: true},
		"createdOk":        {kind: nameSuccess},
		"completed":        {kind: nameSuccess, later: true},
		"savedResults":     {kind: nameSuccess, nesting: true},
		"SaveThingsResult": {outer: true},
		"0":                {outer: true},
		"thing":            {},
	} {
		if got := newLexicon().roleOf(name); got != want {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
}

// A server may send as many names as it likes; not all of them are remembered.
func TestNamesThatAreRemembered(t *testing.T) {
	x := newLexicon()
	for i := range 2 * maxRoles {
		x.roleOf(string(rune('a'+i%26)) + string(rune('一'+i)))
	}
	if len(x.roles) > maxRoles {
		t.Errorf("%d names are remembered", len(x.roles))
	}
	if got := x.roleOf("errors"); got.kind != nameFault {
		t.Errorf("and then errors are %+v", got)
	}
}

func TestWordsIn(t *testing.T) {
	for text, want := range map[string][]string{
		"failureCount":         {"failure", "count"},
		"failure_count-of.all": {"failure", "count", "of", "all"},
		"HTTPStatus":           {"httpstatus"},
		"Can't save it.":       {"cant", "save", "it"},
		"2 of 3":               {"2", "of", "3"},
		"ÄnderungOk":           {"änderung", "ok"},
		" ,;":                  nil,
	} {
		if got := wordsIn(text); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
