package simulator

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// newEmployee is complete but for its code.
const newEmployee = `"employmentType":"DIRECT_HIRE","employeeStatusUname":"active_employee_status",` +
	`"employeeFirstName":"Zoë","employeeLastName":"O'Neil","employeeTradeCode":%q`

// tradeCode gives a code that the references of employees accept.
func tradeCode(t *testing.T, s *Simulator) string {
	t.Helper()
	employee := decode[object](t, get(t, s, base+"Employee/"+guids(t, s, base+"Employee")[0]))
	code, _ := employee["employeeTradeCode"].(string)
	return code
}

func TestCreateThenUpdateByKeyAndByGUID(t *testing.T) {
	now := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	s := start(t, Options{Clock: func() time.Time { return now }})
	trade := tradeCode(t, s)
	before := len(guids(t, s, base+"Employee"))

	body := fmt.Sprintf(`{"employeeList":[{"employeeCode":"E-77",`+newEmployee+`,"shoeSize":44.50}]}`, trade)
	stub := decode[[]object](t, post(t, s, base+"Employee", body))[0]
	guid, _ := stub["guid"].(string)
	created := decode[object](t, get(t, s, base+"Employee/"+guid))
	stamp := fmt.Sprint(now.UnixMilli())
	want := object{
		"employeeGuid": guid, "employeeCode": "E-77", "employeeLastName": "O'Neil", "employeeCreatedAt": stamp,
		"employeeUpdatedAt": stamp, "shoeSize": "44.50",
	}
	for field, value := range want {
		if created[field] != value {
			t.Errorf("created: %s is %v, want %v", field, created[field], value)
		}
	}
	if trades := created["employeeTradeGuid"]; trades == nil {
		t.Error("created: the trade's GUID was not filled in from its code")
	}

	now = now.Add(time.Hour)
	post(t, s, base+"Employee", `{"employeeList":[{"employeeCode":"E-77","employeeNotes":"by key"}]}`)
	now = now.Add(time.Hour)
	post(t, s, base+"Employee", `{"employeeList":[{"employeeGuid":"`+guid+`","employeeNickName":"by GUID"}]}`)
	changed := decode[object](t, get(t, s, base+"Employee/"+guid))
	created["employeeNotes"], created["employeeNickName"] = "by key", "by GUID"
	created["employeeUpdatedAt"] = fmt.Sprint(now.UnixMilli())
	if diff := cmp.Diff(created, changed); diff != "" {
		t.Errorf("after two updates (-want +got):\n%s", diff)
	}
	index := decode[[]object](t, get(t, s, base+"Employee"))
	if len(index) != before+1 || index[before]["updatedAt"] != created["employeeUpdatedAt"] {
		t.Errorf("the index has %d entries, the last is %v; want %d and the time of the last update", len(index), index[len(index)-1], before+1)
	}
}

func TestUpdateOfMadeUpRecord(t *testing.T) {
	s := start(t, Options{})
	id := guids(t, s, base+"Employee")[4]
	before := decode[object](t, get(t, s, base+"Employee/"+id))
	post(t, s, base+"Employee", fmt.Sprintf(`{"employeeList":[{"employeeCode":%q,"employeePhone":"1","employeeCreatedAt":5,"employeeLinkedUserName":"x"}]}`,
		before["employeeCode"]))
	after := decode[object](t, get(t, s, base+"Employee/"+id))
	if after["employeeUpdatedAt"].(string) <= before["employeeUpdatedAt"].(string) {
		t.Errorf("the record changed from %v to %v, which is not later", before["employeeUpdatedAt"], after["employeeUpdatedAt"])
	}
	before["employeePhone"], before["employeeUpdatedAt"] = "1", after["employeeUpdatedAt"]
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("more than the phone changed (-want +got):\n%s", diff)
	}
}

