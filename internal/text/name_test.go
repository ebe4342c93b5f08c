package text

import (
	"strings"
	"testing"
)

// Names of files and schemas that exist must not change: they would not be found again.
func TestPlainName(t *testing.T) {
	t.Parallel()
	for _, c := range [][3]string{
		{"", "", ""}, {"sandbox", "", "sandbox"}, {"My-Env.2", "", "my_env_2"}, {"My-Env.2", "-.", "my-env.2"},
		{"Ünï/日本", "-.", "_n____"}, {"a b\x00_\xff", "", "a_b___"},
	} {
		if got := PlainName(c[0], c[1]); got != c[2] {
			t.Errorf("%q with %q becomes %q, want %q", c[0], c[1], got, c[2])
		}
	}
	if got := Sum("My-Env.2", 8); got != "f19d8324" {
		t.Errorf("the sum is %q", got)
	}
}

// TestIsName: names that look alike are not both names, and what cannot be read is none.
func TestIsName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"payroll": true, "Löhne Süd": true, "給与": true, "a/b": true, strings.Repeat("a", 100): true,
		"": false, " ": false, "payroll ": false, "\u00a0payroll": false, "pay\troll": false, "pay\nroll": false, "Lo\u0308hne": false,
		strings.Repeat("a", 101): false, "a\u200bb": false, "\x80": false,
	} {
		if got := IsName(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}
