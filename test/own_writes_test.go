package test

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"path"
	"slices"
	"sync"
	"testing"
)

// stillServer keeps job orders whose time of change does not move when they are written to.
type stillServer struct {
	mu   sync.Mutex
	jobs map[string]map[string]any
	// changed is the time of change of all of them, as the list has it.
	changed int
}

func (s *stillServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var answer any
	switch id := path.Base(r.URL.Path); {
	case r.Method == http.MethodPost:
		var body struct {
			JobList []map[string]any `json:"jobList"`
		}
		raw, _ := io.ReadAll(r.Body)
		if err := json.Unmarshal(raw, &body); err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		for _, job := range body.JobList {
			maps.Copy(s.jobs[fmt.Sprint(job["jobGuid"])], job)
		}
		answer = "OK"
	case id == "JobOrder":
		stubs := []map[string]any{}
		for _, id := range slices.Sorted(maps.Keys(s.jobs)) {
			stubs = append(stubs, map[string]any{"guid": id, "dtype": "JobOrder", "updatedAt": s.changed})
		}
		answer = stubs
	case s.jobs[id] == nil:
		w.WriteHeader(http.StatusNotFound)
		return
	default:
		answer = s.jobs[id]
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(answer) //nolint:errchkjson // the client finds out
}

// TestReadBeforeAWriteIsNotKept: what an update read before it wrote does not pass for what is there
// after it, though the time of change stays the same.
func TestReadBeforeAWriteIsNotKept(t *testing.T) {
	t.Parallel()
	still := &stillServer{changed: 1000, jobs: map[string]map[string]any{}}
	for i := range 3 {
		id := fmt.Sprint(i + 1)
		still.jobs[id] = map[string]any{"jobGuid": id, "jobNumber": "J-" + id, "jobName": "old", "jobUpdatedAt": 1000}
	}
	environment := variables(t, serving(t, still.ServeHTTP))
	must := func(args ...string) string {
		t.Helper()
		got := run(environment, args...)
		if got.code != 0 {
			t.Fatalf("%v: %+v", args, got)
		}
		return got.out
	}
	must("sync", "joborders", "-q")
	still.mu.Lock()
	still.changed++ // so that the update has to read them
	still.mu.Unlock()
	must("joborders", "update", "1", "2", "3", "--set", "jobName=new", "--batch-size", "1", "-q")
	must("sync", "joborders", "-q")
	if got := must("sql", "-q", "-o", "ndjson", "--jq", ".jobName", "select jobName from joborders order by 1"); got != "new\nnew\nnew\n" {
		t.Errorf("the mirror has %q", got)
	}
}
