package schema

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/tree"
)

// schemaWords are those that a schema may have.
func schemaWords() []string {
	return []string{
		"x-aimsio-certainty", "x-aimsio-either", "x-aimsio-collects", "x-aimsio-sample", "x-aimsio-refers-to", "x-aimsio-role", "x-aimsio-where",
	}
}

// Mistyped remembers words that begin as ours do and are none of those known.
func (r *Reader) Mistyped(at *tree.Value, known []string) {
	if at == nil {
		return
	}
	for i, name := range at.Names {
		if !strings.HasPrefix(name, "x-aimsio-") || slices.Contains(known, name) {
			continue
		}
		note := api.Note{
			What: "word", Value: name, Warning: true,
			From: fmt.Sprintf("line %d: it has no effect there, where only %s have", at.Items[i].Line, strings.Join(known, ", ")),
		}
		if !slices.Contains(r.Warnings, note) {
			r.Warnings = append(r.Warnings, note)
		}
	}
}
