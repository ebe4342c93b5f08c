package transfer_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/transfer"
)

func recordOf(t *testing.T, raw string) record.Record {
	t.Helper()
	r, err := record.New(record.Value(raw))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func cleanerOf(t *testing.T, catalog *api.Catalog, name string) *transfer.Cleaner {
	t.Helper()
	return transfer.NewCleaner(transfer.NewReferences(catalog), named(t, catalog, name)[0])
}

// TestCleaning: what the server sets and what it made stays, all else goes byte for byte.
func TestCleaning(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ entity, record, want string }{
		"identifiers with keys beside them": {"joborders",
			`{"jobId":7,"jobGuid":"g","jobNumber":"J-1","jobClientCode":"C-1","jobClientGuid":"cg","jobClientName":"Acme","jobUpdatedAt":5,"jobLocationLat":51.10}`,
			`{"jobNumber":"J-1","jobClientCode":"C-1","jobLocationLat":51.10}`},
		"in a list": {"pricebooks",
			`{"priceBookGuid":"g","priceBookName":"P","priceBookItemList":[{"priceItemBillableItemGuid":"x","priceItemBillableItemCode":"B","priceItemRate":1.50,"priceItemBillableItemIsDeleted":false}, {"priceItemBillableItemCode":"C"}]}`,
			`{"priceBookName":"P","priceBookItemList":[{"priceItemBillableItemCode":"B","priceItemRate":1.50},{"priceItemBillableItemCode":"C"}]}`},
		"an identifier alone": {"pricebooks",
			`{"priceBookName":"P","priceBookItemList":[{"priceItemBillableItemGuid":"x","priceItemBillableItemCode":null,"priceItemRate":1}]}`,
			`{"priceBookName":"P","priceBookItemList":[{"priceItemBillableItemCode":null,"priceItemRate":1}]} bare priceBookItemList.priceItemBillableItemGuid`},
		"a part with an identifier of its own": {"joborders",
			`{"jobNumber":"J","jobWBSSchedule":{"jobScheduleGuid":"s","jobScheduleBudgetEntryOption":"PerWBS"}}`,
			`{"jobNumber":"J","jobWBSSchedule":{"jobScheduleBudgetEntryOption":"PerWBS"}} bare jobWBSSchedule.jobScheduleGuid`},
		"fields that nobody describes": {"companies",
			`{"companyCode":"C","guid":"g","dtype":"Company","regionGuid":"r","regionCode":"AB","ownerGuid":"o","note":{"noteGuid":"n","noteName":"N","x":1},"madeAt":1,"companyModifiedOn":3}`,
			`{"companyCode":"C","regionCode":"AB","note":{"noteName":"N","x":1},"madeAt":1} bare ownerGuid`},
		"nothing to leave out": {"companies", `{"companyCode": "C" , "companyName":"\u00e9"}`, `{"companyCode": "C" , "companyName":"\u00e9"}`},
		"empty identifiers":    {"companies", `{"companyCode":"C","ownerGuid":null}`, `{"companyCode":"C"}`},
		"lists of other things": {"companies", `{"companyCode":"C","tags":["a",1,null,[{"xGuid":"g","xName":"n"}]]}`,
			`{"companyCode":"C","tags":["a",1,null,[{"xName":"n"}]]}`},
	} {
		cleaned := cleanerOf(t, api.Builtin(), test.entity).Clean(recordOf(t, test.record))
		got := string(cleaned.Record.Raw())
		for _, path := range cleaned.Bare {
			got += " bare " + path
		}
		if got != test.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, test.want)
		}
	}
}

// TestKeysThatAreIdentifiers: a GUID by which people know a record is a key like any other.
func TestKeysThatAreIdentifiers(t *testing.T) {
	t.Parallel()
	catalog := &api.Catalog{Entities: []*api.Entity{{
		Name: "tags", Resource: "Tag", GUID: "tagGuid", Key: []string{"tagGuid"},
		Fields: []api.Field{{Name: "tagGuid", Type: api.String}, {Name: "parentId", Type: api.String, Format: "uuid"}, {Name: "parentName", Type: api.String},
			{Name: "ownerId", Type: api.String, Format: "uuid"}, {Name: "taxId", Type: api.String}},
	}}}
	cleaned := cleanerOf(t, catalog, "tags").Clean(recordOf(t, `{"tagGuid":"g","parentId":"p","parentName":"n","ownerId":"o","taxId":"1"}`))
	if got := string(cleaned.Record.Raw()); got != `{"tagGuid":"g","parentName":"n","taxId":"1"}` || !slices.Equal(cleaned.Bare, []string{"ownerId"}) {
		t.Errorf("%s, bare %q", got, cleaned.Bare)
	}
}

