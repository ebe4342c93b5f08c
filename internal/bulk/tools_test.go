package bulk_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/bulk/results"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/journal"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/session"
	"github.com/aimsio-cli/aimsio/internal/simulator"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// begun is when all writes happen. It is later than whatever the simulator makes up.
var begun = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// fixture is a Setup that writes to the simulator over a wire that can be watched, and what was heard of the
// latest run.
type fixture struct {
	bulk.Setup
	t       *testing.T
	ctx     context.Context
	catalog *api.Catalog
	wire    *wire
	folder  string

	session *session.Session
	store   *mirror.Store
	input   string // standard input
	resumed *os.File

	// What follows is of the latest run.
	notes, problems []string
	rows            *rows
	marks           *marks
	temporary       *temporary
	steps           *steps
}

// start makes one for an entity of the built-in description.
func start(t *testing.T, entity string, options ...func(*simulator.Options)) *fixture {
	t.Helper()
	return startWith(t, api.Builtin(), entity, options...)
}

// startWith makes one for an entity of any description.
func startWith(t *testing.T, catalog *api.Catalog, entity string, options ...func(*simulator.Options)) *fixture {
	t.Helper()
	o := simulator.Options{Catalog: catalog, Jobs: 4, Clock: func() time.Time { return begun }}
	for _, change := range options {
		change(&o)
	}
	server, err := simulator.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	f := &fixture{t: t, ctx: t.Context(), catalog: catalog, wire: &wire{next: server.Transport()}, folder: t.TempDir()}
	f.setUp(entity)
	return f
}

// many has the server hold more records than a list may lose without being doubted.
func many(o *simulator.Options) { o.Jobs = 40 }

// answering makes the simulator answer writes in some shape.
func answering(shape simulator.Answer) func(*simulator.Options) {
	return func(o *simulator.Options) { o.Answer = shape }
}

func (f *fixture) setUp(name string) {
	f.t.Helper()
	entity, ok := f.catalog.Entity(name)
	if !ok {
		f.t.Fatalf("there are no %s", name)
	}
	f.session = f.newSession()
	f.Setup = bulk.Setup{
		Reporter: f, Entity: entity, Environment: f.session.Environment, User: f.session.User,
		Session:      func() (*session.Session, error) { return f.session, nil },
		Mirror:       func(context.Context) (*mirror.Store, error) { return f.store, nil },
		MirrorError:  mirrorError,
		OwnWrites:    func(context.Context) bulk.Marker { return f.marks },
		ConfirmWrite: func(context.Context) error { return nil },
		Journal:      f.openJournal,
		Rows:         func(context.Context) (bulk.Rows, error) { return f.rows, nil },
		Progress:     func(total int) bulk.Progress { f.steps.total = total; return f.steps },
		Words:        func(fields []api.Field) *change.Words { return change.NewWords(fields, f.catalog, nobodysTime) },
		Stdin:        func(context.Context) io.Reader { return strings.NewReader(f.input) },
		Now:          func() time.Time { return begun },
		Minute:       func(at time.Time) string { return at.UTC().Format("15:04") },
		Zones:        func() (timetext.Zones, error) { return timetext.Zones{Time: time.UTC, Day: time.UTC}, nil },
	}
	f.forget()
}

// nobodysTime leaves times as the milliseconds that they are.
func nobodysTime(jsontext.Value, api.Type) (string, bool) { return "", false }

// mirrorError marks errors of the mirror, so that a test sees whether they were explained.
func mirrorError(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("the mirror: %w", err)
}

func (f *fixture) newSession() *session.Session {
	f.t.Helper()
	const rate = 1e6 // calls a second, so that nothing waits
	environment := &config.Environment{
		Name: "sandbox", URL: &url.URL{Scheme: "https", Host: "simulator.test", Path: "/"}, Rate: rate, Parallel: 10,
	}
	c, err := client.New(client.Options{
		Base: environment.URL, Username: "ann", Rate: rate, Parallel: environment.Parallel, Transport: f.wire, Tries: 1,
		Password: func(context.Context) (string, error) { return "pass word", nil },
	})
	if err != nil {
		f.t.Fatal(err)
	}
	return &session.Session{Environment: environment, User: "ann", Client: c, Service: service.New(c, environment.Parallel)}
}

