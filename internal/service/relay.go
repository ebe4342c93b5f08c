package service

import (
	"fmt"
	"runtime/debug"
	"sync/atomic"
)

// relay hands a panic of a goroutine on to the one that waits for its work: there the end of the program can
// be told, and here it would be a stack on standard error, with whatever stands in it.
type relay struct{ first atomic.Pointer[fault] }

// fault is a panic and where it was.
type fault struct {
	value any
	stack []byte
}

// String gives the words of the panic.
func (f *fault) String() string { return fmt.Sprint(f.value) }

// Stack gives the stack of the goroutine that panicked.
func (f *fault) Stack() []byte { return f.stack }

// run does work in the goroutine that it is called in, and keeps a panic.
func (r *relay) run(work func()) {
	defer func() {
		if value := recover(); value != nil {
			r.first.CompareAndSwap(nil, &fault{value, debug.Stack()})
		}
	}()
	work()
}

// raise panics where any of the work did.
func (r *relay) raise() {
	if f := r.first.Load(); f != nil {
		panic(f)
	}
}
