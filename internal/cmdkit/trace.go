package cmdkit

import (
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// tracer gives the trace that --trace asks for, nil for none.
func (s *Server) tracer() (*client.Trace, error) {
	switch s.settings.Flags.Trace {
	case "":
		return nil, nil
	case "calls":
		return client.NewTrace(s.streams.Err, false), nil
	case "body":
		return client.NewTrace(s.streams.Err, true), nil
	default:
		return nil, fail.Usagef("--trace=%s: it is --trace or --trace=body", s.settings.Flags.Trace)
	}
}
