package output

import (
	"bytes"
	"strings"
	"testing"
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
