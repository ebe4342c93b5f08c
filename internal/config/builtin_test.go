package config

import (
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// TestBuiltinEnvironmentsAreTheDescribedServers keeps the two lists of the vendor's servers equal.
// They are two because an imported description must not decide where passwords go.
func TestBuiltinEnvironmentsAreTheDescribedServers(t *testing.T) {
	catalog := api.Builtin()
	if len(catalog.Servers) != len(builtins())-1 {
		t.Errorf("%d servers are described, and %d environments built in beside the demo", len(catalog.Servers), len(builtins())-1)
	}
	for _, server := range catalog.Servers {
		u, err := parseURL(server.URL)
		if err != nil {
			t.Errorf("%s: %v", server.Name, err)
			continue
		}
		if b, ok := builtinNamed(server.Name); !ok || b.values["url"] != u.String() {
			t.Errorf("%s is %s in the description and %q here", server.Name, u, b.values["url"])
		}
	}
}
