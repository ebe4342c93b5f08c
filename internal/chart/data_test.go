package chart

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// TestRefuses: what cannot be drawn is told with the column, the row and the value.
func TestRefuses(t *testing.T) {
	t.Parallel()
	for says, try := range map[string]func() (*Data, error){
		"but the query has 1 column": func() (*Data, error) { return collected(t, Bar, "name") },
		`the column status is no number: "Active" in row 2`: func() (*Data, error) {
			return collected(t, Bar, "name|jobs|status", `a|1|2`, `b|1|"Active"`)
		},
		`is no number: "12" in row 1`:                    func() (*Data, error) { return collected(t, Line, "n|x", `a|"12"`) },
		"is too large to draw: 1e400":                    func() (*Data, error) { return collected(t, Bar, "n|x", "a|1e400") },
		"a pie shows one column of numbers":              func() (*Data, error) { return collected(t, Pie, "n|x|y") },
		"a chart tells 10 columns of numbers apart":      func() (*Data, error) { return collected(t, Stacked, "n|1|2|3|4|5|6|7|8|9|10|11") },
		"-0.5 of b is below zero: use --chart bar":       func() (*Data, error) { return preparedOr(t, Pie, "n|x", "a|1", "b|-0.5") },
		"a pie of 10,001 rows shows nothing: group them": func() (*Data, error) { return preparedOr(t, Pie, "n|x", slices.Repeat([]string{"a|1"}, maxKept+1)...) },
	} {
		if _, err := try(); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%v, want %q", err, says)
		}
	}
	if _, err := ParseKind("Doughnut"); err == nil {
		t.Error("a doughnut is a chart")
	}
	if kind, err := ParseKind("PIE"); err != nil || kind != Pie {
		t.Errorf("PIE is %q, %v", kind, err)
	}
}

func preparedOr(t *testing.T, kind Kind, columns string, rows ...string) (*Data, error) {
	t.Helper()
	d, err := collected(t, kind, columns, rows...)
	if err != nil {
		return nil, err
	}
	d, _, err = d.Prepare(kind)
	return d, err
}

// TestSaysWhatIsLeftOut: rows beyond those that can be drawn, null, and nothing but zeros.
func TestSaysWhatIsLeftOut(t *testing.T) {
	t.Parallel()
	var many []string
	for i := range 150 {
		many = append(many, fmt.Sprintf("n%d|%d.5", i, i))
	}
	for name, test := range map[string]struct {
		kind Kind
		rows []string
		want []string
		left int
	}{
		"many bars":  {Bar, many, []string{"the chart shows the first 100 of 150 rows"}, 100},
		"many lines": {Line, many, nil, 150},
		"null":       {Stacked, []string{"a|", "b|1", "c|"}, []string{"2 values that are null: not drawn"}, 3},
		"zero":       {Bar, []string{"a|0", "b|0.0"}, []string{"all values are zero"}, 2},
		"all null":   {Line, []string{"a|", "b|"}, []string{"2 values that are null: not drawn"}, 2},
		"some zero":  {Line, []string{"a|", "b|0"}, []string{"1 value that is null: not drawn", "all values are zero"}, 2},
		"null pie":   {Pie, []string{"a|", "b|1"}, []string{"1 value that is null: not drawn"}, 1},
		"none":       {Bar, nil, nil, 0},
	} {
		d, notes := prepared(t, test.kind, "n|x", test.rows...)
		if !slices.Equal(notes, test.want) || len(d.Names) != test.left {
			t.Errorf("%s: notes %q, %d rows", name, notes, len(d.Names))
		}
	}
	d, _ := prepared(t, Pie, "n|x", many...)
	if n := len(d.Names); n != maxSlices || d.Names[0] != "n139" || d.Names[n-1] != "139 others" || d.Series[0].Values[n-1].Digits != "9660.5" {
		t.Errorf("the pie has %q of %v", d.Names, d.Series[0].Values)
	}
	where := Terminal{Width: 60}
	if lines, _ := prepared(t, Line, "n|x", many...); len(where.Notes(Line, lines)) != 1 || !strings.Contains(where.Notes(Line, lines)[0], "150 rows in 51 columns: each shows the mean") {
		t.Errorf("a narrow line says %q", where.Notes(Line, lines))
	}
}

// TestSumsAreExact: digit for digit, and in no time however large an exponent.
func TestSumsAreExact(t *testing.T) {
	t.Parallel()
	d, _ := prepared(t, Stacked, "n|x|y|z", "a|0.1|0.2|", "b|9007199254740993|0.01|-1", "c|1e-999999999|1e3|1", "d|||")
	var got []string
	for _, v := range d.totals() {
		got = append(got, v.shown())
	}
	if want := []string{"0.3", "9007199254740992.01", "1001.00", "null"}; !slices.Equal(got, want) {
		t.Errorf("the sums are %q, want %q", got, want)
	}
}

// TestRecords: rows as a query answers them.
func TestRecords(t *testing.T) {
	t.Parallel()
	d, err := New(Bar, []string{"n", "x"})
	if err != nil {
		t.Fatal(err)
	}
	for _, raw := range []string{`{"n":"a\u001b[31m","x":10.10}`, `{"n":null,"x":null}`, `{"n":7,"x":1}`} {
		r, err := record.New(jsontext.Value(raw))
		if err != nil {
			t.Fatal(err)
		}
		if err := d.AddRecord(r); err != nil {
			t.Fatal(err)
		}
	}
	if want := []string{"a␛[31m", "(none)", "7"}; !slices.Equal(d.Names, want) || d.Series[0].Values[0].Digits != "10.10" || d.Series[0].Values[1].Known {
		t.Errorf("the names are %q, the values %v", d.Names, d.Series[0].Values)
	}
}