func TestRefusals(t *testing.T) {
	s := start(t, Options{})
	trade := tradeCode(t, s)
	client := jobField(t, s, "jobClientCode")
	vendor := companyOf(t, s, "Vendor")
	tests := []struct{ name, path, body, want string }{
		{"no array", "Employee", `{"list":[]}`, `the body has no array employeeList`},
		{"no object", "Employee", `[]`, `not a JSON object`},
		{"half a body", "Employee", `{"employeeList":[`, `not a JSON object`},
		{"no record", "Employee", `{"employeeList":[7]}`, `record 1: a JSON object was expected`},
		{"required", "Employee", `{"employeeList":[{"employeeCode":"N1"}]}`, `record 1 (employeeCode "N1"): employmentType: it is required`},
		{"enum", "Employee", `{"employeeList":[{"employeeCode":"0001"},{"employeeCode":"0002","employmentType":"WIZARD"}]}`,
			`record 2 (employeeCode "0002"): employmentType: "WIZARD" is not one of DIRECT_HIRE, SUBCONTRACTOR`},
		{"type", "Employee", `{"employeeList":[{"employeeCode":"0001","employmentHireDate":"2026-01-01"}]}`,
			`employmentHireDate: a moment in epoch milliseconds was expected, not "2026-01-01"`},
		{"unknown GUID", "Employee", fmt.Sprintf(`{"employeeList":[{"employeeGuid":"x","employeeCode":"N2",`+newEmployee+`}]}`, trade),
			`employeeGuid: "x" is not an existing employee`},
		{"key of another", "Employee", `{"employeeList":[{"employeeGuid":"` + guids(t, s, base+"Employee")[0] + `","employeeCode":"0002"}]}`,
			`employeeCode: "0002" belongs to another employee`},
		{"reference", "JobOrder", `{"jobList":[{"jobNumber":"J-00001","jobClientCode":"X9"}]}`,
			`record 1 (jobNumber "J-00001"): jobClientCode: "X9" is not the companyCode of an existing client`},
		{"reference's condition", "JobOrder", `{"jobList":[{"jobNumber":"J-00001","jobClientCode":"` + vendor + `"}]}`, `of an existing client`},
		{"nested reference", "PriceBook", `{"priceBookList":[{"priceBookName":"New","priceBookItemList":[{"priceItemBillableItemCode":"no"}]}]}`,
			`priceBookItemList.0.priceItemBillableItemCode: "no" is not`},
		{"either", "JobOrder", `{"jobList":[{"jobName":"n","jobStatus":"Active","jobClientCode":"` + client +
			`","jobPriceBookName":"Price Book 001","jobStartDate":1}]}`, `one of jobGuid, jobNumber is required`},
		{"status of nothing", "Timecard", `{"timecardList":[{"timecardGuid":"x","timecardStatus":"Approved"}]}`, `"x" is not an existing timecard`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			list := get(t, s, base+test.path)
			status, answer := call(t, s, http.MethodPost, base+test.path, test.body)
			if message, _ := decode[object](t, answer)["message"].(string); status != http.StatusBadRequest || !strings.Contains(message, test.want) {
				t.Errorf("status %d, %s; want 400 and %s", status, answer, test.want)
			}
			if get(t, s, base+test.path) != list {
				t.Error("the refused write changed the index")
			}
		})
	}
	r := callFor(s, http.MethodPost, base+"Employee", `{"employeeList":[]}`)
	if r.Code != http.StatusOK || r.Body.String() != "[]" {
		t.Errorf("an empty list is answered with %d %s", r.Code, r.Body)
	}
}

func jobField(t *testing.T, s *Simulator, field string) string {
	t.Helper()
	text, _ := decode[object](t, get(t, s, base+"JobOrder/"+guids(t, s, base+"JobOrder")[0]))[field].(string)
	return text
}

func companyOf(t *testing.T, s *Simulator, kind string) string {
	t.Helper()
	for _, id := range guids(t, s, base+"Company") {
		if company := decode[object](t, get(t, s, base+"Company/"+id)); company["companyTypeName"] == kind {
			code, _ := company["companyCode"].(string)
			return code
		}
	}
	t.Fatalf("there is no company of type %s", kind)
	return ""
}

