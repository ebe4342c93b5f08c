// Package spec holds the commands for the API description that the program works with: spec import, show, diff
// and reset; and what it says of entities and verbs that an import took away.
package spec

import (
	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// NewSpecCommand makes the command spec.
func NewSpecCommand(env *cmdkit.Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "spec",
		Short: "See, compare and replace the API description in use",
		Long: `See, compare and replace the API description that entities, verbs, fields, checks, templates and
the simulator follow.

The program has one built in, parts of which are assumed. The vendor's own file, which its
documentation site offers as "Download OpenAPI description", can take its place: "aimsio spec import --vendor"
looks for it there.`,
		Example: `  aimsio spec diff openapi.yaml
  aimsio spec import openapi.yaml`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			names := []string{"show", "diff", "import", "reset"}
			return cmdkit.UsageHint(cmdkit.Nearest(args[0], names), "spec has no command %q; there are show, diff, import and reset", args[0])
		},
	}
	cmd.AddCommand(newSpecShowCommand(env), newSpecDiffCommand(env), newSpecImportCommand(env), newSpecResetCommand(env))
	return cmd
}

// candidatesOf reads descriptions with what a run is given.
func candidatesOf(env *cmdkit.Env) candidates {
	return candidates{sources{env.Stdin, env.Getenv, env.Dial, env.Version}, env.Load, env.Notef}
}

// addRowFlags adds the flags of the output of what reads a description.
func addRowFlags(cmd *cobra.Command, flags *cmdkit.OutputFlags) {
	flags.Add(cmd, func() []api.Field { return cmdkit.RowFields(specRow{}) })
}

// oneSource takes the name of a description, or --vendor in its place.
func oneSource(w *wanted) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case w.vendor && len(args) > 0:
			return fail.Usagef("--vendor and %q are two descriptions: give one of them", args[0])
		case w.vendor:
			return nil
		}
		return cmdkit.OneArg("FILE, URL or - (or --vendor)")(cmd, args)
	}
}

// addVendor adds the flag that stands for the vendor's own description.
func (w *wanted) addVendor(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&w.vendor, "vendor", false, "look for the vendor's own at its documentation site")
}
