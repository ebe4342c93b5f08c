package client

import (
	"fmt"
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

// Route is how calls leave for a server.
type Route struct {
	// Proxy is the proxy on the way, with its user name and password; nil is a direct way.
	Proxy *url.URL
	// Variable names the variable that the proxy comes from.
	Variable string
}

// RouteTo finds the proxy for a target as curl does: in HTTPS_PROXY or HTTP_PROXY by its scheme, else in
// ALL_PROXY, each in capitals or not, where NO_PROXY does not exempt it. Getenv looks a variable up; nil has none.
func RouteTo(target *url.URL, getenv func(string) (string, bool)) (Route, error) {
	if getenv == nil || server.Loopback(target.Hostname()) { // this machine is never called by way of a proxy
		return Route{}, nil
	}
	variable, value := firstSet(getenv, strings.ToUpper(target.Scheme)+"_PROXY", "ALL_PROXY")
	if value == "" {
		return Route{}, nil
	}
	if problem := proxyFault(value); problem != "" {
		return Route{}, &ProxyError{variable, problem}
	}
	_, exempt := firstSet(getenv, "NO_PROXY")
	proxies := httpproxy.Config{HTTPProxy: value, HTTPSProxy: value, NoProxy: exempt}
	proxy, err := proxies.ProxyFunc()(target)
	if err != nil {
		return Route{}, &ProxyError{variable, "it is no address"}
	}
	return Route{proxy, variable}, nil
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
func (w Route) address() string {
	if w.Proxy == nil {
		return ""
	}
	return w.Proxy.Scheme + "://" + w.Proxy.Host
}

// through says by which proxy a way leads, for the end of a sentence.
func (w Route) through() string {
	if w.Proxy == nil {
		return ""
	}
	return fmt.Sprintf(" by way of the proxy %s (%s)", w.address(), w.Variable)
}
