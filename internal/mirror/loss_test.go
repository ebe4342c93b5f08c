package mirror

import "testing"

// TestDoubtfulLoss: everything, or more than half of 20 or more, is doubted; what is allowed is not, and what is more than allowed is held however little it is.
func TestDoubtfulLoss(t *testing.T) {
	t.Parallel()
	type L struct{ gone, known int }
	atMost := func(n int) func(int) int { return func(int) int { return n } }
	for _, c := range []struct {
		loss    L
		allowed func(int) int
		held    bool
	}{
		{loss: L{0, 0}}, {loss: L{0, 100}}, {loss: L{2, 3}}, {loss: L{18, 19}}, {loss: L{10, 20}}, {loss: L{50, 100}},
		{loss: L{1, 1}, held: true}, {loss: L{3, 3}, held: true}, {loss: L{11, 20}, held: true}, {loss: L{51, 100}, held: true}, {loss: L{100, 100}, held: true},
		{loss: L{11, 20}, allowed: atMost(11)}, {loss: L{11, 20}, allowed: atMost(10), held: true}, {loss: L{3, 3}, allowed: atMost(3)},
		{loss: L{3, 3}, allowed: atMost(2), held: true}, {loss: L{2, 3}, allowed: atMost(0), held: true}, {loss: L{2, 3}, allowed: atMost(2)}, {loss: L{0, 3}, allowed: atMost(0)},
	} {
		loss, want := Loss{Gone: c.loss.gone, Known: c.loss.known}, Loss{}
		if c.held {
			want = loss
		}
		if got := loss.unlessAllowed(c.allowed); got != want {
			t.Errorf("%+v: held is %+v, want %+v", c.loss, got, want)
		}
	}
}
