package harness

import "testing"

// OneByOne marks a long test that runs its commands one after the other. A short run, as that with the race detector is, leaves it
// out: what it would find there, the tests of runs that work in parallel find sooner.
func OneByOne(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("one command after the other")
	}
}
