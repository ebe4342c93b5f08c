package handover_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/handover"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// totalsOf adds up records, each as JSON.
func totalsOf(t *testing.T, columns []string, records ...string) handover.Totals {
	t.Helper()
	adder := handover.NewAdder([]api.Field{{Name: "amount", Type: api.Number}, {Name: "name", Type: api.String}}, columns, timetext.Zones{})
	for _, raw := range records {
		r, err := record.New(record.Value(raw))
		if err != nil {
			t.Fatal(err)
		}
		adder.Add(r)
	}
	return adder.Totals()
}

func TestSumsAreDecimal(t *testing.T) {
	t.Parallel()
	for want, amounts := range map[string][]string{
		"0.30":                   {"0.1", "0.20"},
		"246777.90":              {"246777.85", "0.05"},
		"9007199254740993":       {"9007199254740992", "1"},
		"10000000000000000000.1": {"1e19", "0.1"},
		"0.00":                   {"-0.10", "0.10"},
		"7":                      {"7", "null"},
	} {
		var records []string
		for _, amount := range amounts {
			records = append(records, `{"amount":`+amount+`}`)
		}
		got := totalsOf(t, nil, records...)
		if len(got.Sums) != 1 || got.Sums[0].Sum != want {
			t.Errorf("%s: %+v", strings.Join(amounts, " + "), got.Sums)
		}
	}
}

// TestTextsAmongNumbers: what a column adds up to does not depend on which record comes first, and one of texts alone is none.
func TestTextsAmongNumbers(t *testing.T) {
	t.Parallel()
	for _, records := range [][]string{
		{`{"no":"10.5","code":"1"}`, `{"no":"x","code":"2"}`, `{"no":2,"code":"3"}`}, {`{"no":2,"code":"1"}`, `{"no":"10.5","code":"2"}`, `{"no":"x","code":"3"}`},
	} {
		got := totalsOf(t, nil, records...)
		if want := []handover.Sum{{Field: "no", Sum: "12.5", Values: 2, Others: 1}}; !slices.Equal(got.Sums, want) {
			t.Errorf("%q: %+v", records, got.Sums)
		}
	}
}

// TestWhatIsNoNumberIsCounted: an amount that is a text in words is no zero.
func TestWhatIsNoNumberIsCounted(t *testing.T) {
	t.Parallel()
	got := totalsOf(t, nil, `{"amount":"1.50","hours":2}`, `{"amount":"n/a","hours":3}`, `{"amount":1e999999999}`)
	want := []handover.Sum{{Field: "amount", Sum: "1.50", Values: 1, Others: 2}, {Field: "hours", Sum: "5", Values: 2}}
	if got.Records != 3 || !slices.Equal(got.Sums, want) {
		t.Errorf("%+v", got)
	}
	if got := totalsOf(t, []string{"name"}, `{"amount":1,"name":"2"}`); len(got.Sums) != 0 {
		t.Errorf("a column that is a text is added up: %+v", got.Sums)
	}
}
