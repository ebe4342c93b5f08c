package simulator

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api"
)

func TestSameSeedSameBytes(t *testing.T) {
	first, again := start(t, Options{Seed: 7}), start(t, Options{Seed: 7})
	other, later := start(t, Options{Seed: 8}), start(t, Options{Seed: 7, AsOf: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)})
	for _, e := range builtin(t).Entities {
		list := pathOf(t, e, api.List)
		if diff := cmp.Diff(get(t, first, list), get(t, again, list)); diff != "" {
			t.Errorf("%s: the same seed gives another index:\n%s", e.Name, diff)
		}
		if get(t, first, list) == get(t, other, list) || get(t, first, list) == get(t, later, list) {
			t.Errorf("%s: another seed or day gives the same index", e.Name)
		}
		one := pathOf(t, e, api.Get) + guids(t, first, list)[3]
		if diff := cmp.Diff(get(t, first, one), get(t, again, one)); diff != "" {
			t.Errorf("%s: the same seed gives another record:\n%s", e.Name, diff)
		}
	}
}

func TestIndexAgreesWithRecords(t *testing.T) {
	s := start(t, Options{Jobs: 20})
	for _, e := range builtin(t).Entities {
		for _, stub := range decode[[]object](t, get(t, s, pathOf(t, e, api.List))) {
			id, has := stub["guid"]
			if !has {
				id = stub["id"]
			}
			text, _ := id.(string)
			whole := decode[object](t, get(t, s, pathOf(t, e, api.Get)+text))
			if whole[e.GUID] != id || whole[e.UpdatedAt] != stub["updatedAt"] || stub["dtype"] != e.Resource {
				t.Fatalf("%s: the index says %v, the record %v at %v", e.Name, stub, whole[e.GUID], whole[e.UpdatedAt])
			}
		}
	}
}

// Every value that names another record must be found there, as a user's join would.
func TestRecordsHangTogether(t *testing.T) {
	const many = 200
	s := start(t, Options{Jobs: 300})
	catalog := builtin(t)
	values := map[string]map[any]bool{}
	records := map[string][]object{}
	for _, e := range catalog.Entities {
		for _, id := range guids(t, s, pathOf(t, e, api.List)) {
			whole := decode[object](t, get(t, s, pathOf(t, e, api.Get)+id))
			records[e.Resource] = append(records[e.Resource], whole)
			for field, value := range whole {
				if values[e.Resource+"."+field] == nil {
					values[e.Resource+"."+field] = map[any]bool{}
				}
				if text, is := value.(string); is {
					values[e.Resource+"."+field][text] = true
				}
			}
		}
	}
	for _, e := range catalog.Entities {
		for _, whole := range records[e.Resource][:min(many, len(records[e.Resource]))] {
			for _, f := range e.Fields {
				value := whole[f.Name]
				if f.RefersTo == nil || value == nil {
					continue
				}
				if target := f.RefersTo.Resource + "." + f.RefersTo.Field; !values[target][value] {
					t.Fatalf("%s: %s is %v, which no %s is", e.Name, f.Name, value, target)
				}
			}
		}
	}
}

func TestFieldsOfOneRoleTellOfOneRecord(t *testing.T) {
	s := start(t, Options{Jobs: 50})
	companies := map[any]object{}
	for _, id := range guids(t, s, base+"Company") {
		company := decode[object](t, get(t, s, base+"Company/"+id))
		companies[company["companyCode"]] = company
	}
	for _, id := range guids(t, s, base+"JobOrder") {
		job := decode[object](t, get(t, s, base+"JobOrder/"+id))
		client := companies[job["jobClientCode"]]
		if job["jobClientGuid"] != client["companyGuid"] || job["jobClientName"] != client["companyName"] {
			t.Fatalf("job %v: the client's code, GUID and name are of different companies", job["jobNumber"])
		}
		if client["companyTypeName"] != "Client" {
			t.Fatalf("job %v: the client %v is a %v", job["jobNumber"], client["companyCode"], client["companyTypeName"])
		}
	}
}

func TestJobOrderCollectsItsItems(t *testing.T) {
	s := start(t, Options{Jobs: 40})
	byJob := map[any]map[any]bool{}
	items := guids(t, s, base+"NonRecurringBillableItem")
	for _, id := range items {
		item := decode[object](t, get(t, s, base+"NonRecurringBillableItem/"+id))
		if byJob[item["nrbJobOrderNumber"]] == nil {
			byJob[item["nrbJobOrderNumber"]] = map[any]bool{}
		}
		byJob[item["nrbJobOrderNumber"]][item["nrbGuid"]] = true
	}
	count := 0
	for _, id := range guids(t, s, base+"JobOrder") {
		job := decode[object](t, get(t, s, base+"JobOrder/"+id))
		listed := map[any]bool{}
		for _, item := range job["jobNrbList"].([]any) {
			listed[item.(map[string]any)["nrbGuid"]] = true
		}
		if diff := cmp.Diff(byJob[job["jobNumber"]], listed); diff != "" {
			t.Fatalf("job %v: items that refer to it (-) and items that it lists (+):\n%s", job["jobNumber"], diff)
		}
		count += len(listed)
	}
	if count != len(items) || count != 100 {
		t.Errorf("all jobs together list %d of %d items, want 100 of 100", count, len(items))
	}
}

