package test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/compile"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/simulator"
)

// TestDescriptionsOfOthers tries the verbs of every entity of every description in a folder on the simulator: what a list
// names can be got, and a template can be created as it is. AIMSIO_TEST_DESCRIPTIONS names a folder with more descriptions.
func TestDescriptionsOfOthers(t *testing.T) {
	t.Parallel()
	folders := []string{"testdata/specs", "testdata/descriptions"}
	if more := os.Getenv("AIMSIO_TEST_DESCRIPTIONS"); more != "" {
		folders = append(folders, more)
	}
	for _, folder := range folders {
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			if entry.IsDir() {
				continue
			}
			t.Run(entry.Name(), func(t *testing.T) {
				t.Parallel()
				tryDescription(t, filepath.Join(folder, entry.Name()))
			})
		}
	}
}

func tryDescription(t *testing.T, file string) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	catalog, err := compile.With(content, cmdkit.CompileOptions())
	if err != nil {
		t.Fatal(err)
	}
	verbs, tried := 0, map[api.Verb]int{}
	address, _ := simulated(t, func(o *simulator.Options) { o.Catalog, o.Jobs = catalog, 3 })
	settings := with(variables(t, address), "AIMSIO_CONFIG="+configuredFor(t, catalog, address), "AIMSIO_ENV=other")
	for _, entity := range catalog.Entities {
		verbs += len(entity.Operations)
		for _, verb := range []api.Verb{api.List, api.Create} {
			if o, has := entity.Operation(verb); has && tryVerb(t, catalog, settings, entity, o) {
				tried[verb]++
			}
		}
	}
	t.Logf("%s: %d entities, %d verbs, %d left out; tried %v", filepath.Base(file), len(catalog.Entities), verbs, len(catalog.Others), tried)
}

var inBraces = regexp.MustCompile(`\{([^}]*)\}`)

// configuredFor writes a configuration with an environment at an address, which gives the parameters that stand in front
// of all paths.
func configuredFor(t *testing.T, c *api.Catalog, address string) string {
	t.Helper()
	fixed := map[string]bool{}
	for _, entity := range c.Entities {
		for _, o := range entity.Operations {
			for _, name := range inBraces.FindAllStringSubmatch(o.Path, o.Fixed) {
				fixed[name[1]+": 1"] = true
			}
		}
	}
	path := filepath.Join(t.TempDir(), "config.yaml")
	text := fmt.Sprintf("environments:\n  - {name: other, url: %q, username: u, rate: 1000, parameters: {%s}}\n",
		address, strings.Join(slices.Collect(maps.Keys(fixed)), ", "))
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// named tells whether the entries of a list are described to say which record each is.
func named(entity *api.Entity) bool {
	return len(entity.Index) == 0 || slices.ContainsFunc(entity.Index, func(f api.Field) bool {
		return slices.Contains([]string{entity.GUID, "guid", "id"}, f.Name)
	})
}

// tryVerb lists and gets, or creates from a template. It tells whether it could be tried.
func tryVerb(t *testing.T, catalog *api.Catalog, settings map[string]string, entity *api.Entity, o *api.Operation) bool {
	t.Helper()
	var parameters []string
	for _, p := range o.Parameters {
		if p.Required {
			value := "1"
			if len(p.Enum) > 0 {
				value = p.Enum[0]
			}
			parameters = append(parameters, "--param", p.Name+"="+value)
		}
	}
	must := func(args ...string) string {
		got := runOn(catalog, settings, append([]string{entity.Name}, args...)...)
		if got.code != 0 {
			t.Errorf("aimsio %s %s: code %d\n%s%s", entity.Name, strings.Join(args, " "), got.code, got.out, got.err)
		}
		return got.out
	}
	if o.Verb == api.List {
		must(append([]string{"list", "-q", "-o", "ndjson", "--limit", "1"}, parameters...)...)
		if get, has := entity.Operation(api.Get); has && named(entity) && !slices.ContainsFunc(get.Parameters, func(p api.Parameter) bool { return p.Required }) {
			must(append([]string{"list", "--full", "-q", "-o", "ndjson", "--limit", "1"}, parameters...)...)
		}
		return true
	}
	file := filepath.Join(t.TempDir(), fmt.Sprintf("%s.json", entity.Name))
	must("template", "--out", file)
	must(append([]string{"create", "-f", file}, parameters...)...)
	return true
}
