package client

import (
	"context"
	"errors"
	"sync/atomic"
)

// accepted tells a refusal of credentials that the server has taken before from one of credentials
// that are wrong: under load the server refuses good ones too.
func accepted(next handler) handler {
	var worked atomic.Bool
	return func(ctx context.Context, c call) (*Response, error) {
		answer, err := next(ctx, c)
		if err == nil && !isRedirect(answer.Status) {
			worked.Store(true)
		}
		if failed, ok := errors.AsType[*Error](err); ok && failed.Kind == Unauthorized {
			failed.Accepted = worked.Load()
		}
		return answer, err
	}
}
