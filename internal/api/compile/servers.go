package compile

import (
	"net/url"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/tree"
)

func servers(root *tree.Value) []api.Server {
	var out []api.Server
	for _, s := range root.Get("servers").Elements() {
		out = append(out, api.Server{
			Name: s.Str("x-aimsio-environment"), URL: s.Str("url"), Description: tree.OneLine(s.Str("description")),
		})
	}
	return out
}

// serverPrefix is what the addresses of all servers have in common at their end: it stands before
// every path, since the address of an environment names its server alone.
func serverPrefix(root *tree.Value) string {
	var common []string
	known := api.Builtin().Servers
	for i, s := range root.Get("servers").Elements() {
		steps := ownSteps(filled(s), known)
		if i == 0 {
			common = steps
			continue
		}
		same := 0
		for same < min(len(common), len(steps)) && common[len(common)-1-same] == steps[len(steps)-1-same] {
			same++
		}
		common = common[len(common)-same:]
	}
	if len(common) == 0 || slices.ContainsFunc(common, func(step string) bool { return strings.Contains(step, "{") }) {
		return ""
	}
	return "/" + strings.Join(common, "/")
}

// elsewhere says of a call that it has a server of its own, which no environment is, "" where it has none.
func elsewhere(root, item, o *tree.Value) string {
	own := o.Get("servers")
	if own == nil {
		own = item.Get("servers")
	}
	for _, s := range own.Elements() {
		known := func(other *tree.Value) bool { return filled(other) == filled(s) }
		if all := root.Get("servers").Elements(); len(all) > 0 && !slices.ContainsFunc(all, known) {
			return "it has a server of its own, " + tree.OneLine(filled(s))
		}
	}
	return ""
}

// ownSteps gives the steps of an address's path without those that the address of a known server, which
// an environment has, ends with already.
func ownSteps(address string, known []api.Server) []string {
	steps := stepsOf(address)
	for _, server := range known {
		before := stepsOf(server.URL)
		rest, below := strings.CutPrefix(address, server.URL)
		if len(before) > 0 && below && (rest == "" || rest[0] == '/') {
			return steps[len(before):]
		}
	}
	return steps
}

// filled is the address of a server with the usual values of its variables.
func filled(server *tree.Value) string {
	address := server.Str("url")
	if variables := server.Get("variables"); variables != nil && variables.Kind == tree.Object {
		for i, name := range variables.Names {
			address = strings.ReplaceAll(address, "{"+name+"}", variables.Items[i].Str("default"))
		}
	}
	return address
}

// stepsOf gives the steps of an address's path.
func stepsOf(address string) []string {
	parsed, err := url.Parse(address)
	if err != nil {
		return nil
	}
	path := strings.Trim(parsed.EscapedPath(), "/")
	if path == "" {
		return nil
	}
	return strings.Split(path, "/")
}
