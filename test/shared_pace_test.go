package test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/simulator"
)

// TestProcessesShareOnePace: processes of one user keep the server's limit together, and none of
// them has to wait for the others to end.
func TestProcessesShareOnePace(t *testing.T) {
	t.Parallel()
	const jobs, processes = 12, 3
	server, log := simulated(t, func(o *simulator.Options) { o.Jobs, o.Rate, o.Parallel, o.Queue = jobs, 10, 10, 0 })
	environment := with(variables(t, server), "AIMSIO_RATE=")
	took := make([]time.Duration, processes)
	var group sync.WaitGroup
	begun := time.Now()
	for i := range processes {
		group.Go(func() {
			out, err := process(environment, "joborders", "list", "--full", "-o", "ndjson", "--columns", "jobNumber").CombinedOutput()
			if err != nil || strings.Count(string(out), "\n") != jobs {
				t.Errorf("process %d: %v: %s", i, err, out)
			}
			took[i] = time.Since(begun)
		})
	}
	group.Wait()
	if calls, refused := len(log.all()), strings.Count(strings.Join(log.all(), "\n"), " 429 "); refused > 0 || calls != processes*(jobs+1) {
		t.Errorf("%d of %d calls were refused", refused, calls)
	}
	for i := range took {
		if took[i] < took[(i+1)%processes]/2 {
			t.Errorf("the processes took %s", took)
		}
	}
}

// TestKilledProcessGivesItsPlacesBack: the places of calls that were under way in a killed process
// are free at once.
func TestKilledProcessGivesItsPlacesBack(t *testing.T) {
	t.Parallel()
	var stall atomic.Bool
	stall.Store(true)
	var held atomic.Int32
	server := serving(t, func(w http.ResponseWriter, r *http.Request) {
		if stall.Load() {
			held.Add(1)
			<-r.Context().Done()
			return
		}
		_, _ = w.Write([]byte("[]"))
	})
	environment := with(variables(t, server), "AIMSIO_PARALLEL=1")
	first := process(environment, "joborders", "list")
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "a call that holds the only place", func() bool { return held.Load() == 1 })
	stall.Store(false)
	second := process(environment, "joborders", "list", "-o", "json")
	ended := make(chan error, 1)
	var out []byte
	go func() {
		var err error
		out, err = second.CombinedOutput()
		ended <- err
	}()
	select {
	case err := <-ended:
		t.Fatalf("it did not wait for the place: %v: %s", err, out)
	case <-time.After(300 * time.Millisecond):
	}
	if err := first.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = first.Wait()
	killed := time.Now()
	if err := <-ended; err != nil || !strings.HasPrefix(string(out), "[]\n") || time.Since(killed) > 2*time.Second {
		t.Errorf("%s after the kill: %v: %s", time.Since(killed), err, out)
	}
}

// TestPaceThatCannotBeShared: the program works all the same, and says so once.
func TestPaceThatCannotBeShared(t *testing.T) {
	t.Parallel()
	server, _ := simulated(t, nil)
	environment := variables(t, server)
	list := []string{"joborders", "list", "--full", "-o", "ndjson"}
	if got := run(environment, list...); got.code != 0 || got.err != "" {
		t.Fatalf("%+v", got)
	}
	files, err := filepath.Glob(filepath.Join(environment["XDG_STATE_HOME"], "aimsio", "pace", "*", "state"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, %v", files, err)
	}
	if err := os.WriteFile(files[0], []byte("damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := run(environment, list...); got.code != 0 || strings.Count(got.err, "\n") != 1 || !strings.Contains(got.err, "was damaged and is begun anew: "+files[0]) {
		t.Errorf("a damaged file: %+v", got)
	}
	if got := run(environment, list...); got.code != 0 || got.err != "" {
		t.Errorf("a repaired file: %+v", got)
	}
	nowhere := with(environment, "AIMSIO_STATE_DIR=/dev/null/state")
	if got := run(nowhere, list...); got.code != 0 || strings.Count(got.out, "\n") != 12 ||
		strings.Count(got.err, "\n") != 1 || !strings.Contains(got.err, "warning: the pace is not shared with other commands") {
		t.Errorf("no folder: %+v", got)
	}
	if got := run(nowhere, append(list, "--quiet")...); got.code != 0 || got.err != "" {
		t.Errorf("no folder, quiet: %+v", got)
	}
}
