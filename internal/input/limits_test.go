package input_test

import (
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/input"
)

// TestASizeIsBoundedInEveryFormat: a record above the size is refused with its line, and one below it is read.
func TestASizeIsBoundedInEveryFormat(t *testing.T) {
	t.Parallel()
	const size = 64 << 10
	over, within := strings.Repeat("x", size), strings.Repeat("x", size/2)
	for _, test := range []struct {
		format             input.Format
		before, after, err string
	}{
		{input.NDJSON, "{\"code\":\"1\"}\n{\"code\":\"", "\"}\n", "line 2: the line is larger than 64 KiB"},
		{input.JSON, "[{\"code\":\"1\"},\n{\"code\":\"", strings.Repeat(" ", size) + "\"}]", "line 2 is larger than 64 KiB; is a quote or bracket not closed?"},
		{input.CSV, "code\n\"", "\"\n", "line 2 is larger than 64 KiB; is a quote or bracket not closed?"},
		{input.YAML, "- code: ", "\n", "a YAML document is larger than 64 KiB; write it as NDJSON, or as several documents"},
	} {
		o := options()
		o.Format, o.Limits.Size = test.format, size
		if got := strings.Join(readText(t, test.before+over+over+test.after, o), "\n"); !strings.Contains(got, test.err) {
			t.Errorf("%s: got %.200s\nwant %s", test.format, got, test.err)
		}
		if got := strings.Join(readText(t, test.before+within+strings.TrimLeft(test.after, " "), o), "\n"); strings.Contains(got, "error") {
			t.Errorf("%s below it: %.200s", test.format, got)
		}
	}
}
