package entity

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/hydrate/hydratetest"
)

// TestListIsTheIndex: without --full a list is one call, and what the server sent.
func TestListIsTheIndex(t *testing.T) {
	t.Parallel()
	b := start(t, 3)
	b.List(`{"guid":"e9","updatedAt":9007199254740993,"extra":10.10}`)
	got := b.list()
	got.succeeded(t, []string{"e1", "e2", "e3", "e9"})
	contains(t, "the output", got.printed, `"updatedAt":9007199254740993,"extra":10.10`)
	same(t, "calls", b.Calls(), hydratetest.IndexCall)
}

// TestListOfNothing: a list that is empty, or becomes so, says it.
func TestListOfNothing(t *testing.T) {
	t.Parallel()
	b := start(t, 0)
	b.list().succeeded(t, nil, "no employees found")
	b.list("--full").succeeded(t, nil, "no employees found")
	b.Put("e1", "C1", 1)
	b.list("--filter", "guid=none").succeeded(t, nil, "no employees found")
	b.list("--full", "--filter", "employeeCode=none").succeeded(t, nil, "no employees found")
	if got := b.with("", "json", NewListCommand); strings.TrimSpace(got.printed) == "" || got.err != nil {
		t.Errorf("JSON of one is %q, %v", got.printed, got.err)
	}
}

// TestListSelects: filters, window, order and limit hold for the index, and what is cut short says so in numbers.
func TestListSelects(t *testing.T) {
	t.Parallel()
	b := start(t, 12)
	b.list("--limit", "2").succeeded(t, []string{"e1", "e2"}, "showing 2 of 12 employees")
	b.list("--sort", "-updatedAt", "--limit", "2").succeeded(t, []string{"e12", "e11"}, "showing 2 of 12 employees")
	b.list("--filter", "guid=e3,e5", "--limit", "2").succeeded(t, []string{"e3", "e5"})
	b.list("--filter", "guid=E3", "--ignore-case").succeeded(t, []string{"e3"})
	b.list("--since", "2026-01-01T00:00:11Z").succeeded(t, []string{"e11", "e12"})
	b.list("--since", "2026-01-01T00:00:03Z", "--until", "2026-01-01T00:00:05Z").succeeded(t, []string{"e3", "e4"})
	b.List(`{"guid":"e13"}`)
	b.list("--until", "2026-01-01T00:00:02Z").succeeded(t, []string{"e1", "e13"}, "1 record without updatedAt: not left out by --since or --until")
	for _, call := range b.Calls() {
		if call != hydratetest.IndexCall {
			t.Errorf("a call of %s", call)
		}
	}
}

// TestListSelectsBeforeItFetches: what the index can tell is decided before a record is fetched.
func TestListSelectsBeforeItFetches(t *testing.T) {
	t.Parallel()
	b := start(t, 12)
	for _, tried := range []struct {
		args, want []string
		notes      []string
	}{
		{[]string{"--limit", "2"}, []string{"e1", "e2"}, []string{"showing 2 of 12 employees"}},
		{[]string{"--sort", "-updatedAt", "--limit", "2"}, []string{"e12", "e11"}, []string{"showing 2 of 12 employees"}},
		{[]string{"--filter", "guid=e3,e5"}, []string{"e3", "e5"}, nil},
		{[]string{"--since", "2026-01-01T00:00:11Z"}, []string{"e11", "e12"}, nil},
	} {
		b.list(append(tried.args, "--full")...).succeeded(t, tried.want, tried.notes...)
		want := append([]string{hydratetest.IndexCall}, tried.want...)
		got := b.Calls()
		if len(got) != len(want) {
			t.Errorf("%q: calls %q", tried.args, got)
		}
	}
}

// TestListRefuses: a command line that cannot be carried out is an error of usage, prints nothing and calls nothing.
func TestListRefuses(t *testing.T) {
	t.Parallel()
	b := start(t, 2)
	for words, args := range map[string][]string{
		"--limit -1: at least 1 record, or 0 for all": {"--limit", "-1"},
		"did you mean updatedAt":                      {"--sort", "updatedat"},
		"did you mean guid":                           {"--filter", "giud=e1"},
		"did you mean employeeLastName":               {"--full", "--columns", "employeLastName"},
		"is not before":                               {"--since", "2026-01-02", "--until", "2026-01-01"},
		"--since":                                     {"--since", "yesteryear"},
		"give one of them":                            {"--offline", "--no-mirror"},
		"names no field":                              {"--columns", ""},
	} {
		got := b.list(args...)
		if !fail.Is(got.err, fail.Usage) || got.printed != "" {
			t.Errorf("%q: %v, printed %q", args, got.err, got.printed)
			continue
		}
		contains(t, fmt.Sprintf("%q", args), got.err.Error()+" "+fail.HintOf(got.err), words)
	}
	if calls := b.Calls(); len(calls) != 0 {
		t.Errorf("calls %q", calls)
	}
}

