package syncing_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/syncing"
)

func called(kind client.Kind, status int) error {
	return &client.Error{Kind: kind, Status: status, Request: "GET /rest/X", Message: "no"}
}

// result is one of an index with so many entries.
func result(indexed int) mirror.SyncResult { return mirror.SyncResult{Indexed: indexed} }

// TestWhatEndsARun: what stops one entity would stop the others too, or only spoils that one.
func TestWhatEndsARun(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		err  error
		ends bool
	}{
		"password refused":       {called(client.Unauthorized, 401), true},
		"redirected":             {called(client.Redirected, 302), true},
		"plain http":             {called(client.Insecure, 0), true},
		"refused before sending": {called(client.Refused, 0), true},
		"another server":         {called(client.PeerRefused, 0), true},
		"proxy":                  {called(client.ProxyRefused, 407), true},
		"no connection":          {called(client.Unavailable, 0), true},
		"mirror damaged":         {errors.New("disk I/O error"), true},
		"interrupted":            {fail.ErrInterrupted, true},
		"cancelled":              {context.Canceled, true},
		"server error":           {called(client.Unavailable, 500), false},
		"no such path":           {called(client.NotFound, 404), false},
		"no answer of a list":    {called(client.BadAnswer, 200), false},
		"list broken":            {&record.ArrayError{Element: 3, Err: errors.New("cut off")}, false},
		"an error in the list":   {called(client.NotAsked, 200), false},
		"pages without an end":   {&service.RepeatedError{Number: 2}, false},
		"permission":             {called(client.Forbidden, 403), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := run(with(t), scripted{"users": {err: test.err}, "companies": {result: result(3)}}, syncing.Options{})
			err := s.all(t, "users", "companies")
			switch {
			case test.ends && (!errors.Is(err, test.err) || len(s.rows) > 0):
				t.Errorf("%v, rows %+v", err, s.rows)
			case !test.ends && (err != nil || len(s.rows) != 2 || s.rows[0].Message == "" || s.rows[1].Message != ""):
				t.Errorf("%v, rows %+v", err, s.rows)
			}
		})
	}
}

// TestEndsInItsMiddle: what was fetched of an entity before the run ended has its row.
func TestEndsInItsMiddle(t *testing.T) {
	t.Parallel()
	s := run(with(t), scripted{"users": {result: result(9), err: fail.ErrInterrupted}}, syncing.Options{})
	if err := s.all(t, "users", "companies"); !errors.Is(err, fail.ErrInterrupted) || len(s.rows) != 1 || s.rows[0].Indexed != 9 {
		t.Errorf("%v, rows %+v", err, s.rows)
	}
}

// TestDenied: entities that this user may not read are told together; one that was named is at fault.
func TestDenied(t *testing.T) {
	t.Parallel()
	mirrors := scripted{"users": {err: called(client.Forbidden, 403)}, "companies": {err: called(client.Forbidden, 403)}, "joborders": {result: result(3)}}
	s := run(with(t), mirrors, syncing.Options{})
	ok(t, s.all(t, "users", "joborders", "companies"))
	ok(t, s.Verdict())
	if got := s.Denied(); got != "this user may not read users, companies: ask Aimsio's support to switch the API permission on" {
		t.Errorf("denied: %q", got)
	}
	if s.rows[0].Message != "not permitted" || len(s.problems) > 0 {
		t.Errorf("rows %+v, reported %q", s.rows, s.problems)
	}

	s = run(with(t), mirrors, syncing.Options{})
	ok(t, s.all(t, "users", "companies"))
	if err := s.Verdict(); !fail.Is(err, fail.Denied) || !strings.Contains(err.Error(), "to use users") {
		t.Errorf("where none may be read: %v", err)
	}

	s = run(with(t), mirrors, syncing.Options{Named: true})
	ok(t, s.all(t, "users", "joborders"))
	if err := s.Verdict(); !fail.Is(err, fail.Partial) || s.Denied() != "" || len(s.problems) != 1 {
		t.Errorf("named: %v, denied %q, reported %q", err, s.Denied(), s.problems)
	}
}

// TestVerdict: the run ends as the worst of its entities does.
func TestVerdict(t *testing.T) {
	t.Parallel()
	broken := called(client.BadAnswer, 200)
	lost := mirror.SyncResult{Indexed: 1, Held: mirror.Loss{Gone: 9, Known: 10}}
	for name, test := range map[string]struct {
		store scripted
		kind  fail.Kind
		says  []string
	}{
		"one cannot be read": {
			scripted{"users": {err: broken}, "companies": {result: result(3)}}, fail.Partial, []string{"1 entity could not be read"},
		},
		"none can be read": {scripted{"users": {err: broken}, "companies": {err: broken}}, fail.Failed, []string{"no"}},
		"records failed":   {scripted{"users": {result: mirror.SyncResult{Failed: 2, Fetched: 3}}}, fail.Partial, nil},
		"held": {
			scripted{"users": {result: lost}}, fail.Guarded,
			[]string{"the server's lists lost so much that they are doubted: users (9 of 10 records are not in the index)"},
		},
		"held, and more": {
			scripted{"users": {result: lost}, "companies": {err: broken}}, fail.Guarded, []string{"users (9 of 10", "; 1 entity could not be read"},
		},
		"held, and records failed": {
			scripted{"users": {result: lost}, "companies": {result: mirror.SyncResult{Failed: 1}}}, fail.Guarded, []string{"; 1 record could not be read"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := run(with(t), test.store, syncing.Options{})
			ok(t, s.all(t, "users", "companies"))
			err := s.Verdict()
			if _, plain := errors.AsType[*client.Error](err); err == nil || !fail.Is(err, test.kind) && !fail.IsIncomplete(err) && !plain {
				t.Fatalf("verdict %v", err)
			}
			for _, words := range test.says {
				if !strings.Contains(err.Error(), words) {
					t.Errorf("verdict %q does not say %q", err, words)
				}
			}
		})
	}
}

// TestHeld: the row and the error say what was held back, and how to go on where that is meant.
func TestHeld(t *testing.T) {
	t.Parallel()
	week := mirror.Loss{Gone: 60, Known: 100, Since: noon().Add(-50 * time.Hour)}
	s := run(with(t), scripted{
		"users":     {result: mirror.SyncResult{Indexed: 40, Held: week}},
		"companies": {result: mirror.SyncResult{Indexed: 1, Unpruned: mirror.Loss{Gone: 1200, Known: 1300}}},
	}, syncing.Options{Prune: true, AllowGone: func(int) int { return 5 }, AllowedText: "5"})
	ok(t, s.all(t, "users", "companies"))
	if r := s.rows; r[0].Held != 60 || r[0].Message != "held: nothing is marked gone" || r[1].Held != 1200 || r[1].Message != "held: nothing is pruned" {
		t.Errorf("rows %+v", r)
	}
	err := s.Verdict()
	const want = "the server's lists lost more than --allow-gone 5 allows: users (60 of 100 records are not in the index any more, within 2d), " +
		"companies (1,200 of 1,300 records would be removed): nothing of them is marked as gone or pruned, what is there is kept"
	if !fail.Is(err, fail.Guarded) || err.Error() != want {
		t.Errorf("verdict %v\nwant %s", err, want)
	}
	if got := fail.HintOf(err); got != "if they are gone indeed, --allow-gone 1200 or a share such as --allow-gone 100% goes on" {
		t.Errorf("hint %q", got)
	}
}
