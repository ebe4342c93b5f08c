package spec

import (
	"errors"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/compile"
	"github.com/aimsio-cli/aimsio/internal/api/schema"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/spec"
)

func TestNamesOfEarlierDescriptionsStay(t *testing.T) {
	t.Parallel()
	source := specSource{origin: "a.yaml", content: []byte(described(map[string]string{"Thing": "lg", "Widget": "lg"}))}
	c, err := newCandidate(source, compile.Options{Names: []api.Naming{{Path: "/Thing", Name: "gadgets"}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := c.catalog.Entity("gadgets"); !ok {
		t.Errorf("a name that scripts use is gone: %v", namesOf(c.catalog))
	}
	if _, ok := c.catalog.Entity("widgets"); !ok {
		t.Errorf("a new one is named by its resource: %v", namesOf(c.catalog))
	}
}

// TestNamesThatAreSet: they count in what is shown, and not in what is kept, so that the configuration may change.
func TestNamesThatAreSet(t *testing.T) {
	t.Parallel()
	c := made(t, map[string]string{"Thing": "lg"}, api.Naming{Path: "/Thing", Name: "stuff"})
	if _, ok := c.catalog.Entity("stuff"); !ok {
		t.Errorf("the configuration's name is not used: %v", namesOf(c.catalog))
	}
	if _, ok := c.plain.Entity("things"); !ok {
		t.Errorf("what is kept has the configuration's name: %v", namesOf(c.plain))
	}
	for _, row := range c.rows(&api.Catalog{}, true) {
		if row.Entity == "things" {
			t.Errorf("a row speaks of a name that no command knows: %+v", row)
		}
	}
}

func TestWhatAnImportTells(t *testing.T) {
	t.Parallel()
	old := catalog(t, map[string]string{"Thing": "l", "Widget": "lg"})
	c := made(t, map[string]string{"Thing": "lgo", "Gadget": "l"})
	rows := c.rows(old, true)
	for _, want := range []struct{ kind, entity string }{{"gone", "widgets"}, {"new", "gadgets"}} {
		found := false
		for _, row := range rows {
			found = found || row.Kind == want.kind && row.Entity == want.entity
		}
		if !found {
			t.Errorf("nothing tells that %s are %s: %+v", want.entity, want.kind, rows)
		}
	}
	other, ok := find(rows, "other", "", "GET /Thing/report")
	if !ok || other.New != "A report" || !strings.HasPrefix(other.From, `only by "aimsio api": `) {
		t.Errorf("the call that fits no verb: %+v", rows)
	}
	inferred := 0
	for _, row := range rows {
		if row.Kind == "inferred" {
			if inferred++; row.From == "" {
				t.Errorf("from what was it inferred? %+v", row)
			}
		}
		if row.What == otherCall && row.Kind == "new" {
			t.Errorf("the same call stands there twice: %+v", row)
		}
	}
	if inferred == 0 {
		t.Error("the file does not say what the key is, and nothing says how it was found")
	}
	for _, row := range c.rows(old, false) {
		if row.Kind == "inferred" || row.Kind == "other" {
			t.Errorf("a comparison alone tells differences: %+v", row)
		}
	}
	if rows := c.rows(c.catalog, false); len(rows) != 0 {
		t.Errorf("it differs from itself: %+v", rows)
	}
}

func TestADescriptionThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	elsewhere := strings.Replace(described(map[string]string{"Thing": "l"}), "'#/components/schemas/T'", "'other.yaml#/T'", 1)
	for name, test := range map[string]struct{ text, says, hint string }{
		"not one":       {"hello", "it is not an OpenAPI file", ""},
		"in many files": {elsewhere, "other.yaml, which is not followed", "bundle it into one file first"},
	} {
		_, err := newCandidate(specSource{origin: "my.yaml", content: []byte(test.text)}, compile.Options{}, nil)
		failed, ok := errors.AsType[*fail.Error](err)
		if !ok || failed.Kind != fail.Invalid {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if said := err.Error(); !strings.HasPrefix(said, "my.yaml: ") || !strings.Contains(said, test.says) || !strings.HasSuffix(said, ": nothing was changed") {
			t.Errorf("%s: %s", name, said)
		}
		if hint := fail.HintOf(err); !strings.HasPrefix(hint, test.hint) || (hint == "") != (test.hint == "") {
			t.Errorf("%s: hint %q", name, hint)
		}
	}
	_, err := newCandidate(specSource{content: []byte(elsewhere)}, compile.Options{}, nil)
	if _, ok := errors.AsType[*schema.ElsewhereError](err); !ok {
		t.Errorf("what was wrong is not kept: %v", err)
	}
}

func TestKeptNames(t *testing.T) {
	t.Parallel()
	builtIn := len(api.Builtin().Entities)
	for name, d := range map[string]spec.Description{
		"built in": {},
		"damaged":  {Kept: &spec.Kept{}, Err: errors.New("it is damaged")},
	} {
		names, err := keptNames("1", d)
		if err != nil || len(names) != builtIn {
			t.Errorf("%s: %d names, %v", name, len(names), err)
		}
	}
}

func TestSummary(t *testing.T) {
	t.Parallel()
	for want, paths := range map[string]map[string]string{
		"1 entity, 1 call on them, 0 other calls":   {"Thing": "l"},
		"2 entities, 3 calls on them, 1 other call": {"Thing": "lgo", "Widget": "l"},
	} {
		if got := summary(catalog(t, paths)); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
