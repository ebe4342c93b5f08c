package text

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWrap(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, text string
		width      int
		want       []string
	}{
		{"nothing", "", 5, []string{""}},
		{"fits", "a b", 3, []string{"a b"}},
		{"between words", "one two three", 7, []string{"one two", "three"}},
		{"a word that is too long", "abcdefgh ij", 5, []string{"abcde", "fgh", "ij"}},
		{"parts of a word", "a_long_name_of_a_status", 14, []string{"a_long_name_", "of_a_status"}},
		{"no part in sight", "a_longer-name", 10, []string{"a_longer-", "name"}},
		{"a part too early", "a_123456789012", 10, []string{"a_12345678", "9012"}},
		{"an emoji of several", "👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 3, []string{"👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦"}},
		{"wide characters", "証明書 x", 4, []string{"証明", "書 x"}},
		{"a character wider than the line", "証", 1, []string{"証"}},
		{"no room", "ab", 0, []string{"ab"}},
	} {
		if diff := cmp.Diff(test.want, Wrap(test.text, test.width)); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}
