package plan_test

import (
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/plan"
)

// A plan comes back from its file as it was, digit for digit, with numbers that no float holds, texts in their own
// spelling and what stood on several lines.
func TestAPlanComesBack(t *testing.T) {
	all := []plan.Entry{
		update(2, "{\"rate\": 9007199254740993,\n \"name\":\"\\u00e9\"}", `{"rate":10.10}`), create(3, `{"name":"é – 😀"}`),
		{Line: 4, Key: "P-4", GUID: "g-4", Action: plan.Unchanged}, {Line: 5, Action: plan.Conflict, Reason: "why\nnot"},
		{Key: "P-9", GUID: "g-9", Action: plan.Missing},
	}
	first := made(t, all...)
	text := file(t, first)
	if strings.Count(text, "\n") != len(all)+2 || !strings.Contains(text, "9007199254740993") || !strings.Contains(text, `\u00e9`) || !strings.Contains(text, "10.10") {
		t.Errorf("the file is\n%s", text)
	}
	again, err := plan.Read(strings.NewReader(text), "p.json")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = again.Close() }()
	want := plan.Counts{Create: 1, Update: 1, Unchanged: 1, Conflict: 1, Missing: 1}
	if again.Counts != want || first.Counts != want || want.Changes() != 2 || want.Entries() != 5 || !want.Differs() {
		t.Errorf("%+v, %+v", again.Counts, first.Counts)
	}
	if again.Header.Entity != "parts" || again.Header.Format != plan.Format || again.Header.From != "a.csv" {
		t.Errorf("%+v", again.Header)
	}
	all[0].Before = jsontext.Value(`{"rate":9007199254740993,"name":"\u00e9"}`) // on one line
	for range 2 {                                                               // it can be walked again
		if diff := cmp.Diff(all, entries(t, again)); diff != "" {
			t.Error(diff)
		}
	}
	if file(t, again) != text {
		t.Error("the file of what was read is another one")
	}
}

// Many entries go to a file, and come back in their order.
func TestManyEntries(t *testing.T) {
	w, err := plan.NewWriter(header())
	if err != nil {
		t.Fatal(err)
	}
	const many = 20_000
	long := strings.Repeat("x", 300)
	for i := range many {
		if err := w.Add(create(i+1, `{"name":"`+long+`"}`)); err != nil {
			t.Fatal(err)
		}
	}
	w.Listed(many)
	p, err := w.Finish()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = p.Close() }()
	line := 0
	for one, err := range p.Entries() {
		if line++; err != nil || one.Line != line {
			t.Fatalf("entry %d is of line %d, %v", line, one.Line, err)
		}
	}
	if line != many || p.Counts.Listed != many {
		t.Errorf("%d entries, %+v", line, p.Counts)
	}
}

// Whatever is done to the file of a plan, it is refused, and nothing of it is used.
func TestDamagedPlans(t *testing.T) {
	text := file(t, made(t, update(2, `{"rate":1}`, `{"rate":2}`), create(3, `{"rate":3}`)))
	lines := strings.SplitAfter(text, "\n")
	for name, tt := range map[string]struct {
		content, says string
		kind          fail.Kind
	}{
		"empty":            {"", "this is no plan", fail.Invalid},
		"other JSON":       {`{"a":1}` + "\n", "this is no plan", fail.Invalid},
		"an array":         {"[]\n", "this is no plan", fail.Invalid},
		"a table":          {"code,name\n1,2\n", "this is no plan", fail.Invalid},
		"edited":           {strings.Replace(text, `"rate":2`, `"rate":9`, 1), "edited or is damaged", fail.Invalid},
		"the header alone": {lines[0], "cut off", fail.Invalid},
		"cut in the end":   {text[:len(text)-1], "cut off", fail.Invalid},
		"cut in a line":    {text[:len(lines[0])+20], "cut off", fail.Invalid},
		"without its end":  {strings.Join(lines[:3], ""), "cut off", fail.Invalid},
		"without an entry": {lines[0] + lines[1] + lines[3], "edited or is damaged", fail.Invalid},
		"in another order": {lines[0] + lines[2] + lines[1] + lines[3], "edited or is damaged", fail.Invalid},
		"twice":            {text + text, "edited or is damaged", fail.Invalid},
		"with a line more": {text + "\n", "cut off", fail.Invalid},
		"no entry":         {lines[0] + "x\n" + lines[2] + lines[3], "line 2 is no entry", fail.Invalid},
		"another form":     {strings.Replace(text, `"aimsioPlan":1`, `"aimsioPlan":7`, 1), "the form 7", fail.Usage},
		"other counts":     {strings.Replace(text, `"update":1`, `"update":2`, 1), "other entries than it says", fail.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := plan.Read(strings.NewReader(tt.content), "p.json")
			if p != nil || !fail.Is(err, tt.kind) || !strings.Contains(err.Error(), tt.says) || !strings.HasSuffix(err.Error(), "nothing was sent") {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestADiskThatFails(t *testing.T) {
	broken := errors.New("the disk is gone")
	text := file(t, made(t, create(3, `{"rate":3}`)))
	for _, whole := range []string{"", text[:10], text} {
		if _, err := plan.Read(iotest.TimeoutReader(strings.NewReader(whole)), "p"); err == nil && whole == "" {
			t.Error("nothing is a plan")
		}
		_, err := plan.Read(&failing{strings.NewReader(whole), broken}, "p")
		if !errors.Is(err, broken) {
			t.Errorf("after %d bytes: %v", len(whole), err)
		}
	}
}

// failing gives an error in the place of the end.
type failing struct {
	*strings.Reader

	err error
}

func (f *failing) Read(p []byte) (int, error) {
	if f.Len() == 0 {
		return 0, f.err
	}
	return f.Reader.Read(p)
}

// A plan is for one kind of records of one environment, server and user, and of one description and program.
func TestPlansForElsewhere(t *testing.T) {
	there := header()
	if err := there.Check(header()); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*plan.Header){
		"entity":                   func(h *plan.Header) { h.Entity = "books" },
		"environment":              func(h *plan.Header) { h.Environment = "portal" },
		"server":                   func(h *plan.Header) { h.Server = "https://b/" },
		"user":                     func(h *plan.Header) { h.User = "bob" },
		"program":                  func(h *plan.Header) { h.Program = "1.2.4" },
		"API description of parts": func(h *plan.Header) { h.Description = "d2" },
	} {
		here := header()
		change(&here)
		err := there.Check(here)
		if err == nil || !strings.HasPrefix(err.Error(), "the plan is for another "+name+": there it is ") || fail.HintOf(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
		if kind := fail.Is(err, fail.Invalid); kind != (name == "API description of parts") {
			t.Errorf("%s is of the wrong kind", name)
		}
	}
}

func TestDigestOf(t *testing.T) {
	entity := &api.Entity{Name: "parts", Fields: parts()}
	one, err := plan.DigestOf(entity)
	two, again := plan.DigestOf(&api.Entity{Name: "parts", Fields: parts()})
	if err != nil || again != nil || one != two || one == "" {
		t.Errorf("%q, %q, %v, %v", one, two, err, again)
	}
	entity.Fields[2].ReadOnly = true
	if other, err := plan.DigestOf(entity); err != nil || other == one {
		t.Error("another description has the same digest")
	}
}
