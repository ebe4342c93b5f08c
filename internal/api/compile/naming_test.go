package compile

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// listsAt makes a description of a list at each path.
func listsAt(paths ...string) []byte {
	text := "openapi: 3.0.3\ninfo: {title: a, version: '1'}\npaths:\n"
	for _, path := range paths {
		text += "  " + path + ": {get: {responses: {'200': {description: a, content: {application/json: {schema: {type: array, items: " +
			"{type: object, properties: {id: {type: string}, name: {type: string}}}}}}}}}}\n"
	}
	return []byte(text)
}

// TestPlurals: names that are plurals already, abbreviations and mass nouns stay as they are, and others get an ending.
func TestPlurals(t *testing.T) {
	t.Parallel()
	for step, want := range map[string][2]string{
		"status": {"statuses", "status"}, "statuses": {"statuses", "status"}, "saas": {"saas", "saas"}, "me": {"me", "me"}, "news": {"news", "news"},
		"addresses": {"addresses", "address"}, "Taxes": {"taxes", "tax"}, "Branches": {"branches", "branch"}, "bases": {"bases", "base"},
		"WorkPermit": {"workpermits", "work permit"}, "dns": {"dns", "dns"}, "people": {"people", "person"}, "Equipment": {"equipment", "equipment"},
		"NonRecurringBillableItem": {"nonrecurringbillableitems", "non recurring billable item"}, "series": {"series", "series"}, "data": {"data", "data"},
	} {
		c, err := With(listsAt("/"+step), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := [2]string{c.Entities[0].Name, c.Entities[0].Title}; got != want {
			t.Errorf("%s: %q, want %q", step, got, want)
		}
	}
}

// TestTheNearestHasThePlainName, in whatever order the file has them, and a number is told of.
func TestTheNearestHasThePlainName(t *testing.T) {
	t.Parallel()
	paths := []string{"/v1/autocomplete/bills", "/v1/bills", "/v1/zones/a/bills"}
	want := map[string]string{"/v1/bills": "bills", "/v1/autocomplete/bills": "bills2", "/v1/zones/a/bills": "bills3"}
	for range 2 {
		c, err := With(listsAt(paths...), Options{})
		if err != nil {
			t.Fatal(err)
		}
		got, told := map[string]string{}, 0
		for _, e := range c.Entities {
			got[e.Operations[0].Path] = e.Name
		}
		for _, note := range c.Notes {
			if note.What == "name" && note.From == "bills is the name of something else" {
				told++
			}
		}
		if diff := cmp.Diff(want, got); diff != "" || told != 2 {
			t.Errorf("%d names are told of: %s", told, diff)
		}
		slices.Reverse(paths)
	}
}
