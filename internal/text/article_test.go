package text

import "testing"

func TestWithArticle(t *testing.T) {
	t.Parallel()
	for noun, want := range map[string]string{
		"record": "a record", "employee": "an employee", "invoice": "an invoice", "Employee": "an Employee", "piece of equipment": "a piece of equipment",
		"user": "a user", "unit": "a unit", "union member": "a union member", "one-off": "a one-off", "European site": "a European site",
		"unpaid bill": "an unpaid bill", "hour": "an hour", "house": "a house", "honest mistake": "an honest mistake", "yard": "a yard",
		"NRB": "an NRB", "PO": "a PO", "RFI": "an RFI", "USB stick": "a USB stick", "WBS row": "a WBS row", "SITE": "a SITE", "AREA": "an AREA",
		"": "a ", "Öl": "a Öl", "3D model": "a 3D model",
	} {
		if got := WithArticle(noun); got != want {
			t.Errorf("%q has the article %q", noun, got)
		}
	}
}
