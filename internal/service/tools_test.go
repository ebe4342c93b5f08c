package service_test

import (
	"context"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/simulator"
)

// bench is a service that works against the simulator over a wire that can be watched.
type bench struct {
	*service.Service
	catalog *api.Catalog
	wire    *wire
}

func start(t *testing.T, o simulator.Options, faults ...string) *bench {
	t.Helper()
	o.Catalog = api.Builtin()
	for _, spec := range faults {
		fault, err := simulator.ParseFault(spec)
		if err != nil {
			t.Fatal(err)
		}
		o.Faults = append(o.Faults, fault)
	}
	s, err := simulator.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return over(t, s.Transport())
}

// over makes a service that reaches its server by some transport.
func over(t *testing.T, transport http.RoundTripper) *bench {
	t.Helper()
	w := &wire{next: transport}
	c, err := client.New(client.Options{
		Base:      &url.URL{Scheme: "http", Host: "simulator.test"},
		Username:  "u",
		Password:  func(context.Context) (string, error) { return "pass word", nil },
		Transport: w,
	})
	if err != nil {
		t.Fatal(err)
	}
	return &bench{Service: service.New(c, 10), catalog: api.Builtin(), wire: w}
}

func (b *bench) entity(t *testing.T, name string) *api.Entity {
	t.Helper()
	e, ok := b.catalog.Entity(name)
	if !ok {
		t.Fatalf("there are no %s", name)
	}
	return e
}

// write writes changes to employees and gives all batches.
func (b *bench) write(ctx context.Context, t *testing.T, changes iter.Seq2[service.Change, error], o service.WriteOptions) []service.Batch {
	t.Helper()
	var list []service.Batch
	for batch := range b.writing(ctx, t, changes, o) {
		list = append(list, batch)
	}
	return list
}

func (b *bench) writing(ctx context.Context, t *testing.T, changes iter.Seq2[service.Change, error], o service.WriteOptions) iter.Seq[service.Batch] {
	t.Helper()
	employees := b.entity(t, "employees")
	operation, ok := employees.Operation(api.Create)
	if !ok {
		t.Fatal("employees cannot be written")
	}
	return b.Write(ctx, employees, operation, changes, o)
}

// outcomes puts the outcomes of batches one after the other, and their lines in order to the test.
func outcomes(t *testing.T, batches []service.Batch) []service.Outcome {
	t.Helper()
	var list []service.Outcome
	for _, b := range batches {
		list = append(list, b.Outcomes...)
	}
	for i, o := range list {
		if o.Line != i+2 {
			t.Fatalf("outcome %d is of line %d, want %d", i, o.Line, i+2)
		}
	}
	return list
}

// tally counts outcomes by their words.
func tally(list []service.Outcome) map[string]int {
	count := map[string]int{}
	for _, o := range list {
		count[o.Outcome]++
	}
	return count
}

// ids lists the index of an entity.
func (b *bench) ids(t *testing.T, entity string) []string {
	t.Helper()
	index, err := b.Index(t.Context(), b.entity(t, entity))
	if err != nil {
		t.Fatal(err)
	}
	defer index.Close()
	var list []string
	for stub, err := range index.Entries() {
		if err != nil {
			t.Fatal(err)
		}
		id, err := service.ID(b.entity(t, entity), stub)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, id)
	}
	return list
}

// employees makes n new employees of an existing trade; edit may change one as it goes.
func (b *bench) employees(t *testing.T, n int, edit func(i int, c *service.Change)) iter.Seq2[service.Change, error] {
	t.Helper()
	first, err := b.Get(t.Context(), b.entity(t, "employees"), b.ids(t, "employees")[0])
	if err != nil {
		t.Fatal(err)
	}
	trade, _ := first.Get(record.Path{"employeeTradeCode"})
	return func(yield func(service.Change, error) bool) {
		for i := range n {
			code := fmt.Sprintf("N-%05d", i)
			c := service.Change{Line: i + 2, Key: code, HasKey: true, Action: service.ActionCreate, Body: object(t, fmt.Sprintf(
				`{"employeeCode":%q,"employmentType":"DIRECT_HIRE","employeeStatusUname":"active_employee_status",`+
					`"employeeFirstName":"Zoë","employeeLastName":"O'Neil","employeeTradeCode":%s}`, code, trade))}
			if edit != nil {
				edit(i, &c)
			}
			if !yield(c, nil) {
				return
			}
		}
	}
}

// keyless makes a change count as one that must not be sent twice.
func keyless(_ int, c *service.Change) { c.HasKey = false }

func object(t *testing.T, text string) record.Record {
	t.Helper()
	r, err := record.New(record.Value(text))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// wire notes every call that it lets through.
type wire struct {
	next http.RoundTripper
	// instead answers a call in the server's place, or lets it pass with nil. Calls that write
	// count from 1, others are 0.
	instead func(write int, r *http.Request) *http.Response

	mu     sync.Mutex
	writes int
	// accepted and refused hold the bodies of calls that write, by whether their status is 2xx.
	accepted, refused []string
	// active and most count calls at once.
	active, most int
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	number, body := w.begin(r)
	answer, err := w.pass(number, r)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.active--
	switch {
	case number == 0:
	case err == nil && answer.StatusCode < 300:
		w.accepted = append(w.accepted, body)
	default:
		w.refused = append(w.refused, body)
	}
	return answer, err
}

func (w *wire) begin(r *http.Request) (number int, body string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.active++
	w.most = max(w.most, w.active)
	if r.Method == http.MethodGet {
		return 0, ""
	}
	w.writes++
	copied, err := r.GetBody()
	if err != nil {
		return w.writes, err.Error()
	}
	text, err := io.ReadAll(copied)
	if err != nil {
		return w.writes, err.Error()
	}
	return w.writes, string(text)
}

func (w *wire) pass(number int, r *http.Request) (*http.Response, error) {
	if w.instead != nil {
		if answer := w.instead(number, r); answer != nil {
			return answer, nil
		}
	}
	return w.next.RoundTrip(r)
}

// says makes an answer.
func says(status int, body string) *http.Response {
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
	}
}

// count tells how often a text stands in bodies.
func count(bodies []string, text string) int {
	n := 0
	for _, body := range bodies {
		n += strings.Count(body, text)
	}
	return n
}
