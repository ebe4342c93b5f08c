package local

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// machine is one on which commands are carried out one after the other, with a clock and a server of the test.
type machine struct {
	t *testing.T
	*office

	variables map[string]string
	now       time.Time
	// input is what commands read, and quiet what --quiet says.
	input string
	quiet bool
	// output is the format that is set.
	output string
}

func newMachine(t *testing.T) *machine {
	t.Helper()
	m := &machine{
		t: t, office: &office{refused: map[string]int{}}, output: "ndjson",
		now: time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC),
	}
	server := httptest.NewServer(m.office)
	t.Cleanup(server.Close)
	m.variables = cmdtest.Variables(t, server.URL)
	return m
}

// run is what a command is made with.
func (m *machine) run() *cmdtest.Run {
	m.t.Helper()
	run := cmdtest.New(m.t, m.variables, m.input)
	run.Flags.Output, run.Quiet = m.output, m.quiet
	run.Now = func() time.Time { return m.now }
	return run
}

// do carries a command out with arguments. It must not fail.
func (m *machine) do(constructor func(*cmdkit.Env) *cobra.Command, args ...string) *cmdtest.Run {
	m.t.Helper()
	run, err := m.try(constructor, args...)
	if err != nil {
		m.t.Fatalf("%q: %v\n%s", args, err, run.Said)
	}
	return run
}

// try is do for a command that may fail.
func (m *machine) try(constructor func(*cmdkit.Env) *cobra.Command, args ...string) (*cmdtest.Run, error) {
	m.t.Helper()
	return m.tryWith(m.t.Context(), constructor, args...)
}

func (m *machine) tryWith(ctx context.Context, constructor func(*cmdkit.Env) *cobra.Command, args ...string) (*cmdtest.Run, error) {
	m.t.Helper()
	run := m.run()
	defer run.Close() // as at the end of a run, so that the next one finds the mirror closed
	return run, cmdtest.Do(ctx, constructor(run.Env), args...)
}

// refuses sees that a command ends with an error of a kind that says something, and prints no data.
func (m *machine) refuses(kind fail.Kind, says string, constructor func(*cmdkit.Env) *cobra.Command, args ...string) error {
	m.t.Helper()
	run, err := m.try(constructor, args...)
	if err == nil || cmdkit.KindOf(err) != kind || !strings.Contains(err.Error(), says) || run.Printed.Len() > 0 {
		m.t.Errorf("%q: kind %v, %v, printed %s", args, cmdkit.KindOf(err), err, run.Printed)
	}
	return err
}

// asked is what a query answers, as CSV without its header.
func (m *machine) asked(query string) string {
	m.t.Helper()
	csv := *m
	csv.output = "csv"
	return strings.TrimSpace(csv.do(NewSQLCommand, "--no-header", query).Printed.String())
}

// mirror is the file that the mirror usually is.
func (m *machine) mirror() string {
	return filepath.Join(m.variables["XDG_STATE_HOME"], "aimsio", "mirrors", "sandbox.db")
}

// rowsOf reads rows that were printed as NDJSON.
func rowsOf[T any](t *testing.T, run *cmdtest.Run) []T {
	t.Helper()
	var rows []T
	for line := range strings.Lines(run.Printed.String()) {
		var row T
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		rows = append(rows, row)
	}
	return rows
}

// office is a server with employees, and nothing else.
type office struct {
	mu        sync.Mutex
	employees []employee
	// refused are the statuses of calls, by a part of their paths, and calls are the paths that were called.
	refused map[string]int
	calls   []string
	// onCall, if set, is told of each call before it is answered.
	onCall func(path string)
}

type employee struct {
	code, nick string
	updated    time.Time
}

func (e employee) guid() string { return "00000000-0000-4000-8000-0000000000" + e.code }

// employ has so many employees, with codes from 10 on, last changed one day after the other until a time.
func (o *office) employ(count int, last time.Time) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.employees = nil
	for i := range count {
		o.employees = append(o.employees, employee{fmt.Sprint(10 + i), "nick", last.AddDate(0, 0, i+1-count)})
	}
}

// rename changes an employee at a time.
func (o *office) rename(place int, nick string, at time.Time) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.employees[place].nick, o.employees[place].updated = nick, at
}

// leave takes employees away, all from a place on.
func (o *office) leave(from int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.employees = o.employees[:from]
}

// called gives the calls since it was asked last.
func (o *office) called() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	calls := o.calls
	o.calls = nil
	return calls
}

func (o *office) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(r.URL.Path, "/rest/api/standard/v1/")
	if o.onCall != nil {
		o.onCall(path)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.calls = append(o.calls, path)
	for part, status := range o.refused {
		if strings.Contains(path, part) {
			w.WriteHeader(status)
			return
		}
	}
	resource, guid, single := strings.Cut(path, "/")
	switch {
	case !single && resource == "Employee":
		entries := make([]string, 0, len(o.employees))
		for _, e := range o.employees {
			entries = append(entries, fmt.Sprintf(`{"dtype":"Employee","guid":%q,"updatedAt":%d}`, e.guid(), e.updated.UnixMilli()))
		}
		fmt.Fprintf(w, "[%s]", strings.Join(entries, ","))
	case !single:
		fmt.Fprint(w, "[]")
	default:
		place := slices.IndexFunc(o.employees, func(e employee) bool { return e.guid() == guid })
		if place < 0 {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		e := o.employees[place]
		fmt.Fprintf(w, `{"employeeGuid":%q,"employeeCode":%q,"employeeNickName":%q,"employeeUpdatedAt":%d}`, e.guid(), e.code, e.nick, e.updated.UnixMilli())
	}
}
