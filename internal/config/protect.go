package config

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/server"
)

// guard is an environment that protects its server.
type guard struct {
	environment string
	// server is what the server is known by, see identity.
	server string
	source Source
	// silent says that the environment does not say itself that it protects its server, which is the live one.
	silent bool
}

// guarded lists the environments, built in or of the configuration, that protect their servers. Variables
// and flags do not count: what they say holds for one run.
func (c *Config) guarded() []guard {
	var all []guard
	for _, name := range c.Names() {
		r := c.ranking(name, c.file.entry(name))
		u, err := parseURL(r.get("url").Value)
		if err != nil {
			continue // whoever uses that environment is told
		}
		one := guard{environment: name, server: identity(u), source: r.get("protected").Source}
		// The live server is protected by whatever names it and does not say otherwise.
		if one.source.Kind == FromDefault && one.server == liveOrigin {
			one.silent, one.source = true, Source{Kind: FromBuiltin, Name: "portal"}
		}
		if one.silent || r.get("protected").Value == "true" {
			all = append(all, one)
		}
	}
	return append(all, c.leftGuards()...)
}

// leftGuards are those of the built-in environments in whose place the configuration has one with another
// server: that does not open the server that they had.
func (c *Config) leftGuards() []guard {
	var left []guard
	for _, b := range builtins() {
		u, err := parseURL(b.values["url"])
		if err != nil || b.values["protected"] != "true" {
			continue
		}
		known := identity(u)
		stays := slices.ContainsFunc(c.Names(), func(name string) bool {
			at, err := parseURL(c.ranking(name, c.file.entry(name)).get("url").Value)
			return strings.EqualFold(name, b.name) && err == nil && identity(at) == known
		})
		if !stays {
			left = append(left, guard{environment: b.name, server: known, source: Source{Kind: FromBuiltin, Name: b.name}})
		}
	}
	return left
}

// protectServer protects an environment whose server another one protects, whatever it says itself, and
// one that a variable leads to the live server.
func (r *ranking) protectServer(known string, guarded []guard) {
	protected := r.get("protected")
	if protected.Value == "true" {
		return
	}
	if known == liveOrigin && r.get("url").Source.Kind == FromVariable {
		guarded = append(guarded, guard{environment: "portal", server: liveOrigin, source: Source{Kind: FromBuiltin, Name: "portal"}})
	}
	for _, one := range guarded {
		if one.server != known || one.silent && protected.Source.Kind == FromConfiguration {
			continue
		}
		if protected.Source.Kind != FromDefault {
			r.warnings = append(r.warnings, fmt.Sprintf("%s: protected: false has no effect, since the server is that of %s, which is protected",
				r.environment, one.environment))
		}
		protected.Value, protected.Source = "true", one.source
		if one.source.Kind != FromBuiltin {
			protected.Source = Source{Kind: FromEnvironment, Name: one.environment}
		}
		r.viper.Set("protected", protected)
		return
	}
}

// identity gives what protection knows a server by. The live system's host is the live system, whatever
// port it is reached at.
func identity(u *url.URL) string {
	if u.Scheme == "https" && strings.EqualFold(u.Hostname(), liveHost) {
		return liveOrigin
	}
	return server.Identity(u)
}

// guardedServers gives the servers whose certificates are looked for, with the environments that protect
// them. This machine is none: its certificates name it whatever stands behind.
func guardedServers(guarded []guard) map[string]string {
	servers := map[string]string{}
	for _, one := range guarded {
		u, err := url.Parse(one.server)
		if err == nil && u.Scheme == "https" && !server.Loopback(u.Hostname()) {
			servers[one.server] = one.environment
		}
	}
	return servers
}
