package cli

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// timeToEnd is how long an interrupted run may take over its end.
const timeToEnd = 700 * time.Millisecond

// onSignals interrupts the run at the first Ctrl-C, SIGTERM or closed terminal, so that what was
// begun is ended cleanly. Where that takes too long, or a second signal comes, it calls abandon,
// which ends the program at once. It lasts until stop is called; a program that was interrupted then
// passes over further signals, so that a second one finds no moment in which it would kill the
// program and take its exit code away. While paging, Ctrl-C interrupts nothing.
func onSignals(interrupt context.CancelCauseFunc, abandon func(late bool), paging func() bool) (stop func()) {
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	if !signal.Ignored(syscall.SIGHUP) { // nohup has it ignored
		signal.Notify(signals, syscall.SIGHUP)
	}
	// Unless it is asked for, a signal about a write that failed kills the program, in the middle of
	// a write run too. Nobody waits for it: the write gives an error.
	failed := make(chan os.Signal, 1)
	signal.Notify(failed, cmdkit.FailedWrites()...)
	done := make(chan struct{})
	var interrupted atomic.Bool
	go await(signals, done, paging, func() {
		interrupted.Store(true)
		interrupt(fail.ErrInterrupted)
	}, abandon)
	return func() {
		if !interrupted.Load() {
			signal.Stop(signals)
			signal.Stop(failed)
		}
		close(done)
	}
}

// await interrupts a run at the first signal, and abandons it at a second one or where it is not done in time.
// Ctrl-C is the pager's while one is at work: the run waits until the user has left it.
func await(signals <-chan os.Signal, done <-chan struct{}, paging func() bool, interrupt func(), abandon func(late bool)) {
	for waiting := true; waiting; {
		select {
		case signal := <-signals:
			if waiting = signal == os.Interrupt && paging(); !waiting {
				interrupt()
			}
		case <-done:
			return
		}
	}
	select {
	case <-signals:
		abandon(false)
	case <-time.After(timeToEnd):
		abandon(true)
	case <-done:
	}
}

// abandon ends the program at once. No unfinished file stays behind, and the log of writes has a
// line for every call that was made.
func abandon(a *cmdkit.Env, late bool) {
	a.TempFiles.Remove()
	if late {
		fmt.Fprintln(a.Err, "error: interrupted: something did not end in time and was cut off; \"aimsio log\" tells what was sent")
	}
	os.Exit(cmdkit.ExitCode(fail.Interrupted))
}
