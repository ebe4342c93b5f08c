package planning_test

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// server holds billable items, and answers as a test wants it.
type server struct {
	mu      sync.Mutex
	records map[string]record.Record // by GUID
	order   []string
	clock   int64
	// list, get and post answer in its place, where they give something.
	list func() string
	get  func(guid string) (status int, body string)
	post func(body string) (status int, answer string)
	// calls are those that were made, as "LIST", "GET g-1" and the bodies of writes.
	calls []string
}

// put sets members of a record, and moves its time of change.
func (s *server) put(guid, members string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.set(guid, members)
}

func (s *server) set(guid, members string) {
	own, there := s.records[guid]
	if !there {
		own = object(fmt.Sprintf(`{"billableItemGuid":%q}`, guid))
		s.order = append(s.order, guid)
	}
	merged, err := record.Merge(own, object(members))
	if err != nil {
		panic(err)
	}
	s.clock++
	merged, err = record.Set(merged, record.Path{"billableItemUpdatedAt"}, record.Value(at(s.clock)))
	if err != nil {
		panic(err)
	}
	s.records[guid] = merged
}

// at is a time of change, so many seconds after the first.
func at(seconds int64) string { return fmt.Sprint(1_790_000_000_000 + seconds*1000) }

func (s *server) drop(guid string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.order = slices.DeleteFunc(s.order, func(one string) bool { return one == guid })
	delete(s.records, guid)
}

func object(text string) record.Record {
	r, err := record.New(record.Value(text))
	if err != nil {
		panic(err)
	}
	return r
}

// RoundTrip answers a call.
func (s *server) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var body string
	status := http.StatusOK
	guid := strings.TrimPrefix(strings.TrimPrefix(r.URL.Path, "/rest/api/standard/v1/BillableItem"), "/")
	switch {
	case r.Method == http.MethodPost:
		sent, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		s.calls = append(s.calls, string(sent))
		status, body = s.write(string(sent))
	case guid == "":
		s.calls = append(s.calls, "LIST")
		body = s.index()
	default:
		s.calls = append(s.calls, "GET "+guid)
		status, body = s.read(guid)
	}
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)), Request: r,
	}, nil
}

func (s *server) index() string {
	if s.list != nil {
		return s.list()
	}
	var entries []string
	for _, guid := range s.order {
		at, _ := s.records[guid].Get(record.Path{"billableItemUpdatedAt"})
		entries = append(entries, fmt.Sprintf(`{"dtype":"BillableItem","guid":%q,"updatedAt":%s}`, guid, at))
	}
	return "[" + strings.Join(entries, ",") + "]"
}

func (s *server) read(guid string) (int, string) {
	if s.get != nil {
		if status, body := s.get(guid); status != 0 {
			return status, body
		}
	}
	if r, there := s.records[guid]; there {
		return http.StatusOK, string(r.Raw())
	}
	return http.StatusNotFound, `{"error":"no such"}`
}

func (s *server) write(body string) (int, string) {
	if s.post != nil {
		if status, answer := s.post(body); status != 0 {
			return status, answer
		}
	}
	list, _ := object(body).Get(record.Path{"billableItemList"})
	var answer []string
	for element := range record.Elements(list) {
		sent := object(string(element))
		guid := record.FirstScalar(sent, "billableItemGuid")
		if guid == "" {
			guid = "new-" + record.FirstScalar(sent, "billableItemCode")
		}
		s.set(guid, string(element))
		answer = append(answer, fmt.Sprintf(`{"guid":%q}`, guid))
	}
	return http.StatusOK, "[" + strings.Join(answer, ",") + "]"
}

// writes are the bodies that were sent.
func (s *server) writes() []string {
	return slices.DeleteFunc(slices.Clone(s.calls), func(call string) bool { return call == "LIST" || strings.HasPrefix(call, "GET ") })
}