// oneByOne has calls made one after the other, in the order of the input.
func (f *fixture) oneByOne() { f.session.Service = service.New(f.session.Client, 1) }

func (f *fixture) openJournal(context.Context, *session.Session) (*journal.Journal, error) {
	return journal.Open(filepath.Join(f.folder, "log"), journal.Run{ID: "run-1", Environment: "sandbox"}, nil)
}

// logged gives the calls that the log has.
func (f *fixture) logged() []journal.Call {
	f.t.Helper()
	var calls []journal.Call
	for call, err := range journal.Read(filepath.Join(f.folder, "log"), journal.Filter{}) {
		if err != nil {
			f.t.Fatal(err)
		}
		calls = append(calls, call)
	}
	return calls
}

// Notef is heard by the test.
func (f *fixture) Notef(format string, args ...any) {
	f.notes = append(f.notes, fmt.Sprintf(format, args...))
}

// Problemf is heard by the test.
func (f *fixture) Problemf(format string, args ...any) {
	f.problems = append(f.problems, fmt.Sprintf(format, args...))
}

// forget drops what was heard of runs so far.
func (f *fixture) forget() {
	f.notes, f.problems = nil, nil
	f.rows, f.marks, f.temporary, f.steps = &rows{}, &marks{}, &temporary{files: map[string]bool{}}, &steps{}
	f.Temporary = f.temporary
	f.wire.forget()
}

// plan makes the run of a write. What was not given is as the flags' defaults have it.
func (f *fixture) plan(verb api.Verb, action string, o bulk.Options) (*bulk.Run, error) {
	f.t.Helper()
	setup := f.Setup
	setup.Verb, setup.Action = verb, action
	if o.BatchSize == 0 {
		o.BatchSize = bulk.DefaultBatch
	}
	if o.MaxErrors == 0 {
		o.MaxErrors = 20
	}
	if o.Resume != "" {
		file, err := os.OpenFile(o.Resume, os.O_RDWR, 0)
		if err != nil {
			f.t.Fatal(err)
		}
		setup.Resumed, f.resumed = file, file
	}
	return bulk.Plan(setup, o)
}

// write carries a write out, of a file or of keys, and gives its error.
func (f *fixture) write(verb api.Verb, action string, o bulk.Options, keys ...string) error {
	f.t.Helper()
	run, err := f.plan(verb, action, o)
	if f.resumed != nil {
		defer func() { _ = f.resumed.Close() }()
	}
	if err != nil {
		return err
	}
	if len(keys) == 0 {
		return run.FromInput(f.ctx)
	}
	return run.FromKeys(f.ctx, func(*error) iter.Seq[string] { return slices.Values(keys) })
}

func (f *fixture) create(o bulk.Options) error {
	f.t.Helper()
	return f.write(api.Create, service.ActionCreate, o)
}

// update takes whole records back, with the operation that the entity has for it.
func (f *fixture) update(o bulk.Options, keys ...string) error {
	f.t.Helper()
	operation, ok := f.Entity.Updating()
	if !ok {
		f.t.Fatalf("%s cannot be updated", f.Entity.Name)
	}
	return f.write(operation.Verb, service.ActionUpdate, o, keys...)
}

// updateStatus sets the status, with the call for that or as an update of the whole record.
func (f *fixture) updateStatus(o bulk.Options, keys ...string) error {
	f.t.Helper()
	verb := api.UpdateStatus
	if _, own := f.Entity.Operation(verb); !own {
		operation, _ := f.Entity.Updating()
		verb = operation.Verb
	}
	return f.write(verb, service.ActionUpdateStatus, o, keys...)
}

// file writes a file of a test and gives its path.
func (f *fixture) file(name, content string) string {
	f.t.Helper()
	path := filepath.Join(f.folder, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		f.t.Fatal(err)
	}
	return path
}

func (f *fixture) path(name string) string { return filepath.Join(f.folder, name) }

