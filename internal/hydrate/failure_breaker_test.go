package hydrate_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
)

// endsAt gives the place of the outcome at which a breaker ends, 0 for none.
func endsAt(b *hydrate.FailureBreaker, outcomes ...error) int {
	for i, err := range outcomes {
		if b.EndsAt(err) {
			return i + 1
		}
	}
	return 0
}

func failed(kind client.Kind) error { return &client.Error{Kind: kind} }

// times repeats an outcome.
func times(n int, err error) []error {
	var all []error
	for range n {
		all = append(all, err)
	}
	return all
}

// TestBreakerEndsAtOnce: what one record is refused for, every other would be too.
func TestBreakerEndsAtOnce(t *testing.T) {
	t.Parallel()
	for _, kind := range []client.Kind{
		client.Unauthorized, client.Forbidden, client.Redirected, client.Insecure, client.PeerRefused, client.ProxyRefused,
	} {
		if at := endsAt(&hydrate.FailureBreaker{}, failed(kind)); at != 1 {
			t.Errorf("%s: ends at %d", kind, at)
		}
		if at := endsAt(&hydrate.FailureBreaker{}, fmt.Errorf("reading: %w", failed(kind))); at != 1 {
			t.Errorf("%s, wrapped: ends at %d", kind, at)
		}
	}
	for _, kind := range []client.Kind{client.NotFound, client.NotAsked, client.Unavailable, client.BadAnswer, client.Rejected, client.TooLarge} {
		if at := endsAt(&hydrate.FailureBreaker{}, failed(kind)); at != 0 {
			t.Errorf("%s: ends at %d", kind, at)
		}
	}
}

// TestBreakerTrustsWhatWorked: a permission that was enough for other records is not what is wrong, nor are credentials
// that the server took before.
func TestBreakerTrustsWhatWorked(t *testing.T) {
	t.Parallel()
	if at := endsAt(&hydrate.FailureBreaker{}, nil, failed(client.Forbidden)); at != 0 {
		t.Errorf("forbidden after a record: ends at %d", at)
	}
	if at := endsAt(&hydrate.FailureBreaker{Read: true}, failed(client.Forbidden)); at != 0 {
		t.Errorf("forbidden after a record of another run: ends at %d", at)
	}
	if at := endsAt(&hydrate.FailureBreaker{}, &client.Error{Kind: client.Unauthorized, Accepted: true}); at != 0 {
		t.Errorf("credentials that worked before: ends at %d", at)
	}
	if at := endsAt(&hydrate.FailureBreaker{}, nil, failed(client.Unauthorized)); at != 2 {
		t.Errorf("credentials that never worked: ends at %d", at)
	}
}

// TestBreakerCountsInARow: a server that fails ten times in a row is not asked again. One that answers in between is, and
// that a record is not there, or is another, is an answer.
func TestBreakerCountsInARow(t *testing.T) {
	t.Parallel()
	down := failed(client.Unavailable)
	if at := endsAt(&hydrate.FailureBreaker{}, times(12, down)...); at != 10 {
		t.Errorf("a server that is down: ends at %d", at)
	}
	if at := endsAt(&hydrate.FailureBreaker{}, append(append(times(9, down), nil), times(9, down)...)...); at != 0 {
		t.Errorf("a record after nine failures: ends at %d", at)
	}
	if at := endsAt(&hydrate.FailureBreaker{}, append(append(times(9, down), nil), times(10, down)...)...); at != 20 {
		t.Errorf("a record and ten failures more: ends at %d", at)
	}
	for _, kind := range []client.Kind{client.NotFound, client.NotAsked} {
		if at := endsAt(&hydrate.FailureBreaker{}, times(100, failed(kind))...); at != 0 {
			t.Errorf("%s a hundred times: ends at %d", kind, at)
		}
	}
	if at := endsAt(&hydrate.FailureBreaker{}, append(append(times(9, down), failed(client.NotFound)), down)...); at != 11 {
		t.Errorf("a record that is not there in between: ends at %d", at)
	}
	if at := endsAt(&hydrate.FailureBreaker{}, times(100, errors.New("the entry has no id"))...); at != 0 {
		t.Errorf("what the server has no part in: ends at %d", at)
	}
}
