// Package client makes HTTP calls to one server: it authenticates, keeps the pace, tries again,
// checks that an answer is what was asked for, and says plainly what went wrong. It knows HTTP
// and nothing of entities, records, commands or configuration files; those must not come in.
package client

import (
	"context"
	"errors"
	"net/http"

	"github.com/aimsio-cli/aimsio/internal/pace"
	"github.com/aimsio-cli/aimsio/internal/scrub"
)

// Client makes calls to one server as one user. It is safe for use by several goroutines, which
// then share its pace.
type Client struct {
	options Options
	targets targets
	secrets *secrets
	// credentials are asked for by the first call, or before it.
	credentials *credentials
	counts      *counts
	calls       handler
}

// New makes a client and connects to nothing. It fails where options contradict each other or
// the rules: plain http to another machine, a user name with a colon, an unreadable CAFile.
func New(o Options) (*Client, error) {
	o = o.withDefaults()
	if err := o.check(); err != nil {
		return nil, err
	}
	c := &Client{targets: targets{o.Base, originOf(o.Base), o.PathParameter}, secrets: &secrets{}, counts: &counts{}}
	if err := c.findWay(&o); err != nil {
		return nil, err
	}
	transport := o.Transport
	if transport == nil {
		network, err := newTransport(o)
		if err != nil {
			return nil, err
		}
		transport = network
	}
	c.options = o
	c.credentials = &credentials{options: o, secrets: c.secrets}
	shared := o.Pace
	if shared == nil {
		shared = pace.New(pace.Options{Rate: o.Rate, Parallel: o.Parallel})
	}
	c.calls = c.chain(transport, shared)
	return c, nil
}

// findWay finds out how calls leave, and takes care that the proxy's password is never shown.
func (c *Client) findWay(o *Options) (err error) {
	if o.Transport != nil {
		return nil
	}
	o.route, err = RouteTo(o.Base, o.Getenv)
	if err == nil && o.route.Proxy != nil {
		password, _ := o.route.Proxy.User.Password()
		c.secrets.learn(o.route.Proxy.User.Username(), password)
	}
	return err
}

// chain puts the handlers together, outermost first in this list:
//
//   - retry sees the outcome of everything below, and each try passes through all of it;
//   - redirect makes a further call of its own, which must keep the pace like any other;
//   - pace lets a try begin, and holds its slot until the answer is read;
//   - count and trace describe one try as it left: they must not measure the wait for the pace;
//   - accepted needs to know which answers were good;
//   - check and status turn an answer that is no use into an error, which trace then shows;
//   - authenticate comes last, so that no handler above ever holds the credentials;
//   - send talks to the server and reads the whole body.
func (c *Client) chain(transport http.RoundTripper, shared *pace.Pace) handler {
	h := send(c.options, transport, c.secrets)
	h = authenticate(h, c.credentials, c.targets.origin)
	h = addHeaders(h, &headers{plain: c.options.Headers, secret: c.options.SecretHeaders, secrets: c.secrets}, c.targets.origin)
	h = status(h, c.options.Lasting, c.secrets)
	h = check(h, c.secrets)
	h = accepted(h)
	h = trace(h, c.options.Trace, c.secrets)
	h = count(h, c.counts)
	h = paced(h, shared, c.options.MaxWait)
	h = redirect(h, c.targets.origin, c.secrets)
	return retry(h, c.options)
}

// Do makes a call and gives its answer, whole and checked. The caller closes it. What goes wrong
// with the call is an *Error; the end of ctx, a fault of Options.Password and one of the disk are
// passed on as they are.
func (c *Client) Do(ctx context.Context, r Request) (*Response, error) { return c.do(ctx, r, nil) }

func (c *Client) do(ctx context.Context, r Request, answered func(*http.Response)) (*Response, error) {
	target, err := c.targets.of(r.Path, r.Query)
	if err != nil { // nothing is sent
		name := c.secrets.short(r.Method+" "+scrub.Text(r.Path), maxRequestText)
		return nil, &Error{Kind: Refused, Request: name, Message: err.Error()}
	}
	answer, err := c.calls(ctx, call{Request: r, target: target, answered: answered})
	if ended := ctx.Err(); err != nil && ended != nil {
		return nil, interrupted(ctx, c.secrets.short(requestName(r.Method, target), maxRequestText), ended)
	}
	if err == nil {
		return answer, nil
	}
	if failed, ok := errors.AsType[*Error](err); ok {
		failed.Request = c.secrets.short(failed.Request, maxRequestText)
		if failed.Err != nil && c.secrets.hide(failed.Err.Error()) != failed.Err.Error() {
			failed.Err = nil
		}
	}
	return nil, err
}

// Resolve gives the whole URL of what an answer to a call of a path refers to. Whether it may be
// called is for Do to say.
func (c *Client) Resolve(path, reference string) (string, error) {
	return c.targets.referred(path, reference)
}

// Stats tells what the client has done so far.
func (c *Client) Stats() Stats { return c.counts.stats() }
