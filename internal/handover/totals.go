package handover

import (
	"slices"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/shopspring/decimal"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// Totals are what a receiver can check a batch by.
type Totals struct {
	Records int64      `json:"records"`
	Sums    []Sum      `json:"sums"`
	Days    []DayRange `json:"days"`
}

// Sum is what a column of numbers adds up to, digit for digit.
type Sum struct {
	Field string `json:"field"`
	Sum   string `json:"sum"`
	// Values counts the numbers, and Others what is neither a number nor nothing.
	Values int64 `json:"values"`
	Others int64 `json:"others,omitempty"`
}

// DayRange is the first and the last day of a column of days.
type DayRange struct {
	Field string `json:"field"`
	First string `json:"first"`
	Last  string `json:"last"`
}

// Adder adds up the columns of records.
type Adder struct {
	// Within tells which fields are in the file, nil for all.
	Within func(field string) bool

	zones   timetext.Zones
	count   int64
	columns []*column
	// every is set where all fields are added up that turn out to be numbers, beside those that are described.
	every bool
	known map[string]bool
}

// column is one that is added up.
type column struct {
	name           string
	path           record.Path
	day            bool
	described      bool
	sum            decimal.Decimal
	values, others int64
	first, last    string
	// number tells that some value was a number of JSON. A column that nobody describes is one of numbers then.
	number bool
}

// NewAdder adds up columns or, where none are named, every field that is described as a number or a day, and every
// other number at the top of a record.
func NewAdder(fields []api.Field, columns []string, zones timetext.Zones) *Adder {
	a := &Adder{zones: zones, every: columns == nil, known: map[string]bool{}}
	if columns == nil {
		a.described("", fields)
		return a
	}
	for _, name := range columns {
		field, found := api.Find(fields, name)
		if found && !adds(field) || a.known[name] {
			continue
		}
		a.add(name, found, found && field.IsDay())
	}
	return a
}

// adds tells whether a field is a number or a day.
func adds(f *api.Field) bool {
	return f.Type == api.Integer || f.Type == api.Number || f.IsDay()
}

func (a *Adder) add(name string, described, day bool) {
	a.known[name] = true
	a.columns = append(a.columns, &column{name: name, path: record.ParsePath(name), described: described, day: day})
}

// described adds the fields of the description, also those within objects and lists.
func (a *Adder) described(prefix string, fields []api.Field) {
	for i := range fields {
		name := prefix + record.Path{fields[i].Name}.String()
		a.known[name] = true
		switch {
		case len(fields[i].Fields) > 0:
			a.described(name+".", fields[i].Fields)
		case adds(&fields[i]):
			a.add(name, true, fields[i].IsDay())
		}
	}
}

// Add adds a record.
func (a *Adder) Add(r record.Record) {
	a.count++
	if a.every {
		for name, value := range r.Fields() {
			if path := (record.Path{name}).String(); !a.known[path] && isOne(value) {
				a.add(path, false, false)
			}
		}
	}
	for _, c := range a.columns {
		value, listed, found := r.Find(c.path)
		switch {
		case !found:
		case listed || value.Kind() == jsontext.KindBeginArray:
			for element := range record.Elements(value) {
				c.take(element, a.zones)
			}
		default:
			c.take(value, a.zones)
		}
	}
}

// isOne tells of a value that it may be one of a column of numbers: the first ones may be texts.
func isOne(v record.Value) bool {
	return v.Kind() == jsontext.KindNumber || v.Kind() == jsontext.KindString
}

// take adds a value.
func (c *column) take(v record.Value, zones timetext.Zones) {
	word := record.Text(v)
	if word == "" || v.Kind() == jsontext.KindNull {
		return
	}
	if c.day {
		c.takeDay(v, zones)
		return
	}
	number, err := decimal.NewFromString(word)
	if err != nil || number.Exponent() > mostDigits || number.Exponent() < -mostDigits {
		c.others++
		return
	}
	c.values++
	c.number = c.number || v.Kind() == jsontext.KindNumber
	c.sum = c.sum.Add(number)
}

// mostDigits bounds the exponent of a number that is added up: 1e999999999 would be a sum that fills the memory.
const mostDigits = 400

func (c *column) takeDay(v record.Value, zones timetext.Zones) {
	day := record.Text(v)
	if d, begins, ok := zones.DayOf(v); ok && begins {
		day = d.String()
	} else if _, err := time.Parse(time.DateOnly, day); err != nil {
		c.others++
		return
	}
	c.values++
	if c.first == "" || day < c.first {
		c.first = day
	}
	c.last = max(c.last, day)
}

// Totals gives what was added up, of the columns that had something.
func (a *Adder) Totals() Totals {
	t := Totals{Records: a.count, Sums: []Sum{}, Days: []DayRange{}}
	for _, c := range a.columns {
		switch {
		case a.Within != nil && a.every && !a.Within(c.name):
		case a.every && !c.described && !c.number: // texts
		case c.day && c.values > 0:
			t.Days = append(t.Days, DayRange{Field: c.name, First: c.first, Last: c.last})
		case !c.day && (c.values > 0 || c.described && c.others > 0):
			t.Sums = append(t.Sums, Sum{Field: c.name, Sum: written(c.sum), Values: c.values, Others: c.others})
		}
	}
	return t
}

// SumOf gives the sum of a column, empty where there is none.
func (t Totals) SumOf(field string) string {
	if i := slices.IndexFunc(t.Sums, func(s Sum) bool { return s.Field == field }); i >= 0 {
		return t.Sums[i].Sum
	}
	return ""
}

// written gives a sum with as many decimals as the number that has most: 246777.90, not 246777.9.
func written(sum decimal.Decimal) string { return sum.StringFixed(max(0, -sum.Exponent())) }
