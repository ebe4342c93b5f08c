package spec

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/spec"
)

func importedOn(gone ...spec.Gone) *spec.Kept {
	return &spec.Kept{About: spec.About{Origin: "v2.yaml", Imported: time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC), Gone: gone}}
}

func TestWhatAnImportTookAwayIsTold(t *testing.T) {
	t.Parallel()
	inUse := spec.Description{
		Catalog: catalog(t, map[string]string{"Thing": "l"}),
		Kept:    importedOn(spec.Gone{Entity: "widgets", Verbs: []string{"list"}}, spec.Gone{Entity: "things", Verbs: []string{"get", "list"}}),
	}
	things, _ := inUse.Catalog.Entity("things")
	for name, test := range map[string]struct {
		err  error
		says string // "" for nothing
	}{
		"an entity of an earlier one":  {RemovedEntity(inUse, "Widgets"), `the API description that was imported from v2.yaml on 2026-11-02 has no entity "Widgets" any more`},
		"one of the built-in one":      {RemovedEntity(inUse, "joborders"), `has no entity "joborders" any more`},
		"an alias of the built-in one": {RemovedEntity(inUse, "job-order"), `has no entity "job-order" any more`},
		"none that ever was":           {RemovedEntity(inUse, "nonsense"), ""},
		"a verb of an earlier one":     {RemovedVerb(inUse, things, "get"), `things have no verb "get" any more in the API description that was imported`},
		"a verb that is there":         {RemovedVerb(inUse, things, "list"), ""},
		"a verb that never was":        {RemovedVerb(inUse, things, "delete"), ""},
	} {
		if test.says == "" {
			if test.err != nil {
				t.Errorf("%s: %v", name, test.err)
			}
			continue
		}
		failed, ok := errors.AsType[*fail.Error](test.err)
		if !ok || failed.Kind != fail.Usage || !strings.Contains(test.err.Error(), test.says) || !strings.Contains(fail.HintOf(test.err), "aimsio spec reset") {
			t.Errorf("%s: %v, hint %q", name, test.err, fail.HintOf(test.err))
		}
	}
}

// TestNothingIsTakenAwayByADescriptionThatIsNotUsed: the general message stays then.
func TestNothingIsTakenAwayByADescriptionThatIsNotUsed(t *testing.T) {
	t.Parallel()
	jobs, _ := api.Builtin().Entity("joborders")
	for name, inUse := range map[string]spec.Description{
		"built in": {Catalog: api.Builtin()},
		"damaged":  {Catalog: api.Builtin(), Kept: importedOn(spec.Gone{Entity: "joborders", Verbs: []string{"delete"}}), Err: errors.New("damaged")},
	} {
		if err := RemovedEntity(inUse, "widgets"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := RemovedVerb(inUse, jobs, "delete"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestGoneBetween(t *testing.T) {
	t.Parallel()
	old, fresh := catalog(t, map[string]string{"Thing": "lg", "Widget": "l", "Gadget": "l"}), catalog(t, map[string]string{"Thing": "l", "Gadget": "lg"})
	lost := goneBetween(old, fresh)
	names := map[string]bool{}
	for _, gone := range lost {
		names[gone.Entity] = true
		if gone.Entity == "things" && cmp.Diff([]string{"get"}, only(gone.Verbs, "get", "list")) != "" {
			t.Errorf("things lost %v", gone.Verbs)
		}
		if gone.Entity == "widgets" && cmp.Diff([]string{"list"}, only(gone.Verbs, "get", "list")) != "" {
			t.Errorf("widgets lost %v", gone.Verbs)
		}
	}
	if !names["things"] || !names["widgets"] || names["gadgets"] {
		t.Errorf("lost: %+v", lost)
	}
	if lost := goneBetween(fresh, fresh); len(lost) != 0 {
		t.Errorf("lost between the same: %+v", lost)
	}
}

// only gives those of the words that are among others: an entity may have verbs that need no call.
func only(words []string, of ...string) []string {
	var kept []string
	for _, word := range words {
		for _, other := range of {
			if word == other {
				kept = append(kept, word)
			}
		}
	}
	return kept
}

// TestWhatCameBackIsNotGone: of what earlier imports took away, a later one may bring some back.
func TestWhatCameBackIsNotGone(t *testing.T) {
	t.Parallel()
	earlier := []spec.Gone{{Entity: "things", Verbs: []string{"get", "list"}}, {Entity: "widgets", Verbs: []string{"list"}}, {Entity: "gadgets", Verbs: []string{"list"}}}
	before := []string{"get", "list"}
	got := stillGone(earlier, catalog(t, map[string]string{"Thing": "l", "Gadget": "l"}))
	want := []spec.Gone{{Entity: "things", Verbs: []string{"get"}}, {Entity: "widgets", Verbs: []string{"list"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(before, earlier[0].Verbs); diff != "" {
		t.Errorf("what was kept has changed: %s", diff)
	}
}
