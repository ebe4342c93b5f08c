package mirror_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/mirror"
)

// holdVariable makes the test binary a process that fills the mirror at this address until it is
// killed.
const holdVariable = "AIMSIO_TEST_HOLD"

func TestMain(m *testing.M) {
	if address := os.Getenv(holdVariable); address != "" {
		hold(address)
	}
	os.Exit(m.Run())
}

func hold(address string) {
	ctx := context.Background()
	store, err := mirror.Open(ctx, mirror.Options{Address: address, Server: "https://example.com", Catalog: &api.Catalog{}, Command: "aimsio sync"})
	if err == nil {
		_, err = store.Lock(ctx, false, nil)
	}
	fmt.Println("held", err)             //nolint:forbidigo // this is a program of its own
	_, _ = io.Copy(io.Discard, os.Stdin) // which never ends; without anything to wait for it would
}

// holding starts such a process, and gives it once it has the mirror.
func holding(t *testing.T, address string) *exec.Cmd {
	t.Helper()
	command := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$") //nolint:gosec // this program
	command.Env = append(os.Environ(), holdVariable+"="+address)
	out, err := command.StdoutPipe()
	if err == nil {
		_, err = command.StdinPipe()
	}
	if err == nil {
		err = command.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "held <nil>\n" {
		t.Fatalf("the other process says %q (%v)", line, err)
	}
	return command
}

// TestLock: one process fills the mirror at a time. The other is told which one it is; what it held is
// free when it ends, however it ends.
func TestLock(t *testing.T) {
	_, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		other := holding(t, f.options.Address)
		_, err := f.Lock(t.Context(), false, nil)
		busy, ok := errors.AsType[*mirror.BusyError](err)
		if want := fmt.Sprintf("process %d", other.Process.Pid); !ok || !strings.Contains(busy.Holder, want) || !strings.Contains(busy.Holder, "aimsio sync") {
			t.Fatalf("while another has it: %v, which should name %s", err, want)
		}
		var told []string
		release, err := f.Lock(t.Context(), true, func(busy *mirror.BusyError) {
			told = append(told, busy.Holder)
			f.ok(other.Process.Kill())
			_ = other.Wait() // it was killed
		})
		f.ok(err)
		if len(told) != 1 || told[0] != busy.Holder {
			t.Errorf("one who waits is told of %q", told)
		}
		release()
		release, err = f.Lock(t.Context(), false, nil)
		f.ok(err)
		release()
	})
}

// TestLockWaitEnds: one who waits can be stopped.
func TestLockWaitEnds(t *testing.T) {
	_, catalog := things()
	stopped := errors.New("stopped")
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		holding(t, f.options.Address)
		ctx, stop := context.WithCancelCause(t.Context())
		begun := time.Now()
		_, err := f.Lock(ctx, true, func(*mirror.BusyError) { stop(stopped) })
		if !errors.Is(err, stopped) || time.Since(begun) > 5*time.Second {
			t.Errorf("it ended after %s with %v", time.Since(begun), err)
		}
	})
}

// TestBusyIsNotRemoved: a mirror that is being filled stays.
func TestBusyIsNotRemoved(t *testing.T) {
	entity, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		f.put(entity, "a", indexEntry("a", 1), `{"number":"1"}`, 0)
		holding(t, f.options.Address)
		if _, busy := errors.AsType[*mirror.BusyError](mirror.Remove(t.Context(), f.options, false, nil)); !busy {
			t.Error("it is removed while another process fills it")
		}
		f.answers("select number from things", `{"number":"1"}`)
	})
}

// TestReadersGoOn: while one process is in the middle of a transaction, others read what was there.
func TestReadersGoOn(t *testing.T) {
	entity, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		f.put(entity, "a", indexEntry("a", 1), `{"number":"1"}`, 0)
		querier, err := f.OpenQuerier(t.Context(), mirror.QuerierOptions{})
		f.ok(err)
		defer func() { f.ok(querier.Close()) }()
		answer, err := querier.Query(t.Context(), "select number from things order by 1")
		f.ok(err)
		rows, err := answer.Records()
		f.ok(err)
		f.put(entity, "b", indexEntry("b", 1), `{"number":"2"}`, 0) // is stored while the answer is open
		count := 0
		for _, err := range rows.All() {
			f.ok(err)
			count++
		}
		f.ok(answer.Close())
		if count != 1 {
			t.Errorf("an answer has %d rows of the time when it was asked for", count)
		}
		f.answers("select count(*) as n from things", `{"n":2}`)
	})
}
