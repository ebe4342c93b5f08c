package test

import (
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/simulator"
)

// TestProcessesShareOnePace: processes of one user keep the server's limit together, and none of
// them has to wait for the others to end. The server bears some more calls than are made, for a busy
// machine brings some closer together on their way; without sharing there would be three times as many.
func TestProcessesShareOnePace(t *testing.T) {
	t.Parallel()
	entities := []string{"joborders", "employees", "equipment"}
	const each = 12
	begun := make(chan struct{})
	var indexes atomic.Int32
	server, log := simulatedBehind(t, func(o *simulator.Options) { o.Jobs, o.Rate, o.Parallel, o.Queue = each, 20, 10, 0 }, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.Count(r.URL.Path, "/") == strings.Count(indexPath, "/") { // an index: all begin together
				if int(indexes.Add(1)) == len(entities) {
					close(begun)
				}
				<-begun
			}
			next.ServeHTTP(w, r)
		})
	})
	environment := with(variables(t, server), "AIMSIO_RATE=")
	var group sync.WaitGroup
	for _, entity := range entities {
		group.Go(func() {
			out, err := process(environment, entity, "list", "--full", "--limit", strconv.Itoa(each), "-q", "-o", "ndjson", "--jq", "1").CombinedOutput()
			if err != nil || strings.Count(string(out), "\n") != each {
				t.Errorf("%s: %v: %s", entity, err, out)
			}
		})
	}
	group.Wait()
	calls := strings.Join(log.all(), "\n")
	if made, refused := len(log.all()), strings.Count(calls, " 429 "); refused > 0 || made != len(entities)*(each+1) {
		t.Errorf("%d of %d calls were refused", refused, made)
	}
	for _, path := range []string{"/JobOrder/", "/Employee/", "/Equipment/"} {
		if before, _, found := strings.Cut(calls, path); !found || strings.Count(before, "/Employee/") == each || strings.Count(before, "/Equipment/") == each ||
			strings.Count(before, "/JobOrder/") == each {
			t.Errorf("another had all its records before %s had one:\n%s", path, calls)
		}
	}
}

// indexPath is the path of an index.
const indexPath = "/rest/api/standard/v1/JobOrder"

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
	select {
	case err := <-ended:
		if err != nil || !strings.HasPrefix(string(out), "[]\n") {
			t.Errorf("after the kill: %v: %s", err, out)
		}
	case <-time.After(longestWait):
		t.Error("the place was not given back")
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