func (f *fixture) content(path string) string {
	f.t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		f.t.Fatal(err)
	}
	return string(content)
}

// ids lists the index of an entity.
func (f *fixture) ids(name string) []string {
	f.t.Helper()
	entity, _ := f.catalog.Entity(name)
	index, err := f.session.Service.Index(f.t.Context(), entity)
	if err != nil {
		f.t.Fatal(err)
	}
	defer index.Close()
	var list []string
	for entry, err := range index.Entries() {
		if err != nil {
			f.t.Fatal(err)
		}
		id, err := service.ID(entity, entry)
		if err != nil {
			f.t.Fatal(err)
		}
		list = append(list, id)
	}
	return list
}

// get reads a record.
func (f *fixture) get(id string) record.Record {
	f.t.Helper()
	r, err := f.session.Service.Get(f.t.Context(), f.Entity, id)
	if err != nil {
		f.t.Fatal(err)
	}
	return r
}

// field gives a field of a record on the server as text.
func (f *fixture) field(id, path string) string {
	f.t.Helper()
	value, _ := f.get(id).Get(record.ParsePath(path))
	return record.Text(value)
}

// keyed finds the records of the entity on the server by their keys.
func (f *fixture) keyed() map[string]record.Record {
	f.t.Helper()
	found := map[string]record.Record{}
	for _, id := range f.ids(f.Entity.Name) {
		r := f.get(id)
		_, key, _ := api.KeyOf(f.Entity, r.Raw())
		found[key] = r
	}
	return found
}

// sync makes a mirror of entities and has the run read through it.
func (f *fixture) sync(entities ...string) {
	f.t.Helper()
	if f.store == nil {
		store, err := mirror.Open(f.t.Context(), mirror.Options{
			Address: f.path("mirror.db"), Environment: "sandbox", Server: f.Environment.URL.String(), User: "ann", Catalog: f.catalog,
			Now: func() time.Time { return begun }, Make: true, Command: "aimsio sync",
		})
		if err != nil {
			f.t.Fatal(err)
		}
		f.store = store
		f.t.Cleanup(func() { _ = store.Close() })
	}
	for _, name := range entities {
		entity, _ := f.catalog.Entity(name)
		if _, err := f.store.Sync(f.t.Context(), f.session.Service, entity, mirror.SyncOptions{Begin: func(int) {}, Each: func(fetched service.Fetched) error { return fetched.Err }}); err != nil {
			f.t.Fatal(err)
		}
	}
	f.wire.forget()
}

// outcomes tells of the rows what became of each record: "2 E-1 written".
func (f *fixture) outcomes() []string { return outcomesOf(f.rows.results) }

func outcomesOf(results []results.Row) []string {
	var lines []string
	for _, row := range results {
		lines = append(lines, fmt.Sprintf("%d %s %s", row.Line, row.Key, row.Outcome))
	}
	return lines
}

// kept reads a file of results.
func (f *fixture) kept(path string) []results.Row {
	f.t.Helper()
	var list []results.Row
	for line := range strings.Lines(f.content(path)) {
		var row results.Row
		if err := json.Unmarshal([]byte(line), &row); err != nil || !strings.HasSuffix(line, "\n") {
			f.t.Fatalf("the line %q is no result: %v", line, err)
		}
		list = append(list, row)
	}
	return list
}

// wantOutcomes compares the rows that were shown.
func (f *fixture) wantOutcomes(want ...string) {
	f.t.Helper()
	if diff := cmp.Diff(want, f.outcomes()); diff != "" {
		f.t.Errorf("the outcomes (-want +got):\n%s", diff)
	}
}

// wantKind sees that an error is of a kind and says something.
func (f *fixture) wantKind(err error, kind fail.Kind, says ...string) {
	f.t.Helper()
	if !fail.Is(err, kind) {
		f.t.Fatalf("the error %v is not of kind %d", err, kind)
	}
	text := err.Error() + " | " + fail.HintOf(err)
	for _, part := range says {
		if !strings.Contains(text, part) {
			f.t.Errorf("the error does not say %q: %s", part, text)
		}
	}
}

