// Package tools holds the commands beside the entities: api, log, simulate and version.
package tools

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/session"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// apiOptions are the flags of "api".
type apiOptions struct {
	file string
	// input is what --input was once for: the file.
	input   string
	headers []string
	confirm string
	jq      string
	out     string
}

// NewAPICommand makes the command api.
func NewAPICommand(a *cmdkit.Env) *cobra.Command {
	var options apiOptions
	prefix := a.Catalog.Prefix()
	cmd := &cobra.Command{
		Use:   "api METHOD PATH",
		Short: "Make any call, with the same authentication, pace, retries and trace",
		Long: fmt.Sprintf(`Make any call of the API with the credentials, pace, retries, checks and trace of the other
commands. The answer's body is printed as it came.

A PATH that does not begin with a slash stands below %s.
A method other than GET, HEAD or OPTIONS counts as a write, and so does a call with a body, or with
a header or parameter by which a server may take it for one that writes (X-HTTP-Method-Override,
?_method=, ?method=delete): it is refused for a read-only environment, asks before a protected one,
and is not sent again after a lost answer. Where the answer to a write says that it failed or is not
done yet, it is printed all the same, and the exit code is 6.`, prefix),
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
		ValidArgsFunction: func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
			return completeCall(a, cmd, args, typed)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return runAPI(cmd.Context(), a, strings.ToUpper(args[0]), args[1], options)
		},
	}
	flags := cmd.Flags()
	flags.StringVarP(&options.file, "file", "f", "", "file with the body; - is standard input")
	flags.StringVar(&options.input, "input", "", "names a format elsewhere; the file with the body goes with -f")
	_ = flags.MarkHidden("input") // it is there
	flags.StringArrayVarP(&options.headers, "header", "H", nil, "header to send, as 'Name: value' (repeatable)")
	flags.StringVar(&options.confirm, "confirm", "", "name of the environment, to write to a protected one without being asked")
	flags.StringVar(&options.jq, "jq", "", "run a jq program over the answer")
	flags.StringVar(&options.out, "out", "", "write to a file, whole or not at all")
	cmdkit.RegisterCompletion(cmd, "confirm", cmdkit.CompleteEnvironments(a))
	return cmd
}

// completeCall offers methods, then the paths of the API.
func completeCall(a *cmdkit.Env, _ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	switch len(args) {
	case 0:
		methods := []string{"GET", "POST"}
		eachCall(a, func(method, _ string) {
			if !slices.Contains(methods, method) {
				methods = append(methods, method)
			}
		})
		return methods, cmdkit.WordDone
	case 1:
		var paths []string
		prefix := a.Catalog.Prefix()
		eachCall(a, func(_, path string) {
			path, _, _ = strings.Cut(strings.TrimPrefix(path, prefix), "{")
			if !slices.Contains(paths, path) {
				paths = append(paths, path)
			}
		})
		return paths, cmdkit.WordOpen
	default:
		return nil, cmdkit.WordDone
	}
}

// eachCall visits all calls of the description, those that fit no verb too.
func eachCall(a *cmdkit.Env, visit func(method, path string)) {
	for _, entity := range a.Catalog.Entities {
		for _, operation := range entity.Operations {
			visit(operation.Method, operation.Path)
		}
	}
	for _, other := range a.Catalog.Others {
		visit(other.Method, other.Path)
	}
}

func runAPI(ctx context.Context, a *cmdkit.Env, method, path string, options apiOptions) error {
	if err := checkAnswerFormat(a, options); err != nil {
		return err
	}
	request, err := apiRequest(ctx, a, method, path, options)
	if err != nil {
		return err
	}
	if err := cmdkit.CheckOutput(options.out); err != nil {
		return err
	}
	if err := cmdkit.Distinct(cmdkit.NamedFile{Flag: "-f", Path: options.file}, cmdkit.NamedFile{Flag: "--out", Path: options.out}); err != nil {
		return err
	}
	var query *output.Query
	if options.jq != "" {
		if query, err = output.CompileQuery(options.jq); err != nil {
			return fail.AsUsage(err)
		}
		request.Expect = client.JSON
	}
	if request.Writes() {
		if err := guardCall(ctx, a, options.confirm); err != nil {
			return err
		}
		// What they leave open is told beside the answer, which is shown in any case.
		request.Also = append(request.Also, http.StatusCreated, http.StatusAccepted, http.StatusMultiStatus)
	}
	r, err := a.Session()
	if err != nil {
		return err
	}
	answer, err := call(ctx, a, r, request)
	if err != nil {
		return err
	}
	defer cmdkit.CloseQuietly(answer)
	err = printAnswer(ctx, a, answer, query, options.out)
	if open := leftOpen(a, r, request, answer); open != nil {
		return errors.Join(openFailure(open), bulk.UnlessUnread(err))
	}
	return err
}

