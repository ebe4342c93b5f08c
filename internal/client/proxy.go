package client

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/net/http/httpproxy"

	"github.com/aimsio-cli/aimsio/internal/server"
)

// ProxyError says that the variable which names the proxy cannot be read. To go on without the proxy
// would send the calls by a way that nobody wants. It does not repeat the value, in which a password
// may stand.
type ProxyError struct {
	// Variable is the name of the variable, Problem what is wrong with its value.
	Variable, Problem string
}

// Error names the variable.
func (e *ProxyError) Error() string {
	return fmt.Sprintf("the address of the proxy in %s cannot be read: %s; write it as http://HOST:PORT", e.Variable, e.Problem)
}

// Way is how calls leave for a server.
type Way struct {
	// Proxy is the proxy on the way, with its user name and password; nil is a direct way.
	Proxy *url.URL
	// Variable names the variable that the proxy comes from.
	Variable string
}

// WayTo finds the proxy for a target as curl does: in HTTPS_PROXY or HTTP_PROXY by its scheme, else in
// ALL_PROXY, each in capitals or not, where NO_PROXY does not exempt it. Getenv looks a variable up; nil has none.
func WayTo(target *url.URL, getenv func(string) (string, bool)) (Way, error) {
	if getenv == nil || server.Loopback(target.Hostname()) { // this machine is never called by way of a proxy
		return Way{}, nil
	}
	variable, value := firstSet(getenv, strings.ToUpper(target.Scheme)+"_PROXY", "ALL_PROXY")
	if value == "" {
		return Way{}, nil
	}
	if problem := proxyFault(value); problem != "" {
		return Way{}, &ProxyError{variable, problem}
	}
	_, exempt := firstSet(getenv, "NO_PROXY")
	proxies := httpproxy.Config{HTTPProxy: value, HTTPSProxy: value, NoProxy: exempt}
	proxy, err := proxies.ProxyFunc()(target)
	if err != nil {
		return Way{}, &ProxyError{variable, "it is no address"}
	}
	return Way{proxy, variable}, nil
}

// firstSet gives the first of some variables that has a value, in capitals or not, and its name as it is spelt.
func firstSet(getenv func(string) (string, bool), names ...string) (name, value string) {
	for _, name := range names {
		for _, spelling := range []string{name, strings.ToLower(name)} {
			if value, _ = getenv(spelling); value != "" {
				return spelling, value
			}
		}
	}
	return "", ""
}

// proxyFault says what is wrong with the address of a proxy; "" if it can be used.
func proxyFault(value string) string {
	if !strings.Contains(value, "://") {
		value = "http://" + value
	}
	parsed, err := url.Parse(value)
	switch {
	case err != nil: // whose text repeats the value
		return "it is no address"
	case parsed.Scheme != "http" && parsed.Scheme != "https" && parsed.Scheme != "socks5" && parsed.Scheme != "socks5h":
		return "it begins with none of http, https, socks5 and socks5h"
	case parsed.Hostname() == "" || strings.ContainsAny(parsed.Hostname(), " \t"):
		return "it names no host"
	case parsed.Path != "" && parsed.Path != "/" || parsed.RawQuery != "" || parsed.Fragment != "":
		return "something follows the host and the port"
	}
	return ""
}

// address gives the proxy without its user name and password.
func (w Way) address() string {
	if w.Proxy == nil {
		return ""
	}
	return w.Proxy.Scheme + "://" + w.Proxy.Host
}

// through says by which proxy a way leads, for the end of a sentence.
func (w Way) through() string {
	if w.Proxy == nil {
		return ""
	}
	return fmt.Sprintf(" by way of the proxy %s (%s)", w.address(), w.Variable)
}

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
func (c call) refusedByProxy(refusal *proxyRefusalError, way Way) *Error {
	failed := &Error{Kind: ProxyRefused, Request: c.name(), Err: refusal}
	problem := fmt.Sprintf("the proxy %s (%s) does not let this call through: it answered %s", way.address(), way.Variable, statusText(refusal.status))
	switch {
	case refusal.status == http.StatusProxyAuthRequired:
		failed.advise(problem, "it wants a user name and a password, as in "+way.Variable+"=http://USER:PASSWORD@HOST:PORT")
	case refusal.status/100 == 5: // nothing has left, so that a write may be tried again too
		failed.Kind, failed.Message, failed.again = Unavailable, problem, always
	default:
		failed.advise(problem, "ask whoever runs the proxy to let "+c.target.Hostname()+" through")
	}
	return failed
}

// unreachableProxy describes a proxy that there is no connection to; nil where err is of another sort.
func (c call) unreachableProxy(err error, way Way, s *secrets) *Error {
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
		failed.advise(fmt.Sprintf("there is no host named %s, which %s names as the proxy", unknown.Name, way.Variable), "correct the variable, or unset it")
	case isRefused(err):
		failed.Message = name + " refuses connections: nothing answers there"
	default:
		failed.Message = fmt.Sprintf("no connection to %s: %s", name, s.short(unwrapURL(err).Error(), maxSaid))
	}
	return failed
}
