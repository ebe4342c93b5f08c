package tools

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/mcp"
)

// mcpOptions are what "mcp" needs.
type mcpOptions struct {
	*cmdkit.Streams

	writes              bool
	confirm, maxChanges string
	// mirror is the place of the mirror, empty for the usual one.
	mirror string

	version  string
	catalog  *api.Catalog
	settings *cmdkit.Settings
	server   *cmdkit.Server
	within   cmdkit.Runner
}

// NewMCPCommand makes the command mcp.
func NewMCPCommand(env *cmdkit.Env) *cobra.Command {
	o := mcpOptions{
		Streams: env.Streams, version: env.Version, catalog: env.Catalog, settings: env.Settings, server: env.Server, within: env.Within,
	}
	cmd := &cobra.Command{
		Use:   "mcp",
		Short: "Serve agents over standard input and output, by the Model Context Protocol",
		Long: `Serve an agent over standard input and output, by the Model Context Protocol (MCP), in one environment, until it
leaves. It gets tools that list entities and fields, list and get records, ask the local copy in SQL,
tell changes and compare records with the server; each is a command of this program, with its guards,
its pace and its log. Answers come page by page, and say what they leave out.

Nothing can be written unless --allow-writes is given. Then a comparison is kept as a plan, and a second
call carries out exactly that plan. A protected environment takes writes only where --confirm names it.

What stands in records was typed by many people: the agent is told that it is data, not instructions.
An agent that is to write should be watched all the same.`,
		Example: `  # what an agent's configuration calls
  aimsio mcp --env sandbox

  # with changes, of at most 20 records at a time
  aimsio mcp --env sandbox --allow-writes --max-changes 20`,
		Args: cmdkit.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if o.mirror, err = cmd.Flags().GetString("mirror"); err != nil {
				return err
			}
			return runMCP(cmd.Context(), &o)
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&o.writes, "allow-writes", false, "let the agent carry out plans that it made")
	flags.StringVar(&o.confirm, "confirm", "", "name of the environment, to let the agent write to a protected one")
	flags.StringVar(&o.maxChanges, "max-changes", "", "refuse plans that write more than so many records: a number, or a share of all such as 5%")
	cmdkit.AddMirrorFlag(env, cmd)
	return cmd
}

// runMCP serves the agent.
func runMCP(ctx context.Context, o *mcpOptions) (err error) {
	environment, err := o.settings.Environment()
	if err != nil {
		return err
	}
	if !o.writes && (o.confirm != "" || o.maxChanges != "") {
		return fail.Usagef("--confirm and --max-changes are about writes: give --allow-writes too, or leave them out")
	}
	if o.maxChanges != "" {
		if _, err := bulk.ParseLimit("--max-changes", o.maxChanges); err != nil {
			return err
		}
	}
	if o.writes {
		if err := o.guard(environment.Name, environment.Protected); err != nil {
			return err
		}
		if err := o.server.GuardEarly(environment, o.confirm); err != nil {
			return err
		}
	}
	if cmdkit.IsTerminal(o.In) {
		o.Notef("an agent is to talk to this command, not a person: its configuration names it. Ctrl-D ends it")
	}
	folder, err := os.MkdirTemp("", "aimsio-mcp-*")
	if err != nil {
		return fmt.Errorf("making a folder for plans: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	return mcp.Serve(ctx, mcp.Options{
		Version: o.version, Environment: environment.Name, Catalog: o.catalog, Run: mcp.Runner(o.within), Mirror: o.mirror,
		Writes: o.writes, Confirm: o.confirm, MaxChanges: o.maxChanges, Folder: folder,
	}, io.NopCloser(o.Stdin(ctx)), nopWriteCloser{o.Out})
}

// guard has a protected environment named on the command line: at the other end sits nobody who could be asked.
func (o *mcpOptions) guard(name string, protected bool) error {
	if !protected || o.confirm != "" {
		return nil
	}
	return fail.New(fail.Guarded, fmt.Sprintf("give --confirm %s if an agent shall write there", name),
		"environment %q %w", name, cmdkit.ErrNotConfirmed)
}

// nopWriteCloser is a stream that stays open.
type nopWriteCloser struct{ io.Writer }

func (nopWriteCloser) Close() error { return nil }
