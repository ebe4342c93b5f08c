package harness

import (
	"os"
	"os/signal"
	"testing"
	"testing/synctest"
)

// Bubble runs a subtest with a clock of its own, on which waiting costs nothing.
func Bubble(t *testing.T, name string, test func(t *testing.T)) {
	t.Helper()
	// The goroutine that waits for signals lives on, so it must not begin within a bubble.
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt)
	signal.Stop(signals)
	t.Run(name, func(t *testing.T) { synctest.Test(t, test) })
}
