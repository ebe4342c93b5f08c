package record

import (
	"io"
	"strings"
	"testing"
)

// endless is a text that does not end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

func TestAnEndlessElementIsAnError(t *testing.T) {
	body := io.MultiReader(strings.NewReader(`[{"a":1},{"a":"`), endless{})
	read := 0
	var failed error
	for _, err := range Array(body, Limits{}) {
		if failed = err; err == nil {
			read++
		}
	}
	if read != 1 || failed == nil || !strings.Contains(failed.Error(), "element 2 (at byte 8): the record is larger than 32 MiB") {
		t.Errorf("%d records, then %v", read, failed)
	}
}
