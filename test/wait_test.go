package test

import (
	"testing"
	"time"
)

// longestWait is after what time something is taken not to happen. It is long enough for any machine.
const longestWait = 2 * time.Minute

// waitFor polls for something that another process does.
func waitFor(t *testing.T, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(longestWait); !done(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited too long for %s", what)
		}
	}
}
