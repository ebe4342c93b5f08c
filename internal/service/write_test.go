package service_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/simulator"
)

func TestSevenBadOfAThousand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t, simulator.Options{Rate: 10, Parallel: 10, Queue: 5 * time.Second})
		before := len(b.ids(t, "employees"))
		bad := map[int]bool{0: true, 49: true, 50: true, 333: true, 334: true, 777: true, 999: true}
		changes := b.employees(t, 1000, func(i int, c *service.Change) {
			if bad[i] {
				c.Body = object(t, strings.Replace(string(c.Body.Raw()), "DIRECT_HIRE", "WIZARD", 1))
			}
		})
		list := outcomes(t, b.write(t.Context(), t, changes, service.WriteOptions{}))
		for i, o := range list {
			want := service.Written
			if bad[i] {
				want = service.Failed
				if o.Status != 400 || !strings.Contains(o.Message, `employmentType: "WIZARD" is not one of DIRECT_HIRE`) {
					t.Errorf("line %d: status %d, %q", o.Line, o.Status, o.Message)
				}
			}
			if o.Outcome != want || o.Key != fmt.Sprintf("N-%05d", i) || (o.GUID == "") != bad[i] {
				t.Errorf("want %s: %+v", want, o)
			}
			if accepted := count(b.wire.accepted, o.Key); (accepted == 1) == bad[i] || accepted > 1 {
				t.Errorf("line %d was accepted %d times", o.Line, accepted)
			}
		}
		if after := len(b.ids(t, "employees")); len(list) != 1000 || after != before+993 {
			t.Errorf("%d outcomes, and %d employees became %d", len(list), before, after)
		}
		if b.wire.writes >= 130 {
			t.Errorf("it took %d calls", b.wire.writes)
		}
		t.Logf("%d calls", b.wire.writes)
	})
}

// Bad records in a row, or all of a batch, must all be named.
func TestManyBadInOneBatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t, simulator.Options{})
		changes := b.employees(t, 50, func(i int, c *service.Change) {
			if i >= 20 && i < 37 {
				c.Body = object(t, `{"employeeCode":"`+c.Key+`"}`)
			}
		})
		got := tally(outcomes(t, b.write(t.Context(), t, changes, service.WriteOptions{})))
		if diff := cmp.Diff(map[string]int{service.Written: 33, service.Failed: 17}, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestFiveThousandInAHundredCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t, simulator.Options{Rate: 10, Parallel: 10, Queue: 5 * time.Second})
		changes := b.employees(t, 5000, nil)
		began := time.Now()
		got := tally(outcomes(t, b.write(t.Context(), t, changes, service.WriteOptions{})))
		took := time.Since(began)
		if diff := cmp.Diff(map[string]int{service.Written: 5000}, got); diff != "" || b.wire.writes != 100 {
			t.Errorf("%d calls, %s", b.wire.writes, diff)
		}
		if took > 100*time.Second/9 {
			t.Errorf("it took %s, which is below the allowed pace", took)
		}
		t.Logf("took %s at 10 calls per second", took)
	})
}

func TestShapesOfAnswers(t *testing.T) {
	for shape, guids := range map[simulator.Answer]bool{
		simulator.AnswerStubs: true, simulator.AnswerWrapped: true,
		simulator.AnswerText: false, simulator.AnswerEmpty: false, simulator.AnswerNone: false,
	} {
		t.Run(string(shape), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := start(t, simulator.Options{Answer: shape})
				list := outcomes(t, b.write(t.Context(), t, b.employees(t, 7, nil), service.WriteOptions{BatchSize: 3}))
				for _, o := range list {
					if o.Outcome != service.Written || (o.GUID != "") != guids || o.Message != "" {
						t.Errorf("%+v", o)
					}
					if o.GUID == "" {
						continue
					}
					found, err := b.Get(t.Context(), b.entity(t, "employees"), o.GUID)
					if err != nil {
						t.Fatal(err)
					}
					if code, _ := found.Get(record.Path{"employeeCode"}); record.Text(code) != o.Key {
						t.Errorf("the GUID of %s is that of %s", o.Key, code)
					}
				}
			})
		})
	}
}

