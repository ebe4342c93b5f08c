package output

import (
	"bytes"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/text"
)

// TestHolder: what is held back comes in order once it may be seen, and not at all where it may not.
func TestHolder(t *testing.T) {
	big := strings.Repeat("x", holderMemory)
	for _, test := range []struct {
		name string
		end  func(*Holder)
		want string
	}{
		{"released", func(h *Holder) { _ = h.Release() }, "a" + big + "b"},
		{"dropped", func(h *Holder) { h.Drop() }, ""},
		{"released, then dropped", func(h *Holder) { _ = h.Release(); h.Drop() }, "a" + big + "b"},
		{"dropped, then released", func(h *Holder) { h.Drop(); _ = h.Release() }, ""},
	} {
		var out bytes.Buffer
		h := NewHolder(&out)
		for _, text := range []string{"a", big} {
			if _, err := h.Write([]byte(text)); err != nil {
				t.Fatal(err)
			}
		}
		if out.Len() > 0 || !h.Holds() {
			t.Errorf("%s: %d bytes came through", test.name, out.Len())
		}
		test.end(h)
		if n, err := h.Write([]byte("b")); n != 1 || err != nil || h.Holds() {
			t.Errorf("%s: wrote %d, %v", test.name, n, err)
		}
		if out.String() != test.want {
			t.Errorf("%s: %d bytes, want %d", test.name, out.Len(), len(test.want))
		}
	}
}

// TestHolderKeepsStyles: what is set off comes as such behind a writer that shows styles of others as text, held
// back or not.
func TestHolderKeepsStyles(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	h := NewHolder(text.NewWriter(&out))
	write := func(plain, bold string) {
		if _, err := h.Write([]byte(plain)); err != nil {
			t.Fatal(err)
		}
		if err := h.Styled(text.Bold, bold); err != nil {
			t.Fatal(err)
		}
	}
	write("", "key")
	write("\na\x1b[31m", "total\x1b[2J")
	if err := h.Release(); err != nil {
		t.Fatal(err)
	}
	write("\n", "end")
	const want = "\x1b[1mkey\x1b[0m\na␛[31m\x1b[1mtotal␛[2J\x1b[0m\n\x1b[1mend\x1b[0m"
	if out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
}
