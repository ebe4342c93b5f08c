package output

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

func sorted(t *testing.T, key, array string) string {
	t.Helper()
	s, err := NewSorter(key, jobs())
	if err != nil {
		t.Fatal(err)
	}
	for r, err := range record.Array(strings.NewReader(array), record.Limits{}) {
		if err != nil {
			t.Fatal(err)
		}
		add(t, s, r)
	}
	var ids []string
	for r, err := range s.All() {
		if err != nil {
			t.Fatal(err)
		}
		id, _ := r.Get(record.Path{"id"})
		ids = append(ids, record.Text(id))
	}
	return strings.Join(ids, " ")
}

func add(t *testing.T, s *Sorter, r record.Record) {
	t.Helper()
	if err := s.Add(r); err != nil {
		t.Fatal(err)
	}
}

// What is sorted is kept outside of memory: the records come back as they were, however many there are.
func TestSortManyRecords(t *testing.T) {
	s, err := NewSorter("-count", jobs())
	if err != nil {
		t.Fatal(err)
	}
	const count = 3000
	filler := strings.Repeat("é\u00e9 ", 400)
	for i := range count {
		add(t, s, rec(t, fmt.Sprintf(`{"id":%d,"count":%d, "name":%q}`, i, i, filler)))
	}
	for range 2 { // it may be walked again
		want := count
		for r, err := range s.All() {
			if err != nil {
				t.Fatal(err)
			}
			want--
			if full := fmt.Sprintf(`{"id":%d,"count":%d, "name":%q}`, want, want, filler); string(r.Raw()) != full {
				t.Fatalf("record %d came back as %.80s", want, r.Raw())
			}
		}
		if want != 0 {
			t.Fatalf("%d records did not come back", want)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, err := range s.All() {
		if err == nil {
			t.Fatal("a closed sorter gives records")
		}
	}
}

func TestSortNothing(t *testing.T) {
	if got := sorted(t, "count", `[]`); got != "" {
		t.Errorf("got %q of no records", got)
	}
}

func TestSort(t *testing.T) {
	for _, c := range []struct{ name, key, array, want string }{
		{
			"numbers exactly, equal ones in their order", "count",
			`[{"id":1,"count":9007199254740993},{"id":2,"count":10.10},{"id":3,"count":9007199254740992},{"id":4,"count":10.1}]`, "2 4 3 1",
		},
		{
			"numbers that came as texts", "count",
			`[{"id":1,"count":"7.5"},{"id":2,"count":10},{"id":3,"count":"x"},{"id":4,"count":" -1e1 "},{"id":5,"count":7},{"id":6,"count":""},{"id":7,"count":true}]`,
			"7 4 5 1 2 3 6",
		},
		{
			"texts of numbers among texts", "name",
			`[{"id":1,"name":"7.5"},{"id":2,"name":"10"}]`, "2 1",
		},
		{
			"missing values last", "count",
			`[{"id":1},{"id":2,"count":2},{"id":3,"count":null},{"id":4,"count":1}]`, "4 2 1 3",
		},
		{
			"missing values last in descending order too", "-count",
			`[{"id":1},{"id":2,"count":1},{"id":3,"count":null},{"id":4,"count":2}]`, "4 2 1 3",
		},
		{
			"texts without regard to letter case", "name",
			`[{"id":1,"name":"beta"},{"id":2,"name":"Alpha"},{"id":3,"name":"Beta"},{"id":4,"name":"alpha"}]`, "2 4 3 1",
		},
		{
			"equal records stay in order when descending", "-count",
			`[{"id":1,"count":1},{"id":2,"count":1},{"id":3,"count":2}]`, "3 1 2",
		},
		{
			"kinds", "extra",
			`[{"id":1,"extra":"a"},{"id":2,"extra":5},{"id":3,"extra":true},{"id":4,"extra":false}]`, "4 3 2 1",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, sorted(t, c.key, c.array)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSortOnAFieldThatNobodyKnows(t *testing.T) {
	var unknown *UnknownFieldError
	if _, err := NewSorter("-numbr", jobs()); !errors.As(err, &unknown) {
		t.Errorf("a typing error gives %v", err)
	}
	s, err := NewSorter("qqqqqqq", jobs())
	if err != nil {
		t.Fatal(err)
	}
	add(t, s, rec(t, `{"a":1}`))
	if err := s.Check(); !errors.As(err, &unknown) {
		t.Errorf("error %v", err)
	}
}

// TestSortOnWhatHasNoOrder: a list or an object is refused as described, and where nothing is described as it
// turns up; in a field that is described as a plain value it is one record's odd value.
func TestSortOnWhatHasNoOrder(t *testing.T) {
	fields := []api.Field{
		{Name: "crew", Type: api.Array, Items: api.Object}, {Name: "schedule", Type: api.Object, Fields: []api.Field{{Name: "guid", Type: api.String}}},
		{Name: "tags", Type: api.Array, Items: api.String}, {Name: "name", Type: api.String}, {Name: "extra", Type: api.Any},
	}
	for key, want := range map[string]string{
		"crew": "crew: it is a list", "-crew": "crew: it is a list", "tags": "tags: it is a list", "schedule": "sort by one of its fields, as schedule.FIELD",
		"schedule.guid": "", "crew.0": "crew.0: it is an object", "tags.0": "", "name": "", "extra": "",
	} {
		var wrong *SortError
		_, err := NewSorter(key, fields)
		if errors.As(err, &wrong) != (want != "") || want != "" && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", key, err, want)
		}
	}
	for _, c := range []struct{ key, record, want string }{
		{"extra", `{"extra":[1]}`, "a list"},
		{"extra", `{"extra":{}}`, "an object"},
		{"extra", `{"extra":1}`, ""},
		{"unheard", `{"unheard":["a"]}`, "a list"},
		{"name", `{"name":["a"]}`, ""},
	} {
		s, err := NewSorter(c.key, fields)
		if err != nil {
			t.Fatal(err)
		}
		add(t, s, rec(t, c.record))
		var wrong *SortError
		if err := s.Check(); errors.As(err, &wrong) != (c.want != "") || c.want != "" && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %s: %v, want %q", c.key, c.record, err, c.want)
		}
	}
}

func TestSortBySeveral(t *testing.T) {
	describedJobs := jobs()
	const records = `[{"id":1,"name":"b","count":1},{"id":2,"name":"a","count":2},{"id":3,"name":"a","count":9},{"id":4,"count":5},{"id":5,"name":"B","count":1}]`
	for order, want := range map[string]string{
		"name,-count":    "3 2 5 1 4",
		"-count, name":   "3 4 2 5 1",
		"count,-name":    "1 5 2 4 3",
		`"name",count`:   "2 3 5 1 4",
		"name,name,-id":  "3 2 5 1 4",
		" -name , count": "1 5 2 3 4",
	} {
		if got := sorted(t, order, records); got != want {
			t.Errorf("%s: %s, want %s", order, got, want)
		}
	}
	for _, order := range []string{"name,", ",name", "name,,count", `na"me`, "name\ncount", `"name`, "", " ", "name,wbs", "name,crew.from", "name,coutn"} {
		if _, err := NewSorter(order, describedJobs); err == nil {
			t.Errorf("%q: no error", order)
		}
	}
}
