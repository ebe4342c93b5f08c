package output

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func parseFilter(t *testing.T, expr string) (Filter, error) {
	t.Helper()
	now := time.UnixMilli(1764000000000)
	return ParseFilter(expr, jobs(), now, time.UTC)
}

func TestFilters(t *testing.T) {
	r := rec(t, `{"number":"0012","name":"Well Sept-Îles","start":1764000000000,"count":9007199254740993,"rate":10.10,
		"open":true,"wbs":{"guid":"g-1"},"crew":[{"name": "Anna"}],"none":null,"blank":"","tardy":"12","extra":5,"flag":false}`)
	for expr, want := range map[string]bool{
		`number=0012`: true, `number = 12`: false, `number != 12`: true, `number="0012"`: true, `number < 0013`: true,
		`number ~ 01`: true, `name ~ SEPT`: true, `name ~ îles`: true, `name='Well Sept-Îles'`: true, `name=well sept-îles`: false,
		`count=9007199254740993`: true, `count=9007199254740992`: false, `count>9007199254740992`: true, `count<=9007199254740993.0`: true,
		`rate=10.1`: true, `rate>=1.01e1`: true, `rate<10.100000000000000000001`: true, `rate!=10.1`: false, `rate<1e999999999`: true,
		`open=true`: true, `open=FALSE`: false, `open!=false`: true,
		`start=1764000000000`: true, `start>=2025-11-24`: true, `start<2025-11-24T16:00:00Z`: false, `start>1h`: true, `start~2025-11`: true,
		`wbs.guid=g-1`: true, `crew.0.name = Anna`: true, `crew ~ "name":"anna"`: true,
		`none=`: true, `missing=`: true, `blank=""`: true, `number=`: false, `number!=`: true, `missing!=`: false,
		`missing!=5`: true, `missing<5`: false, `none~x`: false,
		`tardy=12`: true, `tardy="12"`: true, `tardy<100`: false, `extra=5`: true, `extra="5"`: true, `extra<10`: true, `extra=five`: false,
		`flag=false`: true, `flag!=false`: false,
	} {
		f, err := parseFilter(t, expr)
		if err != nil {
			t.Errorf("%s: %v", expr, err)
			continue
		}
		if got, err := f.Match(r); got != want || err != nil {
			t.Errorf("%s gives %v (%v)", expr, got, err)
		}
	}
}

func TestFilterOnDescribedNumberSentAsText(t *testing.T) {
	f, err := parseFilter(t, "count>=5")
	if err != nil {
		t.Fatal(err)
	}
	for object, want := range map[string]bool{`{"count":"12"}`: true, `{"count":"x"}`: false, `{"count":[]}`: false} {
		if got, _ := f.Match(rec(t, object)); got != want {
			t.Errorf("%s gives %v", object, got)
		}
	}
}

func TestBadFilters(t *testing.T) {
	for expr, want := range map[string]string{
		"":                "form 'field OP value'",
		"name":            "form 'field OP value'",
		"=x":              "form 'field OP value'",
		"name ! x":        "form 'field OP value'",
		"count=abc":       "count is a number",
		"count<":          "needs a value",
		"name~":           "needs a value",
		"open>true":       "no order",
		"open=yes":        "true or false",
		"start=yesterday": "not a time",
		"crew<1":          "no order",
		"numbr=1":         "did you mean number",
	} {
		_, err := parseFilter(t, expr)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want one about %q", expr, err, want)
		}
	}
}

func TestFilterOnAFieldThatNobodyKnows(t *testing.T) {
	f, err := parseFilter(t, "qqqqqqq=1")
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Check(); err != nil {
		t.Errorf("without a record: %v", err)
	}
	if _, err := f.Match(rec(t, `{"a":1}`)); err != nil {
		t.Fatal(err)
	}
	var unknown *UnknownFieldError
	if err := f.Check(); !errors.As(err, &unknown) {
		t.Errorf("error %v", err)
	}
}

func TestDecimals(t *testing.T) {
	ascending := []string{"-1e400", "-10.5", "-10", "-0.001", "0", "1e-999999999999999999999", "0.001", "0.01", "9.99", "10", "10.000000000000000001", "9007199254740992", "9007199254740993", "1e400", "1e999999999999999999999"}
	for i, a := range ascending {
		for j, b := range ascending {
			x, okX := parseDecimal(a)
			y, okY := parseDecimal(b)
			want := min(1, max(-1, i-j))
			if got := x.compare(y); !okX || !okY || got != want {
				t.Errorf("%s against %s gives %d", a, b, got)
			}
		}
	}
	for _, same := range [][2]string{{"-0", "0"}, {"10.10", "10.1"}, {"1E+2", "100"}, {"0.5e1", "5"}, {"0e5", "0"}, {"0012", "12"}} {
		x, _ := parseDecimal(same[0])
		y, _ := parseDecimal(same[1])
		if x.compare(y) != 0 {
			t.Errorf("%s and %s differ", same[0], same[1])
		}
	}
	for _, bad := range []string{"", "-", "1.", ".5", "1e", "0x1", "1 2", "NaN", "--1"} {
		if _, ok := parseDecimal(bad); ok {
			t.Errorf("%q is a number", bad)
		}
	}
}
