package results

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// The last result on a record counts, and what was being sent and never heard of is open. Where a line holds
// several records nothing tells them apart, so one that is open leaves all of them so.
func TestOpenWrites(t *testing.T) {
	t.Parallel()
	sending := Kept{Row: Row{Line: 1, Outcome: service.Unknown}, Sending: true}
	row := func(outcome string) Kept {
		return Kept{Row: Row{Line: 1, Outcome: outcome}}
	}
	for name, tt := range map[string]struct {
		rows          []Kept
		alone, shared bool
	}{
		"nothing":                         {nil, false, false},
		"written":                         {[]Kept{sending, row(service.Written)}, false, false},
		"killed while it was sent":        {[]Kept{sending}, true, true},
		"lost":                            {[]Kept{sending, row(service.Unknown)}, true, true},
		"lost, and found by reading back": {[]Kept{sending, row(service.Unknown), row(service.Written)}, false, true},
		"refused":                         {[]Kept{sending, row(service.Failed)}, false, false},
		"refused, and sent again":         {[]Kept{sending, row(service.Failed), sending}, true, true},
		"never its turn":                  {[]Kept{row(service.Skipped)}, false, false},
		"stopped while it was sent":       {[]Kept{sending, row(service.Skipped)}, false, true},
		"two of a line, one heard of":     {[]Kept{sending, sending, row(service.Written)}, false, true},
		"two of a line, both heard of":    {[]Kept{sending, sending, row(service.Written), row(service.Failed)}, false, false},
		"more results than were sent":     {[]Kept{row(service.Failed), row(service.Failed), sending, row(service.Written)}, false, false},
	} {
		open := openWrites{last: map[int]bool{}, ever: map[int]bool{}, underWay: map[int]int{}}
		for _, one := range tt.rows {
			open.note(one)
		}
		if alone, shared := open.has(1, false), open.has(1, true); alone != tt.alone || shared != tt.shared {
			t.Errorf("%s: open %v, and %v where the line is shared", name, alone, shared)
		}
		if open.has(2, true) {
			t.Errorf("%s: another line is open too", name)
		}
	}
}

// A record is known by its key or its GUID, each result counts for one, and another record in its line is refused.
func TestWhatWasDone(t *testing.T) {
	t.Parallel()
	state := func() *State {
		return &State{
			file: "r.ndjson", ambiguous: map[int]bool{4: true},
			done: map[int][]doneRecord{
				2: {{"E-1", "g-1"}}, 5: {{"E-5", "0a1b2c3d-4e5f-6789-abcd-ef0123456789"}},
				3: {{"a", ""}, {"b", ""}, {"a", ""}}, 4: {{"", ""}},
			},
		}
	}
	for name, tt := range map[string]struct {
		line   int
		keys   string
		shared bool
		want   string // d for done, - for not, ! for an error
	}{
		"by its key":              {2, "E-1", false, "d"},
		"by its GUID":             {2, "g-1", false, "d"},
		"once":                    {2, "E-1 E-1", false, "d-"},
		"another one":             {2, "F-1", false, "!"},
		"by its GUID in capitals": {5, "0A1B2C3D-4E5F-6789-ABCD-EF0123456789", false, "d"},
		"another one of the line": {2, "F-1 E-1", true, "-d"},
		"a line without results":  {9, "E-1", false, "-"},
		"in another order":        {3, "b a c a a", true, "dd-d-"},
		"one without a key":       {4, "", false, "d"},
		"one with a key beside":   {4, "x", true, "-"},
	} {
		r, got := state(), ""
		for key := range strings.SplitSeq(tt.keys, " ") {
			belongs := r.Matches(tt.line, key)
			done, err := r.Has(tt.line, key, tt.shared)
			switch {
			case err != nil:
				got += "!"
				if !fail.Is(err, fail.Invalid) || !strings.Contains(err.Error(), "--resume r.ndjson ") {
					t.Errorf("%s: %v", name, err)
				}
			case done:
				got += "d"
			default:
				got += "-"
			}
			if done && !belongs {
				t.Errorf("%s: %s is done and does not belong", name, key)
			}
		}
		if got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
}

// Records without a key of one line, of which the results say that a later one is done, cannot be told apart.
func TestMixed(t *testing.T) {
	t.Parallel()
	r := &State{file: "r", ambiguous: map[int]bool{4: true}}
	if err := r.Mixed(4, ""); !fail.Is(err, fail.Invalid) || fail.HintOf(err) == "" {
		t.Error(err)
	}
	if err := errors.Join(r.Mixed(4, "E-1"), r.Mixed(5, ""), (*State)(nil).Mixed(4, "")); err != nil {
		t.Error(err)
	}
}

// Without --resume nothing is done, foreign or doubtful.
func TestNoResumption(t *testing.T) {
	t.Parallel()
	var r *State
	if done, err := r.Has(1, "a", true); done || err != nil || !r.Matches(1, "a") || r.Doubts(1, false, true) || r.MayBeOurs(1) {
		t.Error("a run that goes on from nothing skips records")
	}
}

// A record whose repetition changes nothing is never doubted.
func TestDoubts(t *testing.T) {
	t.Parallel()
	r := &State{open: openWrites{last: map[int]bool{1: true}}}
	if !r.Doubts(1, false, false) || r.Doubts(1, true, false) || r.Doubts(2, false, false) {
		t.Error("the wrong records are doubted")
	}
}

// The words about what results do not say read as a sentence.
func TestUnsaid(t *testing.T) {
	t.Parallel()
	here := Origin{"yard", "https://a/", "ann", "parts"}
	for _, tt := range []struct {
		rows []Row
		want string
	}{
		{nil, ""},
		{[]Row{{Environment: "yard", Server: "https://a/", User: "ann", Entity: "parts"}}, ""},
		{[]Row{{Environment: "yard", Server: "https://a/", Entity: "parts"}}, "which user they are of: they are taken for those of user ann"},
		{[]Row{{Environment: "yard", User: "ann", Entity: "parts"}, {Server: "https://a/", User: "ann", Entity: "parts"}},
			"which environment and server they are of: they are taken for those of environment yard and server https://a/"},
	} {
		var u unsaid
		for _, row := range tt.rows {
			u.note(row)
		}
		if got := u.warning("r", here); tt.want == "" && got != "" || !strings.HasSuffix(got, tt.want) {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

// Differences between the write that results are of and the one at hand, in the order in which they matter.
func TestForeign(t *testing.T) {
	t.Parallel()
	here := Origin{"yard", "https://a/", "ann", "parts"}
	all := Row{Environment: "portal", Server: "https://b/", User: "bob", Entity: "books", Action: "update"}
	for _, name := range []string{"environment", "server", "user", "entity", "action"} {
		err := all.foreign("r", 7, here, "create")
		if !fail.Is(err, fail.Usage) || !strings.Contains(err.Error(), "the "+name+" in line 7 is ") {
			t.Errorf("%s: %v", name, err)
		}
		switch name {
		case "environment":
			all.Environment = "yard"
		case "server":
			all.Server = ""
		case "user":
			all.User = "ann"
		case "entity":
			all.Entity = "parts"
		default:
			all.Action = "create"
		}
	}
	if err := all.foreign("r", 7, here, "create"); err != nil {
		t.Error(err)
	}
	if err := (Row{User: "bob"}).foreign("r", 7, Origin{}, "create"); err != nil {
		t.Errorf("a user who is not known speaks against it: %v", err)
	}
	if diff := cmp.Diff("", fail.HintOf((Row{Action: "update"}).foreign("r", 7, here, "create"))); diff != "" {
		t.Error(diff)
	}
}
