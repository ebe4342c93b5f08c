package client

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
)

// proxyRefusalError is what a proxy answers that does not pass a call on.
type proxyRefusalError struct {
	proxy  string
	status int
}

func (r *proxyRefusalError) Error() string {
	return fmt.Sprintf("the proxy %s answered %s", r.proxy, statusText(r.status))
}

// ofProxy tells failures to reach the proxy, or to have it pass the call on, from those of the server.
func ofProxy(err error) bool {
	failed, ok := errors.AsType[*net.OpError](err)
	_, refused := errors.AsType[*proxyRefusalError](err)
	return refused || ok && (failed.Op == "proxyconnect" || strings.HasPrefix(failed.Op, "socks"))
}

// refusedByProxy describes a call that a proxy did not pass on.
func (c call) refusedByProxy(refusal *proxyRefusalError, way Route) *Error {
	failed := &Error{Kind: ProxyRefused, Request: c.name(), Err: refusal}
	problem := fmt.Sprintf("the proxy %s (%s) does not let this call through: it answered %s", way.address(), way.Variable, statusText(refusal.status))
	switch {
	case refusal.status == http.StatusProxyAuthRequired:
		failed.setAdvice(problem, "it wants a user name and a password, as in "+way.Variable+"=http://USER:PASSWORD@HOST:PORT")
	case refusal.status/100 == 5: // nothing has left, so that a write may be tried again too
		failed.Kind, failed.Message, failed.again = Unavailable, problem, always
	default:
		failed.setAdvice(problem, "ask whoever runs the proxy to let "+c.target.Hostname()+" through")
	}
	return failed
}

// unreachableProxy describes a proxy that there is no connection to; nil where err is of another sort.
func (c call) unreachableProxy(err error, way Route, s *secrets) *Error {
	if way.Proxy == nil || !ofProxy(err) {
		return nil
	}
	if refusal, ok := errors.AsType[*proxyRefusalError](err); ok {
		return c.refusedByProxy(refusal, way)
	}
	failed := &Error{Kind: Unavailable, Request: c.name(), Err: err, again: always}
	name := fmt.Sprintf("the proxy %s (%s)", way.address(), way.Variable)
	unknown, isDNS := errors.AsType[*net.DNSError](err)
	switch {
	case isDNS && unknown.IsNotFound:
		failed.maxTries = dnsTries
		failed.setAdvice(fmt.Sprintf("there is no host named %s, which %s names as the proxy", unknown.Name, way.Variable), "correct the variable, or unset it")
	case isRefused(err):
		failed.Message = name + " refuses connections: nothing answers there"
	default:
		failed.Message = fmt.Sprintf("no connection to %s: %s", name, s.short(unwrapURL(err).Error(), maxSaid))
	}
	return failed
}
