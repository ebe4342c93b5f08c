package output

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

func parseFilter(t *testing.T, expr string) (Filter, error) {
	t.Helper()
	now := time.UnixMilli(1764000000000)
	return ParseFilter(expr, jobs(), now, timetext.Zones{Time: time.UTC})
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

// choosing describes fields with values to choose from, and a list.
func choosing() []api.Field {
	return []api.Field{
		{Name: "status", Type: api.String, Certainty: api.Documented, Enum: []string{"Active", "Not Billable", "A,B"}},
		{Name: "guess", Type: api.String, Certainty: api.Assumed, Enum: []string{"Open", "Closed"}},
		{Name: "name", Type: api.String}, {Name: "rate", Type: api.Number}, {Name: "count", Type: api.Integer}, {Name: "at", Type: api.Time},
		{Name: "crew", Type: api.Array, Items: api.Object, Fields: []api.Field{
			{Name: "code", Type: api.String}, {Name: "hours", Type: api.Number}, {Name: "from", Type: api.Time},
			{Name: "kind", Type: api.String, Certainty: api.Documented, Enum: []string{"DIRECT", "SUB"}},
		}},
		{Name: "tags", Type: api.Array, Items: api.String},
		{Name: "tests", Type: api.Array},
	}
}

// TestFilterSpellingsAndSeveralValues: == and <>, any of several values, quotes around commas.
func TestFilterSpellingsAndSeveralValues(t *testing.T) {
	r := rec(t, `{"name":"Smith, J","status":"A,B","rate":258.79,"count":12,"free":"x","tags":["red","blue"],"sign":"=x","at":1764000000000}`)
	for expr, want := range map[string]bool{
		"count==12": true, "count == 12": true, "count<>12": false, "count <> 11": true, "free==x": true, "free<>x": false,
		"count=11,12": true, "count=11, 13": false, "count!=11,13": true, "count!=11,12": false, "rate=1,258.790": true,
		"free=a,x": true, "free=a, x ,b": true, `free="a,x"`: false, `free='a','x'`: true, `free="",x`: true, `none="",x`: true, `none!="",x`: false, `free!=a,b`: true,
		// A value that commas take apart is a value all the same.
		"name=Smith, J": true, `name="Smith, J"`: true, `name='Smith, J'`: true, `name="Smith, J",Doe`: true, "name!=Smith, J": false, "name=Smith,J": false, "name~Smith, J": true,
		"status=A,B": true, "status=Active": false,
		"sign==x": false, `sign="=x"`: true, `sign=="=x"`: true,
		"tags=red": true, "tags=green,blue": true, "tags!=red": false, "tags!=green": true, `tags=["red","blue"]`: true, "tags~LU": true, "tags=": false, "tags!=": true,
		"at=1764000000000,2020-01-01": true, "at<>2020-01-01,2020-01-02": true,
	} {
		f, err := ParseFilter(expr, choosing(), time.UnixMilli(1764000000000), timetext.Zones{Time: time.UTC})
		if err != nil {
			t.Errorf("%s: %v", expr, err)
			continue
		}
		if got, err := f.Match(r); got != want || err != nil {
			t.Errorf("%s gives %v (%v)", expr, got, err)
		}
	}
	for expr, want := range map[string]string{
		"free=a,,x": "is empty", "free=,": "is empty", "free=x,": "is empty", "free=~x": "in quotes", "free=>1": "in quotes", "free===x": "in quotes",
		"free!==x": "in quotes", "free<<1": "in quotes", "count=1,a": "is a number", "at=2026,x": "is",
	} {
		if _, err := ParseFilter(expr, choosing(), time.UnixMilli(0), timetext.Zones{Time: time.UTC}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want one about %q", expr, err, want)
		}
	}
}

// TestFilterSaysWhatItTookForSeveral: where a record holds the whole text, that is said.
func TestFilterSaysWhatItTookForSeveral(t *testing.T) {
	f, err := ParseFilter("name=Smith, J", choosing(), time.Now(), timetext.Zones{Time: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	_, _ = f.Match(rec(t, `{"name":"J"}`))
	if text := f.Ambiguity(); text != "" {
		t.Error(text)
	}
	_, _ = f.Match(rec(t, `{"name":"Smith, J"}`))
	if text := f.Ambiguity(); !strings.Contains(text, `name = "Smith, J"`) {
		t.Error(text)
	}
	for expr, doubted := range map[string]bool{
		"rate=258,79": true, "rate=258, 79": false, "rate=1,2,3": false, "count=1,000": true, "count!=12,345,678": true, "count=1,2": false, "count=12,13,140": false, "name=1,000": false,
	} {
		f, err = ParseFilter(expr, choosing(), time.Now(), timetext.Zones{Time: time.UTC})
		if err != nil || strings.Contains(f.Doubt(), "with a point") != doubted {
			t.Errorf("%s: %q %v", expr, f.Doubt(), err)
		}
	}
}

// TestFilterThroughLists: one element is enough, and != holds where none is equal.
func TestFilterThroughLists(t *testing.T) {
	two := `{"crew":[{"code":"0001","hours":8,"from":1764000000000},{"code":"0002","hours":10.5,"kind":"SUB","deep":[{"x":1},{"x":2}]}]}`
	for expr, records := range map[string]map[string]bool{
		"crew.code=0002":        {two: true, `{"crew":[]}`: false, `{}`: false, `{"crew":[{"code":"3"}]}`: false, `{"crew":{"code":"0002"}}`: true},
		"crew.code!=0002":       {two: false, `{"crew":[]}`: true, `{}`: true, `{"crew":[{"code":"3"}]}`: true},
		"crew.code=3,0001":      {two: true},
		"crew.code!=3,0001":     {two: false, `{"crew":[{"code":"4"}]}`: true},
		"crew.code~02":          {two: true, `{"crew":[]}`: false},
		"crew.hours>10":         {two: true, `{"crew":[{"hours":9}]}`: false, `{"crew":[]}`: false},
		"crew.hours<8.1":        {two: true},
		"crew.from>=2025-11-24": {two: true},
		"crew.from<2025-11-24":  {two: false},
		"crew.code=":            {two: false, `{"crew":[]}`: true, `{}`: true, `{"crew":[{"code":"3"},{}]}`: true},
		"crew.code!=":           {two: true, `{"crew":[]}`: false, `{}`: false, `{"crew":[{"code":"3"},{}]}`: false},
		"crew.deep.x=2":         {two: true, `{"crew":[{"deep":[{"x":1}]}]}`: false},
		"crew.0.code=0001":      {two: true},
		"crew.1.code=0001":      {two: false},
		"crew.kind=SUB":         {two: true},
		"other.code=7":          {`{"other":[{"code":7}]}`: true, `{"other":[{"code":"7"}]}`: true, `{"other":[[{"code":7}]]}`: true},
	} {
		for object, want := range records {
			f, err := ParseFilter(expr, choosing(), time.UnixMilli(1764000000000), timetext.Zones{Time: time.UTC})
			if err != nil {
				t.Fatal(err)
			}
			if got, _ := f.Match(rec(t, object)); got != want {
				t.Errorf("%s gives %v for %s", expr, got, object)
			}
		}
	}
	// A field that no element has is one that nobody has, whatever the list.
	f, _ := ParseFilter("crew.nonsense!=1", choosing(), time.Now(), timetext.Zones{Time: time.UTC})
	_, _ = f.Match(rec(t, two))
	var unknown *UnknownFieldError
	if err := f.Check(); !errors.As(err, &unknown) || f.Settled() || !strings.Contains(err.Error(), "crew has code, hours, from, kind") {
		t.Errorf("error %v", err)
	}
}

// TestFilterChoices: a documented choice is held to, an assumed one is doubted.
func TestFilterChoices(t *testing.T) {
	for _, c := range []struct {
		expr, wrong, doubt string
		caseless           bool
	}{
		{"status=Activ", "did you mean Active?", "", false},
		{"status!=Activ", "did you mean Active?", "", false},
		{"status=Active,Nope", `not "Nope"`, "", false},
		{"status=active", "did you mean Active?", "", false},
		{"status=active", "", "", true},
		{"status=Active", "", "", false},
		{"status=Not Billable", "", "", false},
		{"status=", "", "", false},
		{"status~Act", "", "", false},
		{"status>Act", "", "", false},
		{"crew.kind=SUBB", "did you mean SUB?", "", false},
		{"guess=Shut", "", "as far as is known", false},
		{"guess!=Shut", "", "as far as is known", false},
		{"guess=Opne", "", `as far as is known, and not "Opne"; did you mean Open?`, false},
		{"guess=open", "", "", true},
	} {
		f, err := FilterReader{Fields: choosing(), Now: time.Now(), Zones: timetext.Zones{Time: time.UTC}, IgnoreCase: c.caseless}.Read(c.expr)
		if err != nil {
			t.Fatal(err)
		}
		said := ""
		if err := f.CheckChoices(); err != nil {
			said = err.Error()
		}
		if (said == "") != (c.wrong == "") || !strings.Contains(said, c.wrong) || (f.Doubt() == "") != (c.doubt == "") || !strings.Contains(f.Doubt(), c.doubt) {
			t.Errorf("%s: %q, doubt %q", c.expr, said, f.Doubt())
		}
	}
}

// TestFilterUnicode: however Unicode writes a letter, it is the same; letter case is another matter.
func TestFilterUnicode(t *testing.T) {
	const composed, apart = "Hébert", "He\u0301bert"
	for _, c := range []struct {
		expr, name string
		caseless   bool
		want       bool
	}{
		{"name=" + composed, apart, false, true},
		{"name=" + apart, composed, false, true},
		{"name!=" + apart, composed, false, false},
		{"name~" + "é", apart, false, true},
		{"name~" + "E\u0301", composed, false, true},
		{"name=hÉBERT", apart, false, false},
		{"name=hÉBERT", apart, true, true},
		{"name=HE\u0301BERT", composed, true, true},
		{"name!=HE\u0301BERT", composed, true, false},
		{"name=K", "\u212a", false, true}, // the sign for kelvin is a K
		{"name=k", "\u212a", true, true},
		{"other=" + apart, composed, false, false},
	} {
		f, err := FilterReader{Fields: choosing(), Now: time.Now(), Zones: timetext.Zones{Time: time.UTC}, IgnoreCase: c.caseless}.Read(c.expr)
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := f.Match(rec(t, `{"name":"`+c.name+`"}`)); got != c.want {
			t.Errorf("%q on %q gives %v", c.expr, c.name, got)
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