func TestDataHoldWhatBreaksCarelessPrograms(t *testing.T) {
	s := start(t, Options{})
	var names []string
	longest := 0
	for _, id := range guids(t, s, base+"Company") {
		name, _ := decode[object](t, get(t, s, base+"Company/"+id))["companyName"].(string)
		names, longest = append(names, name), max(longest, len(name))
	}
	all := strings.Join(names, "\n")
	for _, odd := range []string{"O'Brien", `"Big Dog"`, "é", ", ", "🔥", "007", "<"} {
		if !strings.Contains(all, odd) {
			t.Errorf("no company has %s in its name", odd)
		}
	}
	if longest < 120 {
		t.Errorf("the longest name has %d bytes, want a very long one", longest)
	}
}

func TestSizeIsFree(t *testing.T) {
	for _, jobs := range []int{1, 2, 7, 1000} {
		s := start(t, Options{Jobs: jobs})
		list := guids(t, s, base+"JobOrder")
		if len(list) != jobs {
			t.Errorf("%d jobs were asked for, the index has %d", jobs, len(list))
		}
		get(t, s, base+"JobOrder/"+list[jobs-1])
	}
}

func TestSizeHasALimit(t *testing.T) {
	for _, jobs := range []int{-1, 1_000_000_001} {
		if _, err := New(Options{Catalog: builtin(t), Jobs: jobs}); err == nil || !strings.Contains(err.Error(), "number of jobs") {
			t.Errorf("%d jobs give the error %v, want one about their number", jobs, err)
		}
	}
}

func TestSamples(t *testing.T) {
	tests := []struct {
		sample string
		kind   api.Type
		want   string // of the first record with seed 0; "" is any value
		fails  string
	}{
		{sample: "sequence J-%05d", kind: api.String, want: `"J-00001"`},
		{sample: "sequence %04d", kind: api.String, want: `"0001"`},
		{sample: "ordinal", kind: api.Integer, want: `1`},
		{sample: "const 5", kind: api.String, want: `"5"`},
		{sample: "const 5", kind: api.Integer, want: `5`},
		{sample: "money 10 10", kind: api.Number, want: `10.00`},
		{sample: "number -3 -3 2", kind: api.Number, want: `-3.00`},
		{sample: "number 4 4", kind: api.Integer, want: `4`},
		{sample: "day -1 -1", kind: api.Time, want: `1793404800000`},
		{sample: "period 14 last", kind: api.Time},
		{sample: "yes 100", kind: api.Boolean, want: `true`},
		{sample: "maybe 0 const x", kind: api.String, want: `null`},
		{sample: "maybe 100 const x", kind: api.String, want: `"x"`},
		{sample: "follow name a=x|y", kind: api.String, want: `"x"`},
		{sample: "well-site", kind: api.String},
		{sample: "", kind: api.Number},
		{sample: "wellsite", kind: api.String, fails: "no kind of sample"},
		{sample: "sequence J", kind: api.String, fails: "no format"},
		{sample: "money 1", kind: api.Number, fails: "highest"},
		{sample: "const x", kind: api.Integer, fails: "not a value of type integer"},
		{sample: "maybe often note", kind: api.String, fails: "percent"},
		{sample: "list 1", kind: api.Array, fails: "number of elements"},
	}
	for _, test := range tests {
		t.Run(test.sample, func(t *testing.T) {
			c := &api.Catalog{Entities: []*api.Entity{{
				Resource: "Thing", Name: "things", GUID: "id",
				Operations: []api.Operation{{Verb: api.Get, Method: "GET", Path: "/Thing/{id}"}},
				Fields: []api.Field{
					{Name: "id", Type: api.Integer},
					{Name: "name", Type: api.String, Sample: "const a"},
					{Name: "value", Type: test.kind, Sample: test.sample},
				},
			}}}
			s, err := New(Options{Catalog: c})
			if test.fails != "" {
				if err == nil || !strings.Contains(err.Error(), test.fails) {
					t.Fatalf("New gives the error %v, want one with %q", err, test.fails)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got := get(t, s, "/Thing/1")
			if want := `{"id":1,"name":"a","value":` + test.want + `}`; test.want != "" && got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}
