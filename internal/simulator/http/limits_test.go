package http

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// A call whose caller has gone must not take a place in the queue or keep one.
func TestGoneCallersLeaveTheQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate(1, 0, time.Minute)
		leave, err := g.enter(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		leave()
		gone, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		if _, err := g.enter(gone); err == nil {
			t.Error("a call was let in although its caller had gone")
		}
		began := time.Now()
		leave, err = g.enter(t.Context())
		if err != nil || time.Since(began) != 900*time.Millisecond {
			t.Errorf("the next call waited %v (%v), want 900ms", time.Since(began), err)
		}
		leave()
	})
}
