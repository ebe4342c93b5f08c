package config

import "strings"

// DemoURL is the address of the simulator inside the program, which needs no account and no
// network.
const DemoURL = "demo://simulator/"

// builtin is an environment that exists without a configuration.
type builtin struct {
	name   string
	values map[string]string
}

// builtins are the vendor's servers, from its public documentation, and the simulator.
func builtins() []builtin {
	return []builtin{
		{"sandbox", map[string]string{"url": "https://sandbox.aimsio.com/"}},
		{"portal", map[string]string{"url": "https://portal.aimsio.com/", "protected": "true"}},
		{"mock", map[string]string{"url": "https://api.aimsio.com/_mock/aimsio_api/"}},
		{"demo", map[string]string{"url": DemoURL}},
	}
}

// mockHost is the vendor's documentation site, which serves the hosted mock. No real password may go there.
const mockHost = "api.aimsio.com"

// The credentials that the hosted mock gets: it only looks whether there are any.
const (
	mockUser     = "mock"
	mockPassword = "mock"
)

// BuiltinHosts are the names of the vendor's own servers, as the built-in environments have them.
func BuiltinHosts() []string {
	var hosts []string
	for _, b := range builtins() {
		if u, err := parseURL(b.values["url"]); err == nil && u.Scheme == "https" {
			hosts = append(hosts, u.Hostname())
		}
	}
	return hosts
}

// liveOrigin is the server where a write is for real, and liveHost its name.
const (
	liveHost   = "portal.aimsio.com"
	liveOrigin = "https://" + liveHost
)

// builtinNamed finds a built-in environment in any letter case, so that an entry "Portal" in the
// configuration is as protected as portal.
func builtinNamed(name string) (builtin, bool) {
	for _, b := range builtins() {
		if strings.EqualFold(b.name, name) {
			return b, true
		}
	}
	return builtin{}, false
}
