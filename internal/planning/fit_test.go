package planning

import (
	"context"
	"errors"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/plan"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// TestFit: what a record comes to takes its place, what is kept is told by the key that it has there, and a conflict that
// is known already counts.
func TestFit(t *testing.T) {
	t.Parallel()
	of := func(raw string) record.Record {
		r, err := record.New(record.Value(raw))
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	entity := &api.Entity{Key: []string{"code"}, GUID: "guid"}
	own := of(`{"guid":"g","code":"B"}`)
	begin := func() match {
		return match{item: input.Item{Line: 3, Record: of(`{"code":"A"}`)}, guid: "g", own: &own}
	}

	one := begin()
	note, kept, err := fit(t.Context(), nil, entity, &one)
	if note != "" || kept != nil || err != nil || one.item.Line != 3 {
		t.Errorf("without: %q, %v, %v", note, kept, err)
	}
	one = begin()
	note, kept, err = fit(t.Context(), func(_ context.Context, item input.Item, is *record.Record) (Fitted, error) {
		if is != &own || item.Line != 3 {
			t.Errorf("asked for %+v, %v", item, is)
		}
		return Fitted{Item: input.Item{Line: 3, Record: of(`{"code":"C"}`)}, Note: "n", Conflict: "c"}, nil
	}, entity, &one)
	if note != "n" || kept != nil || err != nil || one.conflict != "c" || string(one.item.Record.Raw()) != `{"code":"C"}` {
		t.Errorf("fitted: %q, %v, %v, %+v", note, kept, err, one)
	}
	one = begin()
	one.conflict = "known"
	if _, _, err = fit(t.Context(), func(context.Context, input.Item, *record.Record) (Fitted, error) {
		return Fitted{Conflict: "c"}, nil
	}, entity, &one); err != nil || one.conflict != "known" {
		t.Errorf("%v, %q", err, one.conflict)
	}
	keeps := func(context.Context, input.Item, *record.Record) (Fitted, error) { return Fitted{Kept: "why"}, nil }
	one = begin()
	if _, kept, err = fit(t.Context(), keeps, entity, &one); err != nil || kept == nil || kept.Action != plan.Kept || kept.Key != "B" || kept.Reason != "why" || kept.GUID != "g" {
		t.Errorf("kept: %+v, %v", kept, err)
	}
	one = begin()
	one.own = nil
	if _, kept, err = fit(t.Context(), keeps, entity, &one); err != nil || kept == nil || kept.Key != "A" {
		t.Errorf("kept where none is: %+v, %v", kept, err)
	}
	broken := errors.New("gone")
	if _, _, err = fit(t.Context(), func(context.Context, input.Item, *record.Record) (Fitted, error) { return Fitted{}, broken }, entity, &one); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
}