// guardCall asks before a call that writes, or refuses it.
func guardCall(ctx context.Context, a *cmdkit.Env, confirm string) error {
	environment, err := a.Environment()
	if err != nil {
		return err
	}
	return a.GuardWrite(ctx, environment, confirm)
}

// checkAnswerFormat refuses a format that the answer is not turned into: it is handed on as it came, or as
// a jq program makes it.
func checkAnswerFormat(a *cmdkit.Env, options apiOptions) error {
	if wanted := a.Flags.Output; wanted != "" && !strings.EqualFold(wanted, string(output.JSON)) {
		return fail.Usagef("api prints the answer as it came: -o %s does not apply; --jq makes something else of it", wanted)
	}
	if a.Flags.Output != "" || options.jq != "" {
		return nil
	}
	return cmdkit.CheckAnswerEnding(options.out)
}

// call makes the call. One that writes is logged.
func call(ctx context.Context, a *cmdkit.Env, r *session.Session, request client.Request) (*client.Response, error) {
	do := func() (*client.Response, error) { return r.Client.Do(ctx, request) }
	if request.Writes() {
		do = func() (*client.Response, error) { return loggedCall(ctx, a, r, request) }
	}
	answer, err := do()
	if err != nil && answer != nil { // the call was made, and its end could not be logged
		cmdkit.CloseQuietly(answer)
		answer = nil
	}
	return answer, r.CallError(err, nil)
}

// apiRequest reads what the call is made of.
func apiRequest(ctx context.Context, a *cmdkit.Env, method, path string, options apiOptions) (client.Request, error) {
	request := client.Request{Method: method, Path: path, Header: http.Header{}}
	if !strings.HasPrefix(path, "/") && !strings.Contains(path, "://") {
		request.Path = a.Catalog.Prefix() + path
	}
	if strings.ContainsFunc(method, func(r rune) bool { return r < 'A' || r > 'Z' }) || method == "" {
		return request, fail.Usagef("%q is not a method: it is a word such as GET or POST", method)
	}
	for _, header := range options.headers {
		name, value, found := strings.Cut(header, ":")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if !found || name == "" || strings.ContainsFunc(header, unicode.IsControl) {
			return request, fail.Usagef("--header %q: it is written 'Name: value'", header)
		}
		if strings.EqualFold(name, "Authorization") {
			return request, fail.Usagef("--header Authorization: the credentials of the environment are sent; see \"aimsio auth --help\"")
		}
		if err := client.CheckHeader(name, value); err != nil {
			return request, fail.Usagef("--header: %w", err)
		}
		request.Header.Add(name, value)
	}
	if request.Header.Get("Range") != "" {
		request.Also = []int{http.StatusPartialContent}
	}
	if options.input != "" {
		return request, fail.New(fail.Usage, fmt.Sprintf("aimsio api %s %s -f %s", method, path, options.input),
			"--input names the format of records, which api sends as they are: the file with the body goes with -f")
	}
	var err error
	request.Body, err = apiBody(ctx, a, options.file)
	return request, err
}

// maxBody is the largest body that is sent, in bytes. It stands in memory, as it is sent again where a call is.
const maxBody = 64 << 20

// apiBody reads the body of a call, nothing where no file is named.
func apiBody(ctx context.Context, a *cmdkit.Env, name string) (body []byte, err error) {
	var source io.Reader
	switch name {
	case "":
		return nil, nil
	case "-":
		source = a.Stdin(ctx)
	default:
		file, err := cmdkit.OpenFile("-f", name)
		if err != nil {
			return nil, err
		}
		defer cmdkit.CloseQuietly(file)
		source = file
	}
	body, err = io.ReadAll(io.LimitReader(source, maxBody+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("reading the body: %w", err)
	case len(body) > maxBody:
		return nil, fail.New(fail.Invalid, "send it in parts", "the body is larger than %s: nothing was sent", text.Bytes(maxBody))
	}
	return body, nil
}

// printAnswer writes the body as it came, or what a jq program makes of it.
func printAnswer(ctx context.Context, a *cmdkit.Env, answer *client.Response, query *output.Query, file string) (err error) {
	destination, err := a.OpenOutput(file)
	if err != nil {
		return err
	}
	defer func() { err = destination.Finish(err) }()
	if query != nil {
		body, err := answer.Bytes()
		if err != nil {
			return err
		}
		return query.Run(ctx, destination, body, destination.Terminal)
	}
	if !destination.Terminal {
		_, err = io.Copy(destination, answer.Reader())
		return cmdkit.WrapWrite(err)
	}
	body, err := answer.Bytes()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(destination, "%s\n", body)
	return cmdkit.WrapWrite(err)
}
