package service

import (
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// kinds are entities that the description knows more or less of.
func kinds() map[string]*api.Entity {
	fields := func(certainty api.Certainty, names ...string) (list []api.Field) {
		for _, name := range names {
			list = append(list, api.Field{Name: name, Type: api.String, Certainty: certainty})
		}
		return list
	}
	return map[string]*api.Entity{
		"documented": {GUID: "jobGuid", Key: []string{"jobNumber"}, Fields: fields(api.Documented, "jobGuid", "jobNumber")},
		"assumed":    {GUID: "companyGuid", Key: []string{"companyCode"}, Fields: fields(api.Assumed, "companyGuid", "companyCode")},
		"no GUID":    {Key: []string{"code"}, Fields: fields(api.Documented, "code", "status", "message")},
		"only words": {Fields: fields(api.Documented, "status", "message")},
		"no fields":  {},
	}
}

// What is not the record that was asked for must never pass for it; what may be it must never be
// refused because the description knows too little.
func TestIsTheRecordThatWasAskedFor(t *testing.T) {
	const guid = "0f0e0d0c-aaaa-BBBB-cccc-0123456789ab"
	for _, tt := range []struct {
		kind, id string
		listed   bool
		answer   string
		fault    string
	}{
		{"documented", "g1", false, `{"jobGuid":"g1"}`, ""},
		{"documented", "g1", false, `{"jobGuid":"g2"}`, `its jobGuid is "g2"`},
		{"documented", "g1", false, `{"jobGuid":"G1"}`, `its jobGuid is "G1"`},
		{"documented", guid, false, `{"jobGuid":"0F0E0D0C-aaaa-bbbb-CCCC-0123456789AB"}`, ""},
		{"documented", guid, false, `{"jobGuid":"0f0e0d0c-aaaa-bbbb-cccc-0123456789ac"}`, `its jobGuid is "0f0e0d0c-aaaa-bbbb-cccc-0123456789ac"`},
		{"documented", "12", false, `{"jobGuid":12}`, ""},
		{"documented", "9007199254740993", false, `{"jobGuid":9007199254740993}`, ""},
		{"documented", "9007199254740993", false, `{"jobGuid":9007199254740992}`, `its jobGuid is "9007199254740992"`},
		{"documented", "g1", false, `{}`, "it has no jobGuid"},
		{"documented", "g1", false, `{"jobNumber":"J-1"}`, "it has no jobGuid"},
		{"documented", "g1", false, `{"error":{"code":1}}`, "it has no jobGuid"},
		{"documented", "g1", false, `{"status":"error"}`, "it has no jobGuid"},
		{"documented", "g1", false, `{"jobGuid":null}`, "it has no jobGuid"},
		{"documented", "g1", false, `{"jobGuid":""}`, "it has no jobGuid"},
		{"documented", "g1", false, `{"jobGuid":{"jobGuid":"g1"}}`, "it has no jobGuid"},
		{"documented", "g1", false, `{"data":{"jobGuid":"g1"}}`, "it has no jobGuid"},
		{"documented", "g1", false, `{"id":"g1","error":"gone"}`, "it has no jobGuid"},
		{"documented", "g1", false, `{"jobGuid":"g1","x":1,"jobGuid":"g2"}`, `its jobGuid is "g2"`},
		{"documented", "J-1", false, `{"jobGuid":"g1","jobNumber":"J-1"}`, ""},
		{"documented", "J-1", true, `{"jobGuid":"g1","jobNumber":"J-1"}`, `its jobGuid is "g1"`},
		{"documented", "J-1", false, `{"jobNumber":"J-1"}`, "it has no jobGuid"},
		{"assumed", "c1", true, `{"companyGuid":"c1"}`, ""},
		{"assumed", "c1", true, `{"companyGuid":"c2","guid":"c1"}`, `its companyGuid is "c2"`},
		{"assumed", "c1", true, `{"formDataGuid":"c1"}`, ""},
		{"assumed", "17", true, `{"id":17,"name":"x"}`, ""},
		{"assumed", "c1", true, `{"formDataGuid":"c2"}`, "it has no companyGuid"},
		{"assumed", "c1", true, `{"status":"error","requestId":"c1"}`, "it has no companyGuid"},
		{"assumed", "c1", true, `{}`, "it has no companyGuid"},
		{"no GUID", "a", true, `{"code":"a"}`, ""},
		{"no GUID", "a", true, `{"status":"error","message":"no"}`, "it has no field of one"},
		{"no GUID", "a", true, `{"else":1}`, "it has no field of one"},
		{"no GUID", "a", true, `{}`, "it has no field of one"},
		{"only words", "a", true, `{"status":"open"}`, ""},
		{"only words", "a", true, `{"x":1}`, "it has no field of one"},
		{"no fields", "a", true, `{"x":1}`, ""},
		{"no fields", "a", true, `{"error":"x"}`, "it has no field of one"},
		{"no fields", "a", true, `{}`, "it has no field of one"},
	} {
		r, err := record.New(record.Value(tt.answer))
		if err != nil {
			t.Fatal(err)
		}
		if got := (asked{entity: kinds()[tt.kind], id: tt.id, listed: tt.listed}).fault(r); got != tt.fault {
			t.Errorf("%s, asked for %s, got %s: %q, want %q", tt.kind, tt.id, tt.answer, got, tt.fault)
		}
	}
}

func TestTheRecordInAnEnvelope(t *testing.T) {
	enveloped := &api.Operation{Wrapper: "data"}
	for answer, want := range map[string]string{
		`{"data":{"jobGuid":"g1"},"error":null}`: "",
		`{"jobGuid":"g1"}`:                       "it has no member data",
		`{"error":"no"}`:                         "it has no member data",
		`{"data":null,"error":"no"}`:             "its data is null",
		`{"data":[{"jobGuid":"g1"}]}`:            "its data is an array",
		`{"data":"{}"}`:                          "its data is a text",
	} {
		found, fault := unwrap(enveloped, record.Value(answer))
		if fault != want || want == "" && string(found.Raw()) != `{"jobGuid":"g1"}` {
			t.Errorf("%s: %q, %s", answer, fault, found.Raw())
		}
	}
}

func TestTheRecordInAListOfOne(t *testing.T) {
	listed := &api.Operation{Wrapper: "Jobs", ListOfOne: true}
	for answer, want := range map[string]string{
		`{"Jobs":[{"jobGuid":"g1"}]}`:                  "",
		`{"Jobs":[{"jobGuid":"g1"},{"jobGuid":"g2"}]}`: "its Jobs is an array",
		`{"Jobs":[]}`: "its Jobs is an array",
	} {
		found, fault := unwrap(listed, record.Value(answer))
		if fault != want || want == "" && string(found.Raw()) != `{"jobGuid":"g1"}` {
			t.Errorf("%s: %q, %s", answer, fault, found.Raw())
		}
	}
}
