package output

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/labels"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// labelled reads a filter on records whose status is a label of the account.
func labelled(expr string) (Filter, error) {
	return FilterReader{
		Fields: []api.Field{{Name: "status", Type: api.String}, {Name: "name", Type: api.String}}, Now: time.Now(), Zones: timetext.Zones{Time: time.UTC},
		Labels: Labels{Field: "status", Groups: labels.Groups{
			{Name: "approved", Labels: []string{"Approved by Client/PM", "Customer Approved"}},
			{Name: "open", Labels: []string{"", "Submitted, late"}},
		}},
	}.Read(expr)
}

// TestFilterLabels: a status is the same in any letter case and with blanks around it, and @ names a set of them; a blank
// one is an empty text, nothing but blanks, null, or no field at all. Other fields and operators go by the letter.
func TestFilterLabels(t *testing.T) {
	t.Parallel()
	const approved, customer, late, blank, missing, void = `{"status":"Approved by Client/PM"}`, `{"status":" customer APPROVED"}`,
		`{"status":"Submitted, late"}`, `{"status":"  "}`, `{"name":"Approved by Client/PM"}`, `{"status":"Void"}`
	for expr, want := range map[string][]string{
		"status=approved by client/pm ":        {approved},
		`status = " Customer Approved "`:       {customer},
		"status!=CUSTOMER APPROVED":            {approved, late, blank, missing, void},
		"@approved":                            {approved, customer},
		" @Approved ":                          {approved, customer},
		"@approved, @open":                     {approved, customer, late, blank, missing},
		"status=@approved,void":                {approved, customer, void},
		"status!=@open":                        {approved, customer, void},
		"@open":                                {late, blank, missing},
		"status=":                              {blank, missing},
		"status!=":                             {approved, customer, late, void},
		`status="submitted, late"`:             {late},
		"status=Submitted, late":               {late}, // the whole text is one, too
		`status="@approved"`:                   nil,
		"name=@approved":                       nil,
		"name=approved by client/pm":           nil,
		"name=Approved by Client/PM":           {missing},
		"status~APPROVED":                      {approved, customer},
		"status<B":                             {approved, customer, blank}, // an order goes by the letter
		"status=Customer Approved,Nonexistent": {customer},
	} {
		f, err := labelled(expr)
		if err != nil {
			t.Errorf("%s: %v", expr, err)
			continue
		}
		var got []string
		for _, object := range []string{approved, customer, late, blank, missing, void} {
			if ok, _ := f.Match(rec(t, object)); ok {
				got = append(got, object)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s gives %q, want %q", expr, got, want)
		}
	}
}

// TestFilterGroupsThatAreNone: a group that nobody made is an error that names those there are.
func TestFilterGroupsThatAreNone(t *testing.T) {
	t.Parallel()
	for expr, says := range map[string]string{
		"@aproved":         "there is no group @aproved: there are @approved, @open; did you mean approved?",
		"status=@x":        "there is no group @x: there are @approved, @open",
		"status=Void,@x":   "there is no group @x",
		"@":                "there is no group @: there are",
		"@approved status": "there is no group @approved status",
	} {
		_, err := labelled(expr)
		var none *GroupError
		if !errors.As(err, &none) || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", expr, err)
		}
	}
	if _, err := (FilterReader{Labels: Labels{Field: "status"}}).Read("@approved"); err == nil || !strings.Contains(err.Error(), "status_groups of the environment") {
		t.Errorf("without groups: %v", err)
	}
	if _, err := (FilterReader{}).Read("@approved"); err == nil || !strings.Contains(err.Error(), "these records have no status") {
		t.Errorf("without a status: %v", err)
	}
}

// TestFilterUnmatched: what was asked for by name and no record has is told, of groups only which were asked for.
func TestFilterUnmatched(t *testing.T) {
	t.Parallel()
	if _, err := labelled("status!=Aproved,Void,@approved,"); err == nil {
		t.Fatal("an empty value between commas passes")
	}
	f, err := labelled(`status!=Aproved,Void,@approved,""`)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = f.Match(rec(t, `{"status":"void"}`))
	if got := f.Unmatched(); !slices.Equal(got, []string{"Aproved"}) || !slices.Equal(f.Groups(), []string{"approved"}) {
		t.Errorf("unmatched %q, groups %q", got, f.Groups())
	}
	if f, _ = labelled("name=Aproved"); f.Unmatched() != nil {
		t.Errorf("of no label: %q", f.Unmatched())
	}
}

// TestFilterBoundOfLabels: a database may leave records out by their labels where none of them is the blank one.
func TestFilterBoundOfLabels(t *testing.T) {
	t.Parallel()
	for expr, want := range map[string]bool{"@approved": true, "status=void": true, "@open": false, "status!=void": false, "status=": false} {
		f, err := labelled(expr)
		if err != nil {
			t.Fatal(err)
		}
		if bound, ok := f.Bound(); ok != want || ok && (!bound.Fold || !bound.Trim) {
			t.Errorf("%s: %+v, %v", expr, bound, ok)
		}
	}
	if f, _ := labelled("name=x"); true {
		if bound, ok := f.Bound(); !ok || bound.Fold || bound.Trim {
			t.Errorf("of another field: %+v", bound)
		}
	}
}

// TestGroupsBehindOtherOperators: a group is a set and no text, so that other operators refuse it, and take a quoted text.
func TestGroupsBehindOtherOperators(t *testing.T) {
	t.Parallel()
	for _, expr := range []string{"status~@approved", "status>=@approved", "status<@nobody"} {
		if _, err := labelled(expr); err == nil || !strings.Contains(err.Error(), "group of statuses") {
			t.Errorf("%s: %v", expr, err)
		}
	}
	for _, expr := range []string{`status~"@approved"`, "name~@approved", "name>=@approved"} {
		if _, err := labelled(expr); err != nil {
			t.Errorf("%s: %v", expr, err)
		}
	}
}
