package cli

import (
	"github.com/aimsio-cli/aimsio/internal/client"
)

// tracer gives the trace that --trace asks for, nil for none.
func (a *app) tracer() (*client.Trace, error) {
	switch a.flags.trace {
	case "":
		return nil, nil
	case "calls":
		return client.NewTrace(a.world.Err, false), nil
	case "body":
		return client.NewTrace(a.world.Err, true), nil
	default:
		return nil, usagef("--trace=%s: it is --trace or --trace=body", a.flags.trace)
	}
}
