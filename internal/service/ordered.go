package service

import (
	"context"
	"iter"
	"sync"
)

// task is a piece of work, or in known what it would give, where that is known without it.
type task[T any] struct {
	work  func(context.Context) T // nil: known is the result
	known T
}

// ordered does tasks, up to parallel of them at once, and hands on what they give in the order of the
// tasks. At most ahead results are being made or wait for their turn. When a task was taken, its work has
// begun: so a sequence of tasks may hold the next one back.
//
// Leaving the loop ends the context of the work, and waits for it. The end of ctx alone leaves no task
// out: each gives its own result then. A panic of the work or of the tasks reaches the one who loops.
func ordered[T any](ctx context.Context, parallel, ahead int, tasks iter.Seq[task[T]]) iter.Seq[T] {
	return func(yield func(T) bool) {
		p := pool[T]{places: make(chan struct{}, parallel), results: make(chan chan T, ahead), left: make(chan struct{})}
		ctx, cancel := context.WithCancel(ctx)
		defer p.workers.Wait()
		defer cancel()
		defer close(p.left)
		p.workers.Go(func() { p.panics.run(func() { p.begin(ctx, tasks) }) })
		for result := range p.results {
			value, ok := <-result
			if !ok {
				p.panics.raise()
			}
			if !yield(value) {
				return
			}
		}
		p.panics.raise()
	}
}

// pool is the work of one call of ordered.
type pool[T any] struct {
	// places holds an element for each piece of work under way.
	places chan struct{}
	// results holds, in the order of the tasks, where the result of each will come. One whose work panics
	// is closed without.
	results chan chan T
	// left is closed when nobody reads the results any more.
	left    chan struct{}
	workers sync.WaitGroup
	panics  relay
}

// begin queues the results of tasks and starts their work, as places become free.
func (p *pool[T]) begin(ctx context.Context, tasks iter.Seq[task[T]]) {
	defer close(p.results)
	for next := range tasks {
		result := make(chan T, 1)
		select {
		case p.results <- result:
		case <-p.left:
			return
		}
		if next.work == nil {
			result <- next.known
			continue
		}
		select {
		case p.places <- struct{}{}:
		case <-p.left:
			return
		}
		p.workers.Go(func() {
			defer func() { <-p.places }()
			defer close(result)
			p.panics.run(func() { result <- next.work(ctx) })
		})
	}
}
