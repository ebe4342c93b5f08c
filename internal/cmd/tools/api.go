// Package tools holds the commands beside the entities: api, log, simulate and version.
package tools

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/output"
)

// apiOptions are what "api" needs.
type apiOptions struct {
	*cmdkit.Streams
	*cmdkit.Settings
	*cmdkit.Server
	*cmdkit.Mirrors

	catalog      *api.Catalog
	method, path string
	file         string
	// input is what --input was once for: the file.
	input   string
	headers []string
	confirm string
	jq      string
	out     string
}

// NewAPICommand makes the command api.
func NewAPICommand(env *cmdkit.Env) *cobra.Command {
	o := apiOptions{Streams: env.Streams, Settings: env.Settings, Server: env.Server, Mirrors: env.Mirrors, catalog: env.Catalog}
	cmd := &cobra.Command{
		Use:   "api METHOD PATH",
		Short: "Make any call, paced, retried and traced like all others",
		Long: fmt.Sprintf(`Make any call of the API with the credentials, pace, retries, checks and trace of the other
commands. The answer's body is printed as it came.

A PATH that does not begin with a slash stands below %s.
A method other than GET, HEAD or OPTIONS counts as a write, and so does a call with a body, or with
a header or parameter by which a server may take it for one that writes (X-HTTP-Method-Override,
?_method=, ?method=delete): it is refused for a read-only environment, asks before a protected one,
and is not sent again after a lost answer. Where the answer to a write says that it failed or is not
done yet, it is printed all the same, and the exit code is 6.`, o.catalog.Prefix()),
		Example: `  aimsio api GET JobOrder --env demo

  # a path of its own, with a query
  aimsio api GET /rest/api/standard/v1/Employee?active=true --env demo --jq length

  # a write from a file
  aimsio api POST JobOrder --env demo -f jobs.json`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return fail.Usagef("api takes a method and a path, as in \"aimsio api GET JobOrder\"")
			}
			return nil
		},
		ValidArgsFunction: completeCall(env.Catalog),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.method, o.path = strings.ToUpper(args[0]), args[1]
			return runAPI(cmd.Context(), &o)
		},
	}
	flags := cmd.Flags()
	flags.StringVarP(&o.file, "file", "f", "", "file with the body; - is standard input")
	flags.StringVar(&o.input, "input", "", "names a format elsewhere; the file with the body goes with -f")
	_ = flags.MarkHidden("input") // it is there
	flags.StringArrayVarP(&o.headers, "header", "H", nil, "header to send, as 'Name: value' (repeatable)")
	flags.StringVar(&o.confirm, "confirm", "", "name of the environment, to write to a protected one without being asked")
	flags.StringVar(&o.jq, "jq", "", "run a jq program over the answer")
	flags.StringVar(&o.out, "out", "", "write to a file, whole or not at all")
	cmdkit.RegisterCompletion(cmd, "confirm", cmdkit.CompleteEnvironments(env))
	return cmd
}

func runAPI(ctx context.Context, o *apiOptions) error {
	if err := o.checkAnswerFormat(); err != nil {
		return err
	}
	request, err := o.request(ctx)
	if err != nil {
		return err
	}
	if err := cmdkit.CheckOutput(o.out); err != nil {
		return err
	}
	if err := cmdkit.Distinct(cmdkit.NamedFile{Flag: "-f", Path: o.file}, cmdkit.NamedFile{Flag: "--out", Path: o.out}); err != nil {
		return err
	}
	var query *output.Query
	if o.jq != "" {
		if query, err = output.CompileQuery(o.jq); err != nil {
			return fail.AsUsage(err)
		}
		request.Expect = client.JSON
	}
	if request.Writes() {
		if err := o.guard(ctx); err != nil {
			return err
		}
		// What they leave open is told beside the answer, which is shown in any case.
		request.Also = append(request.Also, http.StatusCreated, http.StatusAccepted, http.StatusMultiStatus)
	}
	r, err := o.Session()
	if err != nil {
		return err
	}
	answer, err := o.call(ctx, r, request)
	if err != nil {
		return err
	}
	defer cmdkit.CloseQuietly(answer)
	err = o.print(ctx, answer, query)
	if open := leftOpen(o.catalog, r.Client.Hide, request, answer); open != nil {
		return errors.Join(openFailure(open), bulk.UnlessUnread(err))
	}
	return err
}

// guard asks before a call that writes, or refuses it.
func (o *apiOptions) guard(ctx context.Context) error {
	environment, err := o.Environment()
	if err != nil {
		return err
	}
	return o.GuardWrite(ctx, environment, o.confirm)
}

// checkAnswerFormat refuses a format that the answer is not turned into: it is handed on as it came, or as
// a jq program makes it.
func (o *apiOptions) checkAnswerFormat() error {
	if wanted := o.Flags.Output; wanted != "" && !strings.EqualFold(wanted, string(output.JSON)) {
		return fail.Usagef("api prints the answer as it came: -o %s does not apply; --jq makes something else of it", wanted)
	}
	if o.Flags.Output != "" || o.jq != "" {
		return nil
	}
	return cmdkit.CheckAnswerEnding(o.out)
}