// wantNote sees that a note, or a part of one, was given once.
func (f *fixture) wantNote(part string) {
	f.t.Helper()
	if n := countIn(f.notes, part); n != 1 {
		f.t.Errorf("%q was noted %d times: %q", part, n, f.notes)
	}
}

// wantProblem sees that a problem, or a part of one, was told once.
func (f *fixture) wantProblem(part string) {
	f.t.Helper()
	if n := countIn(f.problems, part); n != 1 {
		f.t.Errorf("%q was told %d times: %q", part, n, f.problems)
	}
}

func (f *fixture) wantNoPost() {
	f.t.Helper()
	if len(f.wire.writes) != 0 {
		f.t.Errorf("%d calls were sent: %q", len(f.wire.writes), f.wire.bodies())
	}
}

func countIn(texts []string, part string) int {
	n := 0
	for _, text := range texts {
		if strings.Contains(text, part) {
			n++
		}
	}
	return n
}

// rows keeps what a run gives.
type rows struct {
	results  []results.Row
	previews []bulk.PreviewRow
	calls    []string
	finished bool
	// most is how many rows somebody takes before refused, which is nil for all.
	most    int
	refused error
}

func (r *rows) full() error {
	if r.refused != nil && len(r.results)+len(r.previews)+len(r.calls) >= r.most {
		return r.refused
	}
	return nil
}

func (r *rows) WriteRow(row any) error {
	if err := r.full(); err != nil {
		return err
	}
	switch row := row.(type) {
	case results.Row:
		r.results = append(r.results, row)
	case bulk.PreviewRow:
		r.previews = append(r.previews, row)
	default:
		return fmt.Errorf("no row is a %T", row)
	}
	return nil
}

func (r *rows) Write(call record.Record) error {
	if err := r.full(); err != nil {
		return err
	}
	r.calls = append(r.calls, string(call.Raw()))
	return nil
}

func (r *rows) Finish(err error) error {
	if r.finished {
		return errors.New("the rows were finished twice")
	}
	r.finished = true
	return err
}

// marks keeps which records the mirror was told of.
type marks struct {
	mu  sync.Mutex
	ids []string
}

func (m *marks) Mark(_ context.Context, entity *api.Entity, ids []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, id := range ids {
		m.ids = append(m.ids, entity.Name+" "+id)
	}
}

// temporary keeps the files that must not stay, true for those that are not dropped.
type temporary struct{ files map[string]bool }

func (t *temporary) Add(path string)  { t.files[path] = true }
func (t *temporary) Drop(path string) { t.files[path] = false }

// steps counts.
type steps struct {
	total, done int
	ended       bool
}

func (s *steps) Add()  { s.done++ }
func (s *steps) Hide() {}
func (s *steps) End()  { s.ended = true }

// wire notes the calls that it lets through, or answers them in the server's place.
type wire struct {
	next http.RoundTripper
	// instead answers a call, or lets it pass with nil. Calls that write count from 1, others are 0.
	instead func(write int, r *http.Request) *http.Response
	// lose tells of a call that writes whether its answer does not arrive.
	lose func(write int) bool
	// after is told of a call that writes once its answer is there.
	after func(write int)

	mu     sync.Mutex
	writes []sentCall
	reads  []string
}

// sentCall is a call that writes.
type sentCall struct{ name, body string }

func (w *wire) forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.writes, w.reads = nil, nil
}

func (w *wire) bodies() []string {
	var list []string
	for _, one := range w.writes {
		list = append(list, one.body)
	}
	return list
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	number, err := w.note(r)
	if err != nil {
		return nil, err
	}
	if w.instead != nil {
		if answer := w.instead(number, r); answer != nil {
			if answer.StatusCode == 0 {
				return nil, errors.New("the connection broke")
			}
			return answer, nil
		}
	}
	answer, err := w.next.RoundTrip(r)
	if number > 0 && w.after != nil {
		w.after(number)
	}
	if err == nil && number > 0 && w.lose != nil && w.lose(number) {
		_ = answer.Body.Close()
		return says(http.StatusBadGateway, `{"message":"who knows"}`), nil
	}
	return answer, err
}