// What is known before anything is sent keeps its place among the outcomes.
func TestSettledChangesAreNotSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t, simulator.Options{})
		changes := b.employees(t, 10, func(i int, c *service.Change) {
			switch i % 3 {
			case 0:
				c.Settled = &service.Outcome{Line: c.Line, Key: c.Key, Outcome: service.Unchanged}
			case 1:
				c.Action = service.ActionUpdate
			}
		})
		list := outcomes(t, b.write(t.Context(), t, changes, service.WriteOptions{BatchSize: 2}))
		want := map[string]int{service.Unchanged: 4, service.Updated: 3, service.Written: 3}
		if diff := cmp.Diff(want, tally(list)); diff != "" || b.wire.writes != 3 || count(b.wire.accepted, "N-00003") != 0 {
			t.Errorf("%d calls, %s", b.wire.writes, diff)
		}
	})
}

func TestLargeRecordsGoOutInSmallerBatches(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t, simulator.Options{})
		changes := b.employees(t, 5, func(_ int, c *service.Change) {
			notes := `{"employeeNotes":"` + strings.Repeat("x", 400<<10) + `",`
			c.Body = object(t, strings.Replace(string(c.Body.Raw()), "{", notes, 1))
		})
		batches := b.write(t.Context(), t, changes, service.WriteOptions{})
		if got := tally(outcomes(t, batches)); got[service.Written] != 5 || len(batches) != 3 {
			t.Errorf("%d batches, %v", len(batches), got)
		}
	})
}

func TestNothingIsDrawnFarAhead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t, simulator.Options{})
		var drawn atomic.Int64
		changes := b.employees(t, 5000, func(int, *service.Change) { drawn.Add(1) })
		seen := 0
		for batch := range b.writing(t.Context(), t, changes, service.WriteOptions{Parallel: 4}) {
			time.Sleep(time.Minute)
			synctest.Wait()
			seen += len(batch.Outcomes)
			// The batches in hand, in flight and waiting for their turn, and one being put together.
			if ahead := int(drawn.Load()) - seen; ahead > (2*4+2)*50 {
				t.Fatalf("%d changes are held", ahead)
			}
		}
		if seen != 5000 || b.wire.most > 4 {
			t.Errorf("%d outcomes, %d calls at once", seen, b.wire.most)
		}
	})
}

// Leaving the loop ends everything; synctest fails where a goroutine is left.
func TestLeavingTheLoop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t, simulator.Options{}, "slow=2s")
		for range b.writing(t.Context(), t, b.employees(t, 5000, nil), service.WriteOptions{}) {
			break
		}
		if b.wire.writes > 12 {
			t.Errorf("%d calls were sent", b.wire.writes)
		}
		for range b.writing(t.Context(), t, b.employees(t, 0, nil), service.WriteOptions{}) {
			t.Error("there is a batch of nothing")
		}
	})
}

// What a dry run shows is what goes out.
func TestBodiesAreThoseThatAreSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t, simulator.Options{})
		changes := b.employees(t, 120, func(i int, c *service.Change) {
			if i == 7 {
				c.Settled = &service.Outcome{Line: c.Line, Outcome: service.Unchanged}
			}
		})
		operation, _ := b.entity(t, "employees").Operation(api.Create)
		var shown []string
		for call, err := range service.Calls(operation, nil, changes, 0) {
			if err != nil {
				t.Fatal(err)
			}
			shown = append(shown, string(call.Body))
		}
		outcomes(t, b.write(t.Context(), t, changes, service.WriteOptions{Parallel: 1}))
		if diff := cmp.Diff(b.wire.accepted, shown); diff != "" || len(shown) != 3 {
			t.Errorf("%d bodies, %s", len(shown), diff)
		}
	})
}

func TestBody(t *testing.T) {
	b := start(t, simulator.Options{})
	operation, _ := b.entity(t, "nrbs").Operation("create")
	got := service.Body(operation, []record.Record{object(t, `{"b":9007199254740993, "a":10.10}`), object(t, `{"a":"é\u00e9"}`)})
	if want := `{"nrbList":[{"b":9007199254740993, "a":10.10},{"a":"é\u00e9"}]}`; string(got) != want {
		t.Errorf("got %s", got)
	}
	if got := service.Body(operation, nil); string(got) != `{"nrbList":[]}` {
		t.Errorf("got %s", got)
	}
}
