package cmdkit

import (
	"context"
	"fmt"

	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// ConfirmPlan has a person agree to a plan that was shown. Where none is there, the command line has to say
// yes; for a protected environment it names it, as for any write.
func (s *Server) ConfirmPlan(ctx context.Context, environment *config.Environment, confirm string, yes bool, question string) error {
	if environment.Protected || confirm != "" || yes {
		return s.ConfirmWrite(ctx, environment, confirm)
	}
	if !IsTerminal(s.streams.In) || !IsTerminal(s.streams.Err) {
		return fail.New(fail.Guarded, "--dry-run shows the plan and sends nothing; --yes says that it shall be carried out",
			"nobody is there to agree to the plan: nothing was sent")
	}
	fmt.Fprintf(s.streams.Err, "%s Type yes to go on: ", question)
	typed, err := s.streams.ReadLine(ctx)
	if err != nil {
		return err
	}
	if typed != "yes" {
		return fail.New(fail.Guarded, "", "yes was not typed: nothing was sent")
	}
	return s.ConfirmWrite(ctx, environment, confirm)
}
