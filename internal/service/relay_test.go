package service_test

import (
	"fmt"
	"iter"
	"net/http"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/simulator"
)

// A panic in a goroutine reaches the one that reads the results, with the stack of where it was: a program
// that dies by itself shows what nobody should see.
func TestPanicsReachTheReader(t *testing.T) {
	for name, work := range map[string]func(t *testing.T, b *bench){
		"fetching": func(t *testing.T, b *bench) {
			t.Helper()
			ids := b.ids(t, "joborders")
			b.wire.instead = func(int, *http.Request) *http.Response { panic("deep inside") }
			for range b.Fetch(t.Context(), b.entity(t, "joborders"), wanted(ids...)) {
			}
		},
		"what is wanted": func(t *testing.T, b *bench) {
			t.Helper()
			ids := b.ids(t, "joborders")
			for range b.Fetch(t.Context(), b.entity(t, "joborders"), breaking(wanted(ids[:3]...))) {
			}
		},
		"sending": func(t *testing.T, b *bench) {
			t.Helper()
			changes := b.employees(t, 200, nil)
			b.write(t.Context(), t, changes, service.WriteOptions{BatchSize: 10, Record: func(c service.Call) (func(service.CallResult) error, error) {
				if c.Lines[0] > 20 {
					panic("deep inside")
				}
				return func(service.CallResult) error { return nil }, nil
			}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := start(t, simulator.Options{})
			defer func() {
				value := recover()
				carried, ok := value.(interface{ Stack() []byte })
				if !ok || fmt.Sprint(value) != "deep inside" || !strings.Contains(string(carried.Stack()), "relay_test.go") {
					t.Errorf("got %T %v", value, value)
				}
			}()
			work(t, b)
			t.Error("it went on")
		})
	}
}

// breaking breaks off after the last id.
func breaking(ids iter.Seq[service.Wanted]) iter.Seq[service.Wanted] {
	return func(yield func(service.Wanted) bool) {
		for id := range ids {
			if !yield(id) {
				return
			}
		}
		panic("deep inside")
	}
}
