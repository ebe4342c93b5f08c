package labels

import (
	"slices"
	"testing"
)

func TestSame(t *testing.T) {
	for _, test := range []struct {
		a, b string
		same bool
	}{
		{"Approved by Client/PM", " approved BY client/pm\t", true},
		{"He\u0301bert", "h\u00c9BERT", true},
		{"", "  ", true},
		{"", "Approved", false},
		{"Approved", "Approved - Revised", false},
		{"See  Notes", "See Notes", false},
		{"\u212a", "k", true},
	} {
		if got := Same(test.a, test.b); got != test.same {
			t.Errorf("%q and %q: %v", test.a, test.b, got)
		}
	}
}

func TestGroups(t *testing.T) {
	groups := Groups{{"approved", []string{"Approved by Client/PM", "Customer Approved"}}, {"Open", []string{"", "Submitted"}}}
	if group, found := groups.Named("APPROVED"); !found || !slices.Equal(group.Labels, groups[0].Labels) {
		t.Errorf("found %v, %v", group, found)
	}
	if _, found := groups.Named("approve"); found {
		t.Error("half a name is none")
	}
	if names := groups.Names(); !slices.Equal(names, []string{"approved", "Open"}) {
		t.Errorf("names %q", names)
	}
	for label, want := range map[string]bool{"customer approved ": true, " ": true, "": true, "Void": false, "Approved": false} {
		if got := groups.Holds(label); got != want {
			t.Errorf("%q: %v", label, got)
		}
	}
	if Groups(nil).Holds("") {
		t.Error("no group holds anything")
	}
}
