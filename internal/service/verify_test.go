package service_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/simulator"
)

// sent gives what was written as Verify wants it.
func sent(batches []service.Batch) []service.Sent {
	var list []service.Sent
	for _, b := range batches {
		for i, o := range b.Outcomes {
			list = append(list, service.Sent{Line: o.Line, Key: o.Key, GUID: o.GUID, Body: b.Changes[i].Body})
		}
	}
	return list
}

// found lists what Verify says, a line a record.
func found(t *testing.T, b *bench, list []service.Sent, since time.Time) []string {
	t.Helper()
	var lines []string
	for v := range b.Verify(t.Context(), b.entity(t, "employees"), slices.Values(list), since) {
		text := v.Key
		for _, d := range v.Differences {
			text += fmt.Sprintf(" %s: %s -> %s", d.Path, d.Old, d.New)
		}
		if v.Err != nil {
			text += " " + v.Err.Error()
		}
		lines = append(lines, text)
	}
	return lines
}

func TestVerify(t *testing.T) {
	for _, shape := range []simulator.Answer{simulator.AnswerStubs, simulator.AnswerEmpty} {
		t.Run(string(shape), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				// Made-up records must be older than the run for the search to leave them out.
				b := start(t, simulator.Options{Answer: shape, AsOf: time.Now().Add(-48 * time.Hour)})
				began := time.Now()
				changes := b.employees(t, 30, func(i int, c *service.Change) {
					if i == 3 {
						// A field that can only be read is ignored, one that is cleared is gone.
						extra := `{"employeeLinkedUserName":"someone","employeeNotes":null,"shoeSize":44.50,`
						c.Body = object(t, strings.Replace(string(c.Body.Raw()), "{", extra, 1))
					}
				})
				list := sent(b.write(t.Context(), t, changes, service.WriteOptions{}))
				// One is told to be written and is not there.
				list = append(list, service.Sent{Key: "N-9", Body: object(t, `{"employeeCode":"N-9"}`)})
				got := found(t, b, list, began)
				slices.Sort(got)
				want := make([]string, 0, 31)
				for i := range 30 {
					want = append(want, fmt.Sprintf("N-%05d", i))
				}
				want[3] += ` employeeLinkedUserName: "someone" -> null`
				want = append(want, "N-9 "+service.ErrNotFound.Error())
				if diff := cmp.Diff(want, got); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

func TestVerifyTellsWhatIsGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t, simulator.Options{}, "403@Employee/nobody")
		body := object(t, `{"employeeCode":"X"}`)
		list := []service.Sent{{Line: 2, GUID: "no-such-guid", Body: body}, {Line: 3, GUID: "nobody", Body: body}, {Line: 4, Body: object(t, `{"name":"x"}`)}}
		var kinds []client.Kind
		for v := range b.Verify(t.Context(), b.entity(t, "employees"), slices.Values(list), time.Now()) {
			var failed *client.Error
			if !errors.As(v.Err, &failed) {
				failed = &client.Error{Kind: client.Kind(v.Err.Error())}
			}
			kinds = append(kinds, failed.Kind)
		}
		want := []client.Kind{client.NotFound, client.Forbidden, "it cannot be read back: the server told no GUID, and the record carries no key"}
		if diff := cmp.Diff(want, kinds); diff != "" {
			t.Error(diff)
		}
	})
}

// The server adds fields to the elements of arrays; only what was sent is compared.
func TestVerifyLooksIntoArrays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t, simulator.Options{})
		books := b.entity(t, "pricebooks")
		id := b.ids(t, "pricebooks")[0]
		whole, err := b.Get(t.Context(), books, id)
		if err != nil {
			t.Fatal(err)
		}
		items, _ := whole.Get(record.Path{"priceBookItemList"})
		var rates []string
		for item := range record.Elements(items) {
			r := object(t, string(item))
			rate, _ := r.Get(record.Path{"priceItemRate"})
			if len(rates) == 1 {
				rate = record.Value("-1")
			}
			rates = append(rates, fmt.Sprintf(`{"priceItemRate":%s}`, rate))
		}
		body := object(t, `{"priceBookItemList":[`+strings.Join(rates, ",")+`]}`)
		for v := range b.Verify(t.Context(), books, slices.Values([]service.Sent{{GUID: id, Body: body}}), time.Now()) {
			if len(v.Differences) != 1 || v.Differences[0].Path != "priceBookItemList.1.priceItemRate" || v.Err != nil {
				t.Errorf("%+v", v)
			}
		}
	})
}