// TestListBeyondTheIndex: a field that only whole records have is refused with the price of having it.
func TestListBeyondTheIndex(t *testing.T) {
	t.Parallel()
	b := start(t, 12)
	for _, args := range [][]string{{"--columns", "employeeCode"}, {"--filter", "employeeCode=C1"}, {"--sort", "employeeCode"}} {
		got := b.list(args...)
		if !fail.Is(got.err, fail.Usage) || got.printed != "" {
			t.Errorf("%q: %v", args, got.err)
		}
		contains(t, fmt.Sprintf("%q", args), fmt.Sprint(got.err),
			"the index of employees has no employeeCode (it has dtype, guid, updatedAt): --full fetches the whole records, 13 calls, about 1s")
	}
	b.sync()
	b.Put("e3", "C3", 100)
	got := b.list("--columns", "employeeCode")
	contains(t, "with a mirror", fmt.Sprint(got.err), "--full fetches the whole records, 2 calls, about 1s")
	got = b.list("--columns", "employeeCode", "--no-mirror", "--limit", "3")
	contains(t, "with a limit", fmt.Sprint(got.err), "--full fetches the whole records, 4 calls")
	got = b.list("--filter", "employeeCode=C9", "--no-mirror", "--limit", "1")
	contains(t, "with a limit that the index cannot hold", fmt.Sprint(got.err), "--full fetches the whole records, at most 13 calls")
	b.Calls()
	got = b.list("--columns", "employeeCode", "--offline")
	contains(t, "from the mirror alone", fmt.Sprint(got.err), "--full reads the whole records")
	if calls := b.Calls(); len(calls) != 0 || !fail.Is(got.err, fail.Usage) {
		t.Errorf("from the mirror alone: %v, calls %q", got.err, calls)
	}
}

// TestListOfUnknownFields: a field that neither the description nor any record has is an error; one that records have is
// shown, with a note that it was looked for.
func TestListOfUnknownFields(t *testing.T) {
	t.Parallel()
	b := start(t, 1)
	b.Put("e1", "C1", 1, `"shoeSize":46`)
	got := b.list("--full", "--filter", "shoeSize=46")
	got.succeeded(t, []string{"e1"}, "note: the description has no field shoeSize; it is looked for in the records")
	if got = b.list("--full", "--filter", "hatSize=46"); cmdkit.KindOf(got.err) != fail.Usage || got.printed != "" {
		t.Errorf("a field that no record has: %v, printed %q", got.err, got.printed)
	}
}

// TestListFails: an index that cannot be read, or is not what was asked for, is a failure and never an empty list.
func TestListFails(t *testing.T) {
	t.Parallel()
	b := start(t, 2)
	for _, full := range []bool{false, true} {
		var args []string
		if full {
			args = append(args, "--full")
		}
		b.Answer(http.StatusForbidden, hydratetest.IndexCall)
		if got := b.list(args...); !fail.Is(got.err, fail.Denied) || got.printed != "" {
			t.Errorf("forbidden: %v, printed %q", got.err, got.printed)
		}
		b.Answer(0, hydratetest.IndexCall)
	}
	b.List(`{"message":"cut off"}`)
	for _, args := range [][]string{nil, {"--full"}, {"--sort", "guid"}} {
		if got := b.list(args...); cmdkit.KindOf(got.err) != fail.Failed || !strings.Contains(got.err.Error(), "entry 3 of the list of employees is none") {
			t.Errorf("%q of an index with an error in it: %v", args, got.err)
		}
	}
}

// TestListInterrupted: an interruption ends a list with its cause.
func TestListInterrupted(t *testing.T) {
	t.Parallel()
	b := start(t, 3)
	ctx, stop := context.WithCancelCause(t.Context())
	stop(fail.ErrInterrupted)
	options, _ := b.options()
	plan, err := planList(options)
	ok(t, err)
	index := &listIndex{entries: &fixedIndex{t: t, texts: []string{`{"guid":"e1"}`}}, offline: true, entity: b.entity, streams: options.streams, mirrors: options.mirrors}
	out, err := plan.printer.Open(ctx)
	ok(t, err)
	if err := out.Finish(printEntries(ctx, index, plan, out)); !errors.Is(err, fail.ErrInterrupted) {
		t.Errorf("%v", err)
	}
}

// TestListShowsTheIDThatIsSent: a table shows what records are fetched by, be it called guid or id.
func TestListShowsTheIDThatIsSent(t *testing.T) {
	t.Parallel()
	for id, raw := range map[string]string{"GUID": `{"guid":"e1","updatedAt":1}`, "ID": `{"id":"e1","updatedAt":1}`} {
		b := start(t, 0)
		b.List(raw)
		got := b.with("", "table", NewListCommand)
		header, _, _ := strings.Cut(got.printed, "\n")
		if got.err != nil || !strings.Contains(got.printed, "e1") || !strings.Contains(strings.ToUpper(" "+header+" "), " "+id+" ") {
			t.Errorf("%s: %v\n%s", raw, got.err, got.printed)
		}
	}
}

// TestListOfWhatCannotBeFetched: where the API has no call for one record, --full is the list itself.
func TestListOfWhatCannotBeFetched(t *testing.T) {
	t.Parallel()
	b := start(t, 2)
	listed := *b.entity
	listed.Operations = nil
	for _, operation := range b.entity.Operations {
		if operation.Verb == api.List {
			listed.Operations = append(listed.Operations, operation)
		}
	}
	b.entity = &listed
	b.list("--full").succeeded(t, []string{"e1", "e2"}, "note: employees cannot be fetched one by one: this is what the list itself holds")
	same(t, "calls", b.Calls(), hydratetest.IndexCall)
}

// TestListHelp: the help says how the index is read, and names a field for its example.
func TestListHelp(t *testing.T) {
	t.Parallel()
	b := start(t, 0)
	run := cmdtest.New(t, b.variables, "")
	contains(t, "the help", NewListCommand(run.Env, b.entity).Long, "List employees.", "read with one call", "dtype, guid, updatedAt")
	contains(t, "its example", NewListCommand(run.Env, b.entity).Example, "--jq '."+b.entity.Columns[0]+"'")
	paged := *b.entity
	paged.Columns = nil
	paged.Operations = []api.Operation{{Verb: api.List, Method: "GET", Path: "x", Page: &api.Paging{}}}
	contains(t, "the help of pages", NewListCommand(run.Env, &paged).Long, "read with a call for each page")
	contains(t, "its example", NewListCommand(run.Env, &paged).Example, "--jq '."+b.entity.GUID+"'")
}
