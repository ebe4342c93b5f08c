//go:build unix

package cli

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/fail"
)

// TestOnSignals is not parallel: a signal is for the whole process, and other runs would end by it.
func TestOnSignals(t *testing.T) {
	for _, sent := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT} {
		// nohup starts a program with SIGHUP ignored, and it stays so.
		if signal.Ignored(sent) {
			continue
		}
		ctx, interrupt := context.WithCancelCause(t.Context())
		stop := onSignals(interrupt, func(bool) {}, func() bool { return false })
		if err := syscall.Kill(os.Getpid(), sent); err != nil {
			t.Fatal(err)
		}
		<-ctx.Done()
		if err := context.Cause(ctx); !errors.Is(err, fail.ErrInterrupted) {
			t.Errorf("%s: %v", sent, err)
		}
		stop()
	}
}

// waits is an input that ends when the run is interrupted: it interrupts the run itself when it is read.
type waits struct{}

func (waits) Read([]byte) (int, error) {
	_ = syscall.Kill(os.Getpid(), syscall.SIGTERM)
	select {}
}

// TestInterruptedRun is not parallel either: a run that waits for its input ends with the code of an interruption.
func TestInterruptedRun(t *testing.T) {
	m := newMachine(t)
	system, _, said := m.system()
	system.In = waits{}
	code := Run([]string{"joborders", "get", "-", "--no-mirror"}, system)
	if code != 130 || said.String() != "error: interrupted: 0 records written\n" {
		t.Errorf("code %d, said %q", code, said)
	}
}