func TestStatusIsAllThatAStatusWriteChanges(t *testing.T) {
	s := start(t, Options{})
	id := guids(t, s, base+"Timecard")[0]
	before := decode[object](t, get(t, s, base+"Timecard/"+id))
	post(t, s, base+"Timecard", `{"timecardList":[{"timecardGuid":"`+id+`","timecardStatus":"Rejected","timecardNotes":"no"}]}`)
	after := decode[object](t, get(t, s, base+"Timecard/"+id))
	before["timecardStatus"], before["timecardUpdatedAt"] = "Rejected", after["timecardUpdatedAt"]
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A written item leaves the array of the job that it belonged to and shows in its new one's.
func TestCollectionsFollowWrites(t *testing.T) {
	s := start(t, Options{Jobs: 10})
	jobs := guids(t, s, base+"JobOrder")
	items := func(job string) (ids []any) {
		for _, item := range decode[object](t, get(t, s, base+"JobOrder/"+job))["jobNrbList"].([]any) {
			ids = append(ids, item.(map[string]any)["nrbGuid"])
		}
		return ids
	}
	from, to := items(jobs[0]), items(jobs[1])
	post(t, s, base+"NRB", fmt.Sprintf(`{"nrbList":[{"nrbGuid":%q,"nrbJobOrderNumber":"J-00002"}]}`, from[0]))
	if diff := cmp.Diff(from[1:], items(jobs[0])); diff != "" {
		t.Errorf("the job that the item left (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(append(to, from[0]), items(jobs[1])); diff != "" {
		t.Errorf("the job that it moved to (-want +got):\n%s", diff)
	}
	post(t, s, base+"JobOrder", `{"jobList":[{"jobNumber":"J-00002","jobName":"renamed"}]}`)
	if diff := cmp.Diff(append(to, from[0]), items(jobs[1])); diff != "" {
		t.Errorf("after the job itself was written (-want +got):\n%s", diff)
	}
}

func TestReferencesToRecordsOfTheSameSession(t *testing.T) {
	s := start(t, Options{})
	post(t, s, base+"Company", `{"companyList":[{"companyCode":"NEW","companyName":"Neu & Söhne","companyTypeName":"Client"}]}`)
	post(t, s, base+"JobOrder", `{"jobList":[{"jobNumber":"J-00001","jobClientCode":"NEW"}]}`)
	if name := jobField(t, s, "jobClientName"); name != "Neu & Söhne" {
		t.Errorf("the job's client is called %q", name)
	}
}

func TestShapesOfAnswers(t *testing.T) {
	tests := map[Answer]func(status int, body string) bool{
		"": func(status int, body string) bool {
			return status == 200 && strings.HasPrefix(body, `[{"dtype":"Employee"`)
		},
		AnswerStubs: func(status int, body string) bool {
			return status == 200 && strings.HasPrefix(body, `[{"dtype":"Employee"`)
		},
		AnswerWrapped: func(status int, body string) bool {
			return status == 200 && strings.HasPrefix(body, `{"employeeList":[{"employeeGuid"`)
		},
		AnswerText:  func(status int, body string) bool { return status == 200 && body == "OK" },
		AnswerEmpty: func(status int, body string) bool { return status == 200 && body == "" },
		AnswerNone:  func(status int, body string) bool { return status == 204 && body == "" },
	}
	for shape, right := range tests {
		s := start(t, Options{Answer: shape})
		status, body := call(t, s, http.MethodPost, base+"Employee", `{"employeeList":[{"employeeCode":"0001"}]}`)
		if !right(status, body) {
			t.Errorf("shape %q: status %d, %.100s", shape, status, body)
		}
	}
	if err := Answer("xml").Check(); err == nil || !strings.Contains(err.Error(), "stubs") {
		t.Errorf("the answer xml gives %v, want an error with the choices", err)
	}
}

// All keys that the description names must lead back to their record.
func TestKeysAreFound(t *testing.T) {
	s := start(t, Options{Jobs: 30})
	for _, e := range builtin(t).Entities {
		op, can := e.Operation(api.Create)
		if !can || len(e.Key) == 0 {
			continue
		}
		path := pathOf(t, e, api.List)
		ids := guids(t, s, path)
		key := decode[object](t, get(t, s, pathOf(t, e, api.Get)+ids[2]))[e.Key[0]]
		stubs := decode[[]object](t, post(t, s, op.Path, fmt.Sprintf(`{%q:[{%q:%q}]}`, op.Wrapper, e.Key[0], key)))
		if stubs[0]["guid"] != ids[2] {
			t.Errorf("%s: %s %v leads to %v, want %s", e.Name, e.Key[0], key, stubs[0]["guid"], ids[2])
		}
	}
}

func FuzzWrite(f *testing.F) {
	catalog := builtin(f)
	f.Add(`{"priceBookList":[{"priceBookName":"Price Book 001","priceBookItemList":[{"priceItemRate":1.50}]}]}`)
	f.Add(`{"priceBookList":[{"priceBookName":null,"priceBookItemList":[7]},{}]}`)
	f.Add(`{"priceBookList":[[[[]]]]}`)
	f.Add(`{"priceBookList":[{"a":1,"a":2,"priceBookName":"x"}]}`)
	f.Fuzz(func(t *testing.T, body string) {
		s := start(t, Options{Catalog: catalog, Jobs: 4})
		status, answer := call(t, s, http.MethodPost, base+"PriceBook", body)
		if status != http.StatusOK && status != http.StatusBadRequest {
			t.Errorf("status %d: %s", status, answer)
		}
		for _, id := range guids(t, s, base+"PriceBook") {
			decode[object](t, get(t, s, base+"PriceBook/"+id))
		}
	})
}