func (w *wire) note(r *http.Request) (number int, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	name := r.Method + " " + r.URL.RequestURI()
	if r.Method == http.MethodGet {
		w.reads = append(w.reads, name)
		return 0, nil
	}
	var body []byte
	if r.GetBody != nil {
		copied, err := r.GetBody()
		if err != nil {
			return 0, err
		}
		if body, err = io.ReadAll(copied); err != nil {
			return 0, err
		}
	}
	w.writes = append(w.writes, sentCall{name, string(body)})
	return len(w.writes), nil
}

// says makes an answer in JSON; status 0 is a connection that breaks.
func says(status int, body string) *http.Response {
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
	}
}

const employeeHeader = "employeeCode,employmentType,employeeStatusUname,employeeFirstName,employeeLastName,employeeTradeCode\n"

// employees makes a CSV of new employees, E-1 and so on from line 2. Those in bad have a trade that the server
// does not know.
func employees(count int, bad ...int) string {
	text := employeeHeader
	for i := 1; i <= count; i++ {
		trade := "BI-005"
		if slices.Contains(bad, i) {
			trade = "NONE"
		}
		text += fmt.Sprintf("E-%d,DIRECT_HIRE,active_employee_status,Ann,Ash,%s\n", i, trade)
	}
	return text
}

// newEmployee is one of them as JSON, with further members.
func newEmployee(code, more string) string {
	return fmt.Sprintf(`{"employeeCode":%q,"employmentType":"DIRECT_HIRE","employeeStatusUname":"active_employee_status",`+
		`"employeeFirstName":"Ann","employeeLastName":"Ash","employeeTradeCode":"BI-005"%s}`, code, more)
}

// parts is the description of a small entity whose records may come without their key. edit changes it.
func parts(edit ...func(*api.Entity)) *api.Catalog {
	entity := &api.Entity{
		Name: "parts", Resource: "Part", Title: "part", GUID: "partGuid", Status: "partStatus", UpdatedAt: "partUpdatedAt",
		Key: []string{"partCode", "partOtherCode"}, KeySure: true, UpsertsSaid: true,
		Operations: []api.Operation{
			{Verb: api.List, Method: http.MethodGet, Path: "/Part", Certainty: api.Documented},
			{Verb: api.Get, Method: http.MethodGet, Path: "/Part/{partGuid}", Certainty: api.Documented},
			{Verb: api.Create, Method: http.MethodPost, Path: "/Part", Wrapper: "partList", Certainty: api.Documented},
		},
		Index: []api.Field{{Name: "guid", Type: api.String}, {Name: "updatedAt", Type: api.Time}},
		Fields: []api.Field{
			{Name: "partGuid", Type: api.String, Certainty: api.Documented},
			{Name: "partCode", Type: api.String, Certainty: api.Documented, Sample: "sequence P-%03d"},
			{Name: "partOtherCode", Type: api.String, Certainty: api.Documented, Sample: "sequence Q-%03d"},
			{Name: "partName", Type: api.String, Required: true, Certainty: api.Documented, Sample: "const bolt"},
			{Name: "partStatus", Type: api.String, Certainty: api.Documented, Sample: "const new"},
			{Name: "partPrice", Type: api.Number, Certainty: api.Documented, Sample: "const 10.50"},
			{Name: "partWeight", Type: api.Integer, Certainty: api.Assumed, Sample: "const 7"},
			{Name: "partMadeBy", Type: api.String, Certainty: api.Documented, ReadOnly: true, Sample: "const somebody"},
			{Name: "partUpdatedAt", Type: api.Time, Certainty: api.Documented, ReadOnly: true},
		},
	}
	for _, change := range edit {
		change(entity)
	}
	return &api.Catalog{Entities: []*api.Entity{entity}}
}

// part is a new one as JSON; without a code the server makes another each time that it is sent.
func part(code, name, more string) string {
	if code != "" {
		code = fmt.Sprintf(`"partCode":%q,`, code)
	}
	return fmt.Sprintf(`{%s"partName":%q%s}`, code, name, more)
}
