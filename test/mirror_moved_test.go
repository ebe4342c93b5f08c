package test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// changeable is a server of job orders that a test changes: what each one answers, a body or a status.
type changeable struct {
	mu     sync.Mutex
	index  string
	orders map[string]string
	posts  []string
}

func (c *changeable) set(index string, orders map[string]string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.index, c.orders = index, orders
}

// sent gives the bodies of all writes.
func (c *changeable) sent() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return strings.Join(c.posts, "\n")
}

func (c *changeable) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	path, guid, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/rest/api/standard/v1/"), "/")
	switch {
	case r.Method == http.MethodPost:
		body, _ := io.ReadAll(r.Body)
		c.posts = append(c.posts, string(body))
		_, _ = w.Write([]byte("[]"))
	case path == "JobOrder" && guid == "":
		_, _ = w.Write([]byte(c.index))
	case path == "JobOrder" && strings.HasPrefix(c.orders[guid], "{"):
		_, _ = w.Write([]byte(c.orders[guid]))
	case path == "JobOrder" && c.orders[guid] == "403":
		w.WriteHeader(http.StatusForbidden)
	case path == "Invoice":
		w.WriteHeader(http.StatusInternalServerError)
	case guid == "":
		_, _ = w.Write([]byte("[]"))
	default:
		w.WriteHeader(http.StatusNotFound)
	}
}

func order(guid, number string) string {
	return fmt.Sprintf(`{"jobGuid":%q,"jobNumber":%q,"jobName":"n"}`, guid, number)
}

// TestKeyThatMoved: a record is not taken for another one whose number it had when the mirror was
// brought up to date: nothing is shown of it, and nothing sent.
func TestKeyThatMoved(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		code int
		args []string
	}{
		{4, []string{"joborders", "get", "J-1"}},
		{6, []string{"joborders", "get", "J-1", "J-3", "-o", "ndjson"}},
		{6, []string{"joborders", "update", "J-1", "--set", "jobName=NEW"}},
		{6, []string{"joborders", "update", "J-1", "J-2", "--set", "jobName=NEW"}},
		{6, []string{"joborders", "update-status", "J-1", "--status", "Finished"}},
	} {
		server := &changeable{}
		index := `[{"guid":"a","updatedAt":%[1]d},{"guid":"b","updatedAt":%[1]d},{"guid":"c","updatedAt":1}]`
		server.set(fmt.Sprintf(index, 1), map[string]string{"a": order("a", "J-1"), "b": order("b", "J-2"), "c": order("c", "J-3")})
		environment := variables(t, serving(t, server.ServeHTTP))
		if got := run(environment, "sync", "joborders"); got.code != 0 {
			t.Fatal(got.err)
		}
		server.set(fmt.Sprintf(index, 2), map[string]string{"a": order("a", "J-2"), "b": order("b", "J-1"), "c": order("c", "J-3")})
		got := run(environment, c.args...)
		if got.code != c.code || !strings.Contains(got.out+got.err, `is not "J-1" any more, but "J-2"`) || strings.Contains(got.out, `"a"`) {
			t.Errorf("%v: %+v", c.args, got)
		}
		if sent := server.sent(); sent != "" {
			t.Errorf("%v sent %s", c.args, sent)
		}
	}
}

// TestRefusedRecordStopsNoOther: one record that this user may not read, and an entity that the server
// fails to list, keep nothing else from being synced, on no night.
func TestRefusedRecordStopsNoOther(t *testing.T) {
	t.Parallel()
	server := &changeable{}
	orders := map[string]string{"a": order("a", "J-1"), "c": "403", "d": order("d", "J-4"), "e": order("e", "J-5")}
	server.set(`[{"guid":"c","updatedAt":1},{"guid":"a","updatedAt":1},{"guid":"d","updatedAt":1}]`, orders)
	environment := with(variables(t, serving(t, server.ServeHTTP)), "AIMSIO_MAX_WAIT=10ms")
	sync := func(want string) {
		t.Helper()
		got := run(environment, "sync", "joborders", "invoices", "companies", "-o", "csv", "--no-header", "--columns", "entity,new,changed,failed")
		if got.code != 6 || got.out != want {
			t.Errorf("code %d: %s%s", got.code, got.out, got.err)
		}
	}
	sync("joborders,2,0,1\ninvoices,0,0,0\ncompanies,0,0,0\n")
	server.set(`[{"guid":"c","updatedAt":2},{"guid":"a","updatedAt":1},{"guid":"d","updatedAt":2},{"guid":"e","updatedAt":2}]`, orders)
	sync("joborders,1,0,1\ninvoices,0,0,0\ncompanies,0,0,0\n")
	// What fails does not use a limit up, for others come first.
	server.set(`[{"guid":"c","updatedAt":3},{"guid":"a","updatedAt":3},{"guid":"d","updatedAt":2},{"guid":"e","updatedAt":2}]`, orders)
	if got := run(environment, "sync", "joborders", "--limit", "1", "-o", "csv", "--no-header", "--columns", "pending,failed"); got.out != "1,0\n" {
		t.Errorf("with a limit: %+v", got)
	}
}