// TestUses: the records that must be there are told, by the keys that go.
func TestUses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		entity, record string
		want           []string
	}{
		"of a job order": {"joborders", `{"jobNumber":"J","jobClientCode":"C-1","jobPriceBookName":"P","jobAssigneeEmployeeNumber":null,"jobCrewList":[{"employeeCode":"E"}]}`,
			[]string{"jobClientCode companies.companyCode C-1", "jobPriceBookName pricebooks.priceBookName P"}},
		"of a list": {"pricebooks", `{"priceBookName":"P","priceBookItemList":[{"priceItemBillableItemCode":"A","priceItemBillableItemName":"n"},{"priceItemBillableItemCode":"B"}]}`,
			[]string{"priceBookItemList.priceItemBillableItemCode billableitems.billableItemCode A", "priceBookItemList.priceItemBillableItemCode billableitems.billableItemCode B"}},
		"of nothing": {"companies", `{"companyCode":"C"}`, nil},
	} {
		var got []string
		for _, use := range cleanerOf(t, api.Builtin(), test.entity).Clean(recordOf(t, test.record)).Uses {
			got = append(got, fmt.Sprintf("%s %s.%s %s", use.Path, use.To.Name, use.By.Field, use.Value))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

// TestFitting: a list that is written as a whole loses nothing that the other environment made, and no identifier stays
// that means another record.
func TestFitting(t *testing.T) {
	t.Parallel()
	const item = `{"priceItemBillableItemGuid":"t1","priceItemBillableItemCode":"B","priceItemRate":1,"priceItemBillableItemIsDeleted":false}`
	for name, test := range map[string]struct{ entity, from, own, want string }{
		"an element that both have": {"pricebooks",
			`{"priceBookName":"P","priceBookItemList":[{"priceItemBillableItemGuid":"s1","priceItemBillableItemCode":"B","priceItemRate":2}]}`,
			`{"priceBookGuid":"tg","priceBookName":"P","priceBookItemList":[` + item + `]}`,
			`{"priceBookName":"P","priceBookItemList":[{"priceItemBillableItemGuid":"t1","priceItemBillableItemCode":"B","priceItemRate":2,"priceItemBillableItemIsDeleted":false}]}`},
		"a new one in front": {"pricebooks",
			`{"priceBookItemList":[{"priceItemBillableItemCode":"A","priceItemRate":9},{"priceItemBillableItemCode":"B","priceItemRate":1}]}`,
			`{"priceBookItemList":[` + item + `]}`,
			`{"priceBookItemList":[{"priceItemBillableItemCode":"A","priceItemRate":9},` + item + `]}`},
		"one that goes": {"pricebooks", `{"priceBookItemList":[]}`, `{"priceBookItemList":[` + item + `]}`, `{"priceBookItemList":[]}`},
		"no list there": {"pricebooks", `{"priceBookItemList":[{"priceItemBillableItemCode":"A"}]}`, `{"priceBookItemList":null}`,
			`{"priceBookItemList":[{"priceItemBillableItemCode":"A"}]}`},
		"an identifier of what is another one now": {"companies",
			`{"companyCode":"C","sites":[{"siteCode":"1","ownerCode":"X","ownerGuid":"s"}]}`,
			`{"companyCode":"C","sites":[{"siteCode":"1","siteGuid":"t","ownerCode":"Y","ownerGuid":"ty"}]}`,
			`{"companyCode":"C","sites":[{"siteCode":"1","siteGuid":"t","ownerCode":"X"}]}`},
		"without keys": {"companies", `{"companyCode":"C","parts":[{"size":1}]}`, `{"companyCode":"C","parts":[{"size":1,"partGuid":"g"}]}`,
			`{"companyCode":"C","parts":[{"size":1}]}`},
		"within an object": {"companies", `{"companyCode":"C","o":{"list":[{"xCode":"1","y":2}]}}`, `{"companyCode":"C","o":{"list":[{"xCode":"1","xGuid":"g"}]}}`,
			`{"companyCode":"C","o":{"list":[{"xCode":"1","xGuid":"g","y":2}]}}`},
	} {
		catalog := api.Builtin()
		entity := named(t, catalog, test.entity)[0]
		cleaner := cleanerOf(t, catalog, test.entity)
		fitted := cleaner.Fit(change.NewComparer(entity.Fields, catalog), cleaner.Clean(recordOf(t, test.from)).Record, recordOf(t, test.own))
		if got := string(fitted.Raw()); got != test.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, test.want)
		}
	}
}

// TestARoundTrip: a record that went over and comes back changes nothing, whatever identifiers each side has.
func TestARoundTrip(t *testing.T) {
	t.Parallel()
	catalog := api.Builtin()
	entity := named(t, catalog, "pricebooks")[0]
	cleaner, by := cleanerOf(t, catalog, "pricebooks"), change.NewComparer(entity.Fields, catalog)
	there := func(guid string) record.Record {
		return recordOf(t, `{"priceBookGuid":"`+guid+`","priceBookName":"P","priceBookUpdatedAt":9,"priceBookItemList":[{"priceItemBillableItemGuid":"`+guid+`2","priceItemBillableItemCode":"B","priceItemRate":1.0}]}`)
	}
	fitted := cleaner.Fit(by, cleaner.Clean(there("a")).Record, there("b"))
	for d := range by.Sent(there("b"), fitted) {
		t.Errorf("%+v differs", d)
	}
}
