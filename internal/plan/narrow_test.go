package plan_test

import (
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/plan"
)

const (
	before = `{"guid":"g-2","code":"P-2","name":"old","rate":1,"box":{"size":1,"guid":"b"},"changedAt":5}`
	send   = `{"guid":"g-2","code":"P-2","name":"new","rate":2,"box":{"size":2,"guid":"b"},"extra":"x"}`
)

// --only puts all other fields back, whatever is in them; a part of an object can be named.
func TestOnly(t *testing.T) {
	for _, tt := range []struct {
		only []string
		want string
	}{
		{[]string{"name"}, `{"guid":"g-2","code":"P-2","name":"new","rate":1,"box":{"size":1,"guid":"b"}}`},
		{[]string{"rate", "name"}, `{"guid":"g-2","code":"P-2","name":"new","rate":2,"box":{"size":1,"guid":"b"}}`},
		{[]string{"box.size"}, `{"guid":"g-2","code":"P-2","name":"old","rate":1,"box":{"size":2,"guid":"b"}}`},
		{[]string{"box"}, `{"guid":"g-2","code":"P-2","name":"old","rate":1,"box":{"size":2,"guid":"b"}}`},
		{[]string{"extra"}, `{"guid":"g-2","code":"P-2","name":"old","rate":1,"box":{"size":1,"guid":"b"},"extra":"x"}`},
		{[]string{"bought"}, ""},
		{[]string{"code"}, ""},
	} {
		n, err := plan.Narrow(tt.only, nil, parts(), words().Comparer)
		if err != nil {
			t.Fatal(err)
		}
		got, err := n.Apply(update(2, before, send))
		wantAction := plan.Update
		if tt.want == "" {
			wantAction = plan.Unchanged
		}
		if err != nil || got.Action != wantAction || string(got.Send) != tt.want {
			t.Errorf("%v: %s %s, %v", tt.only, got.Action, got.Send, err)
		}
		if got.Action == plan.Update && string(got.Before) != before {
			t.Errorf("%v: what was there became %s", tt.only, got.Before)
		}
	}
}

// A record that is not there is made whole or not at all; a conflict stays one.
func TestOnlyOfOthers(t *testing.T) {
	n, err := plan.Narrow([]string{"name"}, nil, parts(), words().Comparer)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := n.Apply(create(3, `{"name":"x"}`)); err != nil || got.Action != "" || n.Left != 1 {
		t.Errorf("%+v, %d, %v", got, n.Left, err)
	}
	conflict := update(2, before, send)
	conflict.Action, conflict.Reason = plan.Conflict, "why"
	if got, err := n.Apply(conflict); err != nil || got.Action != plan.Conflict || got.Reason != "why" {
		t.Errorf("%+v, %v", got, err)
	}
	for _, action := range []plan.Action{plan.Unchanged, plan.Missing} {
		if got, err := n.Apply(plan.Entry{Key: "a", Action: action}); err != nil || got.Action != action {
			t.Errorf("%+v, %v", got, err)
		}
	}
	for _, broken := range []plan.Entry{update(1, `[`, send), update(1, before, `x`)} {
		if _, err := n.Apply(broken); err == nil {
			t.Errorf("%s, %s is no error", broken.Before, broken.Send)
		}
	}
}

func TestSelect(t *testing.T) {
	p := made(t, update(2, before, send), update(3, before, send), create(4, `{"name":"x"}`), plan.Entry{Line: 5, Action: plan.Unchanged})
	n, err := plan.Narrow(nil, []string{"P-2", "g-3", "P-2"}, parts(), words().Comparer)
	if err != nil {
		t.Fatal(err)
	}
	less, err := p.Narrowed(n)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = less.Close() }()
	if all := entries(t, less); len(all) != 2 || all[0].Key != "P-2" || all[1].GUID != "g-3" || less.Counts.Update != 2 || less.Header != p.Header {
		t.Errorf("%+v", all)
	}
	if n, err = plan.Narrow(nil, []string{"P-2", "Z", "Y"}, parts(), words().Comparer); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Narrowed(n); !fail.Is(err, fail.Usage) || err.Error() != "--select Y: the plan has no such record" {
		t.Errorf("%v", err)
	}
}

// A name that nobody knows leaves nothing, and is told instead of passing for no difference.
func TestOnlyOfTheUnknown(t *testing.T) {
	n, err := plan.Narrow([]string{"nope"}, nil, parts(), words().Comparer)
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Check(); !fail.Is(err, fail.Usage) || !strings.Contains(err.Error(), "--only nope") {
		t.Errorf("%v", err)
	}
}

func TestWhatCannotBeNarrowed(t *testing.T) {
	for only, says := range map[string]string{
		"lines.count": "lines is a list, which is taken as a whole", "changedAt": "read-only", "box.guid": "read-only",
	} {
		if _, err := plan.Narrow([]string{only}, nil, parts(), words().Comparer); !fail.Is(err, fail.Usage) || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", only, err)
		}
	}
	none, err := plan.Narrow(nil, nil, parts(), words().Comparer)
	if none != nil || err != nil {
		t.Errorf("%v, %v", none, err)
	}
	if got, err := none.Apply(create(1, "{}")); got.Action != plan.Create || err != nil || none.Check() != nil {
		t.Errorf("%+v, %v", got, err)
	}
}
