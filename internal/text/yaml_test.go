package text

import (
	"errors"
	"testing"

	"go.yaml.in/yaml/v3"
)

func TestYAMLFault(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]struct {
		line    int
		problem string
	}{
		"a: 1\nb: [": {2, "did not find expected node content"},
		"\ta: 1":     {0, "found character that cannot start any token"},
		"a: b: c":    {0, "mapping values are not allowed in this context"},
		"*x":         {0, "unknown anchor 'x' referenced"},
	} {
		var node yaml.Node
		err := yaml.Unmarshal([]byte(content), &node)
		if err == nil {
			t.Fatalf("%q is taken", content)
		}
		if line, problem := YAMLFault(err); line != want.line || problem != want.problem {
			t.Errorf("%q: line %d, %q; the library says %q", content, line, problem, err)
		}
	}
	if line, problem := YAMLFault(errors.New("line up: no")); line != 0 || problem != "line up: no" {
		t.Errorf("another message becomes line %d, %q", line, problem)
	}
}
