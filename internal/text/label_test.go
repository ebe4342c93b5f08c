package text_test

import (
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/text"
)

// TestIsName: names that look alike are not both names, and what cannot be read is none.
func TestIsName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"payroll": true, "Löhne Süd": true, "給与": true, "a/b": true, strings.Repeat("a", 100): true,
		"": false, " ": false, "payroll ": false, "\u00a0payroll": false, "pay\troll": false, "pay\nroll": false, "Lo\u0308hne": false,
		strings.Repeat("a", 101): false, "a\u200bb": false, "\x80": false,
	} {
		if got := text.IsName(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}
