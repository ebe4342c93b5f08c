package client

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/pace"
)

// errNoTurn ends a try that would wait longer for its turn than its call may still wait.
var errNoTurn = errors.New("no turn within the time that the call may wait")

// retry sends a call again after failures that pass, as long as that can do no harm.
func retry(next handler, o Options) handler {
	return func(ctx context.Context, c call) (*Response, error) {
		var (
			spent, backoff time.Duration
			last           *Error
			// reached says that an earlier try may have been carried out.
			reached bool
		)
		for c.try = 1; ; c.try++ {
			c.stats = &attemptStats{waited: backoff}
			c.waitLeft = o.MaxWait - spent
			begun := time.Now()
			answer, err := next(ctx, c)
			if err == nil {
				answer.Tries = c.try
				return answer, nil
			}
			if errors.Is(err, errNoTurn) && last != nil {
				return nil, last.final(c, fmt.Sprintf("; waiting longer than max_wait (%s) would be needed", o.MaxWait))
			}
			if !errors.As(err, &last) {
				return nil, err
			}
			last.Tries, last.Before = c.try, reached
			reached = reached || last.mayHaveActed()
			spent += time.Since(begun)
			if c.try == 1 {
				// What the first try waited is the pace of all calls, not the price of a failure.
				spent -= c.stats.waited
			}
			if !c.mayRepeat(last, o.Tries) {
				return nil, last.final(c, "")
			}
			backoff = pause(c.try, last.RetryAfter)
			if spent+backoff > o.MaxWait {
				return nil, last.final(c, overMaxWait(last.RetryAfter, o.MaxWait))
			}
			if err := pace.Sleep(ctx, backoff); err != nil {
				return nil, err
			}
			spent += backoff
		}
	}
}

func (c call) mayRepeat(e *Error, tries int) bool {
	if e.maxTries > 0 {
		tries = min(tries, e.maxTries)
	}
	if c.try >= tries {
		return false
	}
	return e.again == always || e.again == repeatable && (c.Repeatable || !c.Writes())
}

// final completes an error that is the last word.
func (e *Error) final(c call, note string) *Error {
	if e.Message == "" {
		note = strings.TrimPrefix(note, "; ")
	}
	e.Message += note
	e.Unsure = c.Writes() && e.mayHaveActed()
	return e
}

// mayHaveActed tells whether the server may have carried out a write that ended in this failure.
func (e *Error) mayHaveActed() bool {
	switch {
	case e.again == repeatable, e.Kind == TooLarge:
		return true
	case e.again == always, !e.Answered():
		return false
	}
	return mayHaveActed(e.Status)
}

func overMaxWait(asked, limit time.Duration) string {
	if asked > 0 {
		return fmt.Sprintf("; it asks to wait %s, longer than max_wait (%s) leaves: a longer --max-wait waits for it", asked.Round(time.Second), limit)
	}
	return fmt.Sprintf("; trying on would take longer than max_wait (%s)", limit)
}
