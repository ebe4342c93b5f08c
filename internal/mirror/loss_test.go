package mirror

import "testing"

// TestDoubtfulLoss: everything, or more than half of 20 or more, is doubted; what is allowed is not.
func TestDoubtfulLoss(t *testing.T) {
	t.Parallel()
	atMost := func(n int) func(int) int { return func(int) int { return n } }
	for _, c := range []struct {
		loss    Loss
		allowed func(int) int
		held    bool
	}{
		{loss: Loss{0, 0}}, {loss: Loss{0, 100}}, {loss: Loss{2, 3}}, {loss: Loss{18, 19}}, {loss: Loss{10, 20}}, {loss: Loss{50, 100}},
		{loss: Loss{1, 1}, held: true}, {loss: Loss{3, 3}, held: true}, {loss: Loss{11, 20}, held: true}, {loss: Loss{51, 100}, held: true}, {loss: Loss{100, 100}, held: true},
		{loss: Loss{11, 20}, allowed: atMost(11)}, {loss: Loss{11, 20}, allowed: atMost(10), held: true}, {loss: Loss{3, 3}, allowed: atMost(3)},
		{loss: Loss{3, 3}, allowed: atMost(2), held: true}, {loss: Loss{2, 3}, allowed: atMost(0)},
	} {
		want := Loss{}
		if c.held {
			want = c.loss
		}
		if got := c.loss.unlessAllowed(c.allowed); got != want {
			t.Errorf("%+v: held is %+v, want %+v", c.loss, got, want)
		}
	}
}
