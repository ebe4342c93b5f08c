package compile_test

import (
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// node is a mapping of the description, with where it stands.
type node struct {
	place  string
	values map[string]*yaml.Node
}

// nodes gives all mappings of the description below its top, however deep.
func nodes(t *testing.T) []node {
	t.Helper()
	var root yaml.Node
	if err := yaml.Unmarshal(api.Description(), &root); err != nil {
		t.Fatal(err)
	}
	var out []node
	var walk func(place string, n *yaml.Node)
	walk = func(place string, n *yaml.Node) {
		switch n.Kind {
		case yaml.MappingNode:
			one := node{place: place, values: map[string]*yaml.Node{}}
			for i := 0; i < len(n.Content); i += 2 {
				one.values[n.Content[i].Value] = n.Content[i+1]
				walk(place+"/"+n.Content[i].Value, n.Content[i+1])
			}
			out = append(out, one)
		case yaml.SequenceNode, yaml.DocumentNode:
			for _, child := range n.Content {
				walk(place, child)
			}
		}
	}
	walk("", &root)
	return out
}

func isProperty(place string) bool {
	parts := strings.Split(place, "/")
	return len(parts) > 2 && parts[len(parts)-2] == "properties"
}

func TestEveryFactSaysHowWellItIsKnown(t *testing.T) {
	operations, properties := 0, 0
	for _, n := range nodes(t) {
		_, operation := n.values["operationId"]
		property := isProperty(n.place)
		if _, reference := n.values["$ref"]; !operation && !property || reference {
			continue
		}
		if operation {
			operations++
		} else {
			properties++
		}
		mark := n.values["x-aimsio-certainty"]
		if mark == nil || mark.Value != string(api.Documented) && mark.Value != string(api.Assumed) {
			t.Errorf("%s: x-aimsio-certainty must be documented or assumed", n.place)
		}
		if text := n.values["description"]; property && (text == nil || text.Value == "") {
			t.Errorf("%s: a description is missing", n.place)
		}
	}
	if operations < 31 || properties < 200 {
		t.Errorf("only %d operations and %d properties were looked at", operations, properties)
	}
}

// What a reference leads to is marked there.
func TestReferencedPropertiesAreMarked(t *testing.T) {
	all := nodes(t)
	for _, n := range all {
		reference, ok := n.values["$ref"]
		if !ok || !isProperty(n.place) {
			continue
		}
		place := strings.TrimPrefix(reference.Value, "#")
		i := slices.IndexFunc(all, func(target node) bool { return target.place == place })
		if i < 0 || all[i].values["x-aimsio-certainty"] == nil {
			t.Errorf("%s leads to %s, which says nothing of its certainty", n.place, place)
		}
	}
}

// The simulator answers null for the rest, and its answers are checked against the description.
func TestWhatMayBeMissingIsNullable(t *testing.T) {
	for _, n := range nodes(t) {
		sample, nullable := n.values["x-aimsio-sample"], n.values["nullable"]
		maybe := sample != nil && strings.HasPrefix(sample.Value, "maybe ")
		if null := nullable != nil && nullable.Value == "true"; maybe != null {
			t.Errorf("%s: a sample with maybe asks for nullable: true, and the other way round", n.place)
		}
	}
}

func TestUnknownFieldsMayPass(t *testing.T) {
	for _, n := range nodes(t) {
		schema := strings.Count(n.place, "/") == 3 && strings.HasPrefix(n.place, "/components/schemas/")
		if _, object := n.values["properties"]; !schema || !object {
			continue
		}
		if open := n.values["additionalProperties"]; open == nil || open.Value != "true" {
			t.Errorf("%s: additionalProperties must be true", n.place)
		}
	}
}

func TestReferencesResolve(t *testing.T) {
	c := api.Builtin()
	byResource := map[string]*api.Entity{}
	for _, e := range c.Entities {
		byResource[e.Resource] = e
	}
	var check func(place string, fields []api.Field)
	check = func(place string, fields []api.Field) {
		for _, f := range fields {
			check(place+"."+f.Name, f.Fields)
			if f.Collects != "" && byResource[f.Collects] == nil {
				t.Errorf("%s.%s collects %s, which does not exist", place, f.Name, f.Collects)
			}
			if f.RefersTo == nil {
				continue
			}
			target := byResource[f.RefersTo.Resource]
			if target == nil {
				t.Errorf("%s.%s refers to %s, which does not exist", place, f.Name, f.RefersTo.Resource)
				continue
			}
			found, ok := api.Find(target.Fields, f.RefersTo.Field)
			if !ok || found.Type != f.Type {
				t.Errorf("%s.%s (%s) refers to %s.%s, which is not there or of another type",
					place, f.Name, f.Type, target.Resource, f.RefersTo.Field)
			}
			condition, _, _ := strings.Cut(f.RefersTo.Where, "=")
			if _, ok := api.Find(target.Fields, strings.TrimSuffix(condition, "!")); f.RefersTo.Where != "" && !ok {
				t.Errorf("%s.%s has a condition on %s.%s, which does not exist", place, f.Name, target.Resource, condition)
			}
		}
	}
	for _, e := range c.Entities {
		check(e.Resource, e.Fields)
	}
}
