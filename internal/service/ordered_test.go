package service

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// slowest makes n tasks of which each takes longer than those behind it, and gives its number.
func slowest(n int, begun *atomic.Int64) iter.Seq[task[int]] {
	return func(yield func(task[int]) bool) {
		for i := range n {
			work := func(context.Context) int {
				begun.Add(1)
				time.Sleep(time.Duration(n-i) * time.Second)
				return i
			}
			if !yield(task[int]{work: work}) {
				return
			}
		}
	}
}

func TestOrderedKeepsTheOrderAndItsBounds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const parallel, ahead = 3, 5
		var begun atomic.Int64
		next := 0
		for got := range ordered(t.Context(), parallel, ahead, slowest(20, &begun)) {
			if got != next {
				t.Fatalf("result %d came after %d others", got, next)
			}
			next++
			time.Sleep(time.Hour)
			synctest.Wait()
			if more := int(begun.Load()) - next; more > ahead+1 { // one waits for room
				t.Fatalf("%d results were made ahead", more)
			}
		}
		if next != 20 {
			t.Errorf("%d of 20 results", next)
		}
	})
}

// A task whose result is known takes its turn, but no place: it does not wait for work that is under way.
func TestOrderedKnownResults(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		wait := func(context.Context) int { time.Sleep(time.Minute); return 0 }
		tasks := []task[int]{{work: wait}, {known: 1}, {known: 2}, {work: wait}}
		var drawn atomic.Int64
		var got []int
		for result := range ordered(t.Context(), 1, 10, func(yield func(task[int]) bool) {
			for _, next := range tasks {
				if drawn.Add(1); !yield(next) {
					return
				}
			}
		}) {
			if got = append(got, result); len(got) == 1 && int(drawn.Load()) != len(tasks) {
				t.Errorf("%d tasks were drawn while the first was under way", drawn.Load())
			}
		}
		if want := []int{0, 1, 2, 0}; !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

// When a task was taken its work has begun, so that what follows may be held back until it is done.
func TestOrderedBeginsBeforeItTakesMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		active, most := 0, 0
		for range ordered(t.Context(), 10, 10, func(yield func(task[int]) bool) {
			for range 5 {
				done := make(chan struct{})
				if !yield(task[int]{work: func(context.Context) int {
					defer close(done)
					active++
					most = max(most, active)
					time.Sleep(time.Second)
					active--
					return 0
				}}) {
					return
				}
				<-done
			}
		}) {
			continue
		}
		if most != 1 {
			t.Errorf("%d were under way at once", most)
		}
	})
}

// synctest fails where a goroutine is left behind.
func TestLeavingOrderedEndsTheWork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		var ended atomic.Int64
		for range ordered(t.Context(), 2, 4, func(yield func(task[int]) bool) {
			for i := 0; ; i++ {
				work := func(ctx context.Context) int {
					if i > 0 {
						<-ctx.Done()
						ended.Add(1)
					}
					return i
				}
				if !yield(task[int]{work: work}) {
					return
				}
			}
		}) {
			synctest.Wait()
			break
		}
		if ended.Load() == 0 || time.Since(began) > 0 {
			t.Errorf("%d tasks were ended, in %s", ended.Load(), time.Since(began))
		}
	})
}

// The end of the context leaves no task without a result.
func TestOrderedAfterTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		var fates []string
		work := func(ctx context.Context) string { <-ctx.Done(); return fmt.Sprint(ctx.Err()) }
		for fate := range ordered(ctx, 2, 4, func(yield func(task[string]) bool) {
			for range 9 {
				if !yield(task[string]{work: work}) {
					return
				}
			}
		}) {
			fates = append(fates, fate)
		}
		if len(fates) != 9 || slices.ContainsFunc(fates, func(fate string) bool { return fate != context.DeadlineExceeded.Error() }) {
			t.Errorf("got %q", fates)
		}
	})
}
