package cmdkit

import (
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// tracer gives the trace that --trace asks for, nil for none.
func (a *Env) tracer() (*client.Trace, error) {
	switch a.Flags.Trace {
	case "":
		return nil, nil
	case "calls":
		return client.NewTrace(a.World.Err, false), nil
	case "body":
		return client.NewTrace(a.World.Err, true), nil
	default:
		return nil, fail.Usagef("--trace=%s: it is --trace or --trace=body", a.Flags.Trace)
	}
}
