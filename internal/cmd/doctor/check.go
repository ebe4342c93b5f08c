package doctor

import "context"

// check is one thing to look at. It is skipped if one that it needs failed.
type check struct {
	name  string
	needs []string
	run   func(context.Context) []finding
}

// The checks that others depend on.
const (
	checkConfiguration  = "configuration"
	checkStateFolder    = "state folder"
	checkEnvironment    = "environment"
	checkUser           = "user name"
	checkPassword       = "password"
	checkCalls          = "calls"
	checkProxy          = "proxy"
	checkDNS            = "dns"
	checkConnection     = "connection"
	checkTLS            = "tls"
	checkAuthentication = "authentication"
)

func needs(names ...string) []string { return names }

// one makes the function of a check of one that always has a single finding.
func one(look func(context.Context) finding) func(context.Context) []finding {
	return func(ctx context.Context) []finding { return []finding{look(ctx)} }
}
