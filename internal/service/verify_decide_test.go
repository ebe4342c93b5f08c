package service

import (
	"errors"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/record"
)

func recordOf(t *testing.T, text string) record.Record {
	t.Helper()
	r, err := record.New(record.Value(text))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// What was written and got no good answer is decided by what the server has, and stays open where that cannot
// be told.
func TestDecide(t *testing.T) {
	entity := &api.Entity{GUID: "guid", Key: []string{"code"}}
	gone := &client.Error{Kind: client.NotFound}
	for name, tt := range map[string]struct {
		sent, before, found string
		err                 error
		pending             bool
		action, want        string
	}{
		"all of it":                   {sent: `{"code":"a","x":1,"y":2}`, found: `{"code":"a","x":1,"y":2,"z":3}`, action: ActionCreate, want: Written},
		"some of it":                  {sent: `{"code":"a","x":1,"y":2}`, found: `{"code":"a","x":1}`, action: ActionCreate, want: Written},
		"a part of an object":         {sent: `{"code":"a","o":{"x":1,"y":2}}`, found: `{"code":"a","o":{"x":1}}`, action: ActionCreate, want: Written},
		"nothing but its key":         {sent: `{"code":"a","x":1}`, found: `{"code":"a","x":2}`, action: ActionCreate, want: Failed},
		"nothing of its list":         {sent: `{"code":"a","l":[{"x":1}]}`, found: `{"code":"a","l":[{"x":2}]}`, action: ActionCreate, want: Failed},
		"nothing, and it was updated": {sent: `{"code":"a","x":1,"y":2}`, before: `{"code":"a","x":0,"y":2}`, found: `{"code":"a","x":0,"y":2}`, action: ActionUpdate, want: Failed},
		"the change":                  {sent: `{"code":"a","x":1,"y":2}`, before: `{"code":"a","x":0,"y":2}`, found: `{"code":"a","x":1,"y":3}`, action: ActionUpdate, want: Updated},
		"nothing yet":                 {sent: `{"code":"a","x":1}`, found: `{"code":"a","x":2}`, pending: true, action: ActionCreate, want: Unknown},
		"not there":                   {sent: `{"code":"a"}`, err: gone, action: ActionCreate, want: Failed},
		"not there by its key":        {sent: `{"code":"a"}`, err: ErrNotFound, action: ActionCreate, want: Failed},
		"not there yet":               {sent: `{"code":"a"}`, err: gone, pending: true, action: ActionCreate, want: Unknown},
		"not readable":                {sent: `{"code":"a"}`, err: errors.New("no connection"), action: ActionCreate, want: Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			sent := Sent{Body: recordOf(t, tt.sent), Pending: tt.pending}
			if tt.before != "" {
				before := recordOf(t, tt.before)
				sent.Before = &before
			}
			v := Verified{Sent: sent, Err: tt.err}
			if tt.err == nil {
				v = compared(entity, sent, Fetched{Record: recordOf(t, tt.found)})
			}
			if got := v.Decide(entity, tt.action); got != tt.want {
				t.Errorf("%s, want %s; %d differences", got, tt.want, len(v.Differences))
			}
		})
	}
}

// How a time or a day is written is no difference; what the server made of a text is.
func TestWhatWasKept(t *testing.T) {
	entity := &api.Entity{Fields: []api.Field{{Name: "at", Type: api.Time}, {Name: "text", Type: api.String}}}
	for name, tt := range map[string]struct {
		sent, found string
		want        int
	}{
		"the same time":        {`{"at":1761955200000}`, `{"at":"1761955200000"}`, 0},
		"another time":         {`{"at":1761955200000}`, `{"at":"1761955200001"}`, 1},
		"a text for a number":  {`{"text":12}`, `{"text":"12"}`, 1},
		"cleared, and gone":    {`{"text":null}`, `{}`, 0},
		"cleared, but there":   {`{"text":null}`, `{"text":"x"}`, 1},
		"empty, and gone":      {`{"text":""}`, `{}`, 0},
		"more than was sent":   {`{"text":"x"}`, `{"text":"x","other":1}`, 0},
		"an element too few":   {`{"list":[{"a":1},{"a":2}]}`, `{"list":[{"a":1}]}`, 1},
		"an element's field":   {`{"list":[{"a":1},{"a":2}]}`, `{"list":[{"a":1,"b":0},{"a":3}]}`, 1},
		"texts in place of it": {`{"list":[{"a":1}]}`, `{"list":["a"]}`, 1},
	} {
		if v := compared(entity, Sent{Body: recordOf(t, tt.sent)}, Fetched{Record: recordOf(t, tt.found)}); len(v.Differences) != tt.want {
			t.Errorf("%s: %+v", name, v.Differences)
		}
	}
}

// A blank key is none: nothing could be found by it.
func TestKeysToLookFor(t *testing.T) {
	entity := &api.Entity{GUID: "guid", Key: []string{"number", "code"}}
	x := newSearch(entity)
	for line, body := range []string{`{"number":"1","code":"a"}`, `{"number":" ","code":"b"}`, `{"number":"","code":" "}`, `{"guid":"g"}`, `{"code":7}`, `{"number":"1"}`} {
		x.add(Sent{Line: line, Body: recordOf(t, body)})
	}
	if len(x.byKey) != 3 || len(x.keyless) != 2 {
		t.Fatalf("%v, and %d without a key", x.order, len(x.keyless))
	}
	for found, line := range map[string]int{`{"number":1,"code":"z"}`: 5, `{"number":"9","code":"b"}`: 1, `{"code":"7"}`: 4} {
		if sent, ok := x.take(recordOf(t, found)); !ok || sent.Line != line {
			t.Errorf("%s: %d, %v", found, sent.Line, ok)
		}
		if _, again := x.take(recordOf(t, found)); again {
			t.Errorf("%s was taken twice", found)
		}
	}
}
