package service_test

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/simulator"
)

func wanted(ids ...string) iter.Seq[service.Wanted] {
	return func(yield func(service.Wanted) bool) {
		for _, id := range ids {
			if !yield(service.Wanted{ID: id}) {
				return
			}
		}
	}
}

// Slow answers, retries and missing records change nothing in the order.
func TestFetchKeepsTheOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t, simulator.Options{Jobs: 200}, "slow=3s:20%@/", "503=10%@JobOrder/")
		jobs := b.entity(t, "joborders")
		ids := b.ids(t, "joborders")
		ids = slices.Insert(ids, 77, "gone")
		var got []string
		for fetched := range b.Fetch(t.Context(), jobs, wanted(ids...)) {
			got = append(got, fetched.ID)
			var failed *client.Error
			switch gone := errors.As(fetched.Err, &failed) && failed.Kind == client.NotFound; {
			case gone != (fetched.ID == "gone"):
				t.Errorf("%s: %v", fetched.ID, fetched.Err)
			case !gone:
				if id, err := service.ID(jobs, fetched.Record); err != nil || id != fetched.ID {
					t.Errorf("the record of %s is that of %s, %v", fetched.ID, id, err)
				}
			}
		}
		if diff := cmp.Diff(ids, got); diff != "" {
			t.Error(diff)
		}
	})
}

// An index entry that cannot be fetched keeps its place.
func TestFetchHandsErrorsOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t, simulator.Options{})
		broken := errors.New("no id")
		id := b.ids(t, "companies")[0]
		var errs []error
		for fetched := range b.Fetch(t.Context(), b.entity(t, "companies"), slices.Values([]service.Wanted{{ID: id}, {Err: broken}, {ID: id}})) {
			errs = append(errs, fetched.Err)
		}
		if len(errs) != 3 || errs[0] != nil || !errors.Is(errs[1], broken) || errs[2] != nil {
			t.Errorf("got %v", errs)
		}
	})
}

// One slow record must not make the others pile up, nor may a slow reader.
func TestFetchHoldsABoundedNumber(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t, simulator.Options{Jobs: 300})
		ids := b.ids(t, "joborders")
		var drawn atomic.Int64
		seen := 0
		for range b.Fetch(t.Context(), b.entity(t, "joborders"), func(yield func(service.Wanted) bool) {
			for _, id := range ids {
				if drawn.Add(1); !yield(service.Wanted{ID: id}) {
					return
				}
			}
		}) {
			if seen++; seen%50 == 1 {
				time.Sleep(time.Hour)
				synctest.Wait()
			}
			if ahead := int(drawn.Load()) - seen; ahead > 10*4+1 {
				t.Fatalf("%d records are held", ahead)
			}
		}
		if seen != len(ids) || b.wire.most > 10 {
			t.Errorf("%d of %d records, %d calls at once", seen, len(ids), b.wire.most)
		}
	})
}

// Leaving the loop ends the calls; synctest fails where a goroutine is left.
func TestLeavingAFetch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t, simulator.Options{}, "timeout@JobOrder/")
		ids := b.ids(t, "joborders")
		quick := b.entity(t, "companies")
		began := time.Now()
		for range b.Fetch(t.Context(), quick, wanted(b.ids(t, "companies")...)) {
			break
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		for fetched := range b.Fetch(ctx, b.entity(t, "joborders"), wanted(ids...)) {
			if !errors.Is(fetched.Err, context.DeadlineExceeded) {
				t.Errorf("got %v", fetched.Err)
			}
		}
		if took := time.Since(began); took > 3*time.Second {
			t.Errorf("it took %s", took)
		}
	})
}

func TestIDs(t *testing.T) {
	entity := &api.Entity{GUID: "jobGuid"}
	for text, want := range map[string]string{
		`{"guid":"a","id":1}`:       "a",
		`{"id":9007199254740993}`:   "9007199254740993",
		`{"id":"07"}`:               "07",
		`{"guid":null,"id":7}`:      "7",
		`{"guid":"","jobGuid":"b"}`: "b",
		`{"guid":{"x":1},"id":[1]}`: "",
		`{"guid":true}`:             "",
		`{}`:                        "",
		`{"guid":"\u0041\/"}`:       "A/",
	} {
		got, err := service.ID(entity, object(t, text))
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%s: got %q, %v", text, got, err)
		}
	}
}

// The index says id, as a number, for payroll periods, and an id may need escaping.
func TestGetByWhatTheIndexSays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t, simulator.Options{})
		periods := b.entity(t, "payrollperiods")
		id := b.ids(t, "payrollperiods")[0]
		if _, err := b.Get(t.Context(), periods, id); err != nil || strings.Trim(id, "0123456789") != "" {
			t.Errorf("id %q: %v", id, err)
		}
		var asked string
		b.wire.instead = func(_ int, r *http.Request) *http.Response {
			asked = r.URL.EscapedPath()
			return says(200, `{"payrollPeriodId":"a/b c?d"}`)
		}
		if _, err := b.Get(t.Context(), periods, "a/b c?d"); err != nil || !strings.HasSuffix(asked, "/a%2Fb%20c%3Fd") {
			t.Errorf("asked for %s, %v", asked, err)
		}
	})
}

// An index may be walked again, and a cut-off one is asked for again before its first stub is seen.
func TestIndex(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t, simulator.Options{Jobs: 50}, "cut,times=1")
		index, err := b.Index(t.Context(), b.entity(t, "joborders"))
		if err != nil {
			t.Fatal(err)
		}
		defer index.Close()
		for range 2 {
			n := 0
			for stub, err := range index.Entries() {
				if _, has := stub.Get(record.Path{"updatedAt"}); err != nil || !has {
					t.Fatalf("stub %s: %v", stub.Raw(), err)
				}
				n++
			}
			if n != 50 {
				t.Errorf("%d stubs", n)
			}
		}
		if _, err := b.Index(t.Context(), &api.Entity{Name: "things"}); err == nil || !strings.Contains(err.Error(), "things have no operation") {
			t.Errorf("got %v", err)
		}
	})
}
