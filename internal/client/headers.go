package client

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"sync"
)

// addHeaders gives every call the headers that the server requires of all, but for those that it brings itself.
// They go where the credentials may go.
func addHeaders(next handler, h *headers, base origin) handler {
	if len(h.plain) == 0 && h.secret == nil {
		return next
	}
	return func(ctx context.Context, call call) (*Response, error) {
		if to := originOf(call.target); to != base {
			return nil, &Error{Kind: Refused, Request: call.name(), Message: fmt.Sprintf("the headers for %s are not sent to %s", base, to)}
		}
		values, err := h.all(ctx)
		if err != nil {
			return nil, err
		}
		call.Header = call.Header.Clone()
		if call.Header == nil {
			call.Header = http.Header{}
		}
		for name, value := range values {
			setDefault(call.Header, name, value)
		}
		return next(ctx, call)
	}
}

// headers are those of all calls. The secret ones are asked for when the first call needs them, and once.
type headers struct {
	plain   map[string]string
	secret  func(context.Context) (map[string]string, error)
	secrets *secrets

	mu    sync.Mutex
	asked bool
	value map[string]string
	err   error
}

func (h *headers) all(ctx context.Context) (map[string]string, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.asked {
		return h.value, h.err
	}
	h.asked, h.value = true, maps.Clone(h.plain)
	if h.secret == nil {
		return h.value, nil
	}
	found, err := h.secret(ctx)
	if err != nil {
		h.err = fmt.Errorf("getting a header: %w", err)
		return nil, h.err
	}
	if h.value == nil {
		h.value = map[string]string{}
	}
	for name, value := range found {
		h.secrets.learn("", value)
		h.value[name] = value
	}
	return h.value, nil
}
