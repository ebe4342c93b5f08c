package client

import (
	"context"
	"encoding/base64"
	"fmt"
	"sync"
)

// authenticate gives a call its credentials, if it goes to the server that they are for. They
// are set here, on the request, and not in a transport: that would send them along with whatever
// a redirect leads to.
func authenticate(next handler, c *credentials, base origin) handler {
	if c.options.Password == nil {
		return next
	}
	return func(ctx context.Context, call call) (*Response, error) {
		if to := originOf(call.target); to != base {
			return nil, &Error{Kind: Refused, Request: call.name(), Message: fmt.Sprintf("the credentials for %s are not sent to %s", base, to)}
		}
		authorization, err := c.header(ctx)
		if err != nil {
			return nil, err
		}
		call.authorization = authorization
		return next(ctx, call)
	}
}

// credentials asks for the password when the first call needs it, and once.
type credentials struct {
	options Options
	secrets *secrets

	mu    sync.Mutex
	asked bool
	value string
	err   error
}

func (c *credentials) header(ctx context.Context) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.asked {
		return c.value, c.err
	}
	password, err := c.options.Password(ctx)
	c.asked = true
	if err != nil {
		c.err = fmt.Errorf("getting the password: %w", err)
		return "", c.err
	}
	if !c.options.PublicPassword {
		c.secrets.learn(c.options.Username, password)
	}
	c.value = "Basic " + base64.StdEncoding.EncodeToString([]byte(c.options.Username+":"+password))
	return c.value, nil
}
