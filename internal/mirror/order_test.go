package mirror_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/mirror"
)

// selected fills a mirror with records whose field holds one of the values each, a and on, and gives
// them as All selects them.
func (f *fixture) selected(values []string, prepare func(*mirror.Stage), selection mirror.Selection) string {
	f.t.Helper()
	entity := f.options.Catalog.Entities[0]
	var index []string
	for n, value := range values {
		id := string(rune('a' + n))
		index = append(index, indexEntry(id, 1))
		body := fmt.Sprintf(`{"deep":{"size":%s}}`, value)
		if value == "" {
			body = `{}`
		}
		f.put(entity, id, indexEntry(id, 1), body, 0)
	}
	stage := f.stage(entity, index...)
	prepare(stage)
	return ids(f.t, stage.All(f.t.Context(), selection))
}

// TestOrder: the database sorts numbers by value and texts without regard to letter case, what has no
// value last, and equals as in the index; what it would sort otherwise it leaves.
func TestOrder(t *testing.T) {
	_, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		for name, test := range map[string]struct {
			values     []string
			descending bool
			ok         bool
			want       string
		}{
			"numbers":        {values: []string{"10", "9", "", "-1", "null", "9", "9007199254740993", "9007199254740992"}, ok: true, want: "d= b= f= a= h= g= c= e="},
			"the other way":  {values: []string{"10", "9", "", "-1", "null", "9"}, descending: true, ok: true, want: "a= b= f= d= c= e="},
			"texts":          {values: []string{`"b"`, `"B"`, `"a"`, `""`, `"C"`, `"_"`, `"10"`, `"9"`}, ok: true, want: "g= h= f= c= b= a= e= d="},
			"several kinds":  {values: []string{"1", `"1"`}, want: "a= b="},
			"beyond ASCII":   {values: []string{`"ü"`, `"u"`}, want: "a= b="},
			"true and false": {values: []string{"true", "false"}, want: "a= b="},
			"nothing":        {values: []string{"", "null"}, want: "a= b="},
		} {
			fresh := newFixture(t, map[bool]func() string{
				true: func() string { return postgresAddress(t) }, false: func() string { return sqliteAddress(t) },
			}[database.OnServer(f.options.Address)](), catalog)
			got := fresh.selected(test.values, func(stage *mirror.Stage) {
				ok, err := stage.Order(t.Context(), []string{"deep", "size"}, test.descending)
				if err != nil || ok != test.ok {
					t.Errorf("%s: sorted is %v (%v)", name, ok, err)
				}
			}, mirror.Selection{})
			if got != test.want {
				t.Errorf("%s: %s, want %s", name, got, test.want)
			}
		}
	})
}

// TestWhere: the database leaves out only what is certainly not wanted; what is of another kind than
// the condition speaks of is for others to judge.
func TestWhere(t *testing.T) {
	_, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		values := []string{"1", "2", `"2"`, "2.5", "null", "", `{"x":2}`, "9007199254740993", `"x' or 1=1"`, "1e400", `"Ab"`, `"Zoë"`}
		path := []string{"deep", "size"}
		for _, test := range []struct {
			condition mirror.Condition
			there     string
			gone      string
		}{
			{mirror.Condition{Path: path, Numeric: true, Op: ">=", Numbers: []int64{2}}, "bcdh", "a"},
			{mirror.Condition{Path: path, Numeric: true, Op: "=", Numbers: []int64{9007199254740993}}, "h", "ab"},
			{mirror.Condition{Path: path, Numeric: true, Op: "=", Numbers: []int64{1, 9007199254740993}}, "ahc", "b"},
			{mirror.Condition{Path: path, Texts: []string{"2"}}, "cegl", "fk"},
			{mirror.Condition{Path: path, Texts: []string{"x' or 1=1"}}, "iegl", "cf"},
			{mirror.Condition{Path: path, Texts: []string{"x' or 1=1", "2"}}, "icl", "k"},
			{mirror.Condition{Path: path, Texts: []string{"aB"}, Fold: true}, "kl", "ci"},
			{mirror.Condition{Path: path, Texts: []string{"aB"}}, "l", "kci"},
		} {
			got := f.selected(values, func(*mirror.Stage) {}, mirror.Selection{Where: []mirror.Condition{test.condition}})
			for _, id := range test.there {
				if !strings.Contains(got, string(id)+"=") {
					f.t.Errorf("%+v leaves %c out: %s", test.condition, id, got)
				}
			}
			for _, id := range test.gone {
				if strings.Contains(got, string(id)+"=") {
					f.t.Errorf("%+v lets %c pass: %s", test.condition, id, got)
				}
			}
		}
	})
}
