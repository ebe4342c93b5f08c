//go:build unix

package test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api/compile"
	"github.com/aimsio-cli/aimsio/internal/cli"
	"github.com/aimsio-cli/aimsio/internal/text"
	"github.com/aimsio-cli/aimsio/test/harness"
)

// nasty is what a terminal obeys, as far as it can stand in an argument and the name of a file.
const nasty = "\x1b[2J\x1b]0;owned\x07\u009b31m\u202e\x7f\rx"

// quoted is nasty inside the quotes of JSON or YAML, and raw with what JSON allows as it is.
const (
	quoted = `\u001b[2J\u001b]0;owned\u0007\u009b31m\u202e\u007f\rx`
	raw    = `\u001b[2J\u001b]0;owned\u0007` + "\u009b31m\u202e\x7f" + `\rx`
)

// nastyDescription is an API description with such text wherever a description has text.
func nastyDescription() string {
	return `openapi: 3.0.3
info: {title: "a` + quoted + `", version: "1` + quoted + `", description: "d` + quoted + `"}
tags: [{name: "t` + quoted + `", description: "d` + quoted + `"}]
paths:
  /Thing:
    get:
      tags: ["t` + quoted + `"]
      summary: "s` + quoted + `"
      description: "d` + quoted + `"
      parameters: [{name: "p` + quoted + `", in: query, description: "d` + quoted + `", schema: {type: string, enum: ["e` + quoted + `"]}}]
      responses: {'200': {description: "d` + quoted + `", content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}}}}}
    post:
      summary: "s` + quoted + `"
      requestBody: {content: {application/json: {schema: {type: object, properties: {thingList: {type: array, items: {$ref: '#/components/schemas/Thing'}}}}}}}
      responses: {'200': {description: "d` + quoted + `"}}
  /Thing/{id}:
    get: {summary: "s` + quoted + `", responses: {'200': {description: b, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}}
  "/Odd` + quoted + `":
    get: {summary: "s` + quoted + `", responses: {'200': {description: b, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}}}}}}
  "/rpc/do` + quoted + `":
    post: {summary: "s` + quoted + `", responses: {'200': {description: b}}}
components:
  schemas:
    Thing:
      type: object
      description: "d` + quoted + `"
      required: [id, "f` + quoted + `"]
      properties:
        id: {type: string}
        thingName: {type: string, description: "d` + quoted + `"}
        thingStatus: {type: string, enum: ["e` + quoted + `", Open], description: "d` + quoted + `"}
        "f` + quoted + `": {type: string, enum: ["e` + quoted + `"], example: "x` + quoted + `"}
        "o` + quoted + `": {type: object, properties: {"i` + quoted + `": {type: integer}}}
`
}

// nastyServer answers with such text in everything that it may send, and refuses half of it.
func nastyServer(t *testing.T, status int) string {
	t.Helper()
	record := `{"guid":"1","id":"1","dtype":"` + raw + `","thingName":"` + raw + `","f` + raw + `":"` + raw + `","n` + raw + `":["` + raw + `"]}`
	return serving(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Retry-After", "\u009b31m")
		w.Header().Set("Location", "https://example.com/\u009b31m")
		w.WriteHeader(status)
		switch {
		case status != http.StatusOK:
			_, _ = io.WriteString(w, `{"message":"`+raw+`"}`)
		case strings.HasSuffix(r.URL.Path, "/1"):
			_, _ = io.WriteString(w, record)
		default:
			_, _ = io.WriteString(w, "["+record+`,{"guid":"`+raw+`","id":"`+raw+`"}]`)
		}
	})
}

const nastyConfiguration = `env: sandbox
"k` + quoted + `": "` + quoted + `"
environments:
- name: sandbox
  username: "u` + quoted + `"
  "k` + quoted + `": 1
- name: "e` + quoted + `"
  url: "https://example.com/"
  protected: true
- name: broken
  rate: "` + quoted + `"
`

// shownOn runs a program whose standard output is a terminal and whose standard error is a pipe.
func shownOn(t *testing.T, environment map[string]string, args ...string) (terminal, said string) {
	t.Helper()
	main, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = main.Close() }()
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
	defer stop()
	prepared := process(environment, args...)
	command := exec.CommandContext(ctx, prepared.Path, prepared.Args[1:]...)
	var stderr bytes.Buffer
	command.Env, command.Stdout, command.Stderr, command.Dir = prepared.Env, slave, &stderr, environment["HOME"]
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	_ = slave.Close()
	var shown bytes.Buffer
	if _, err := io.Copy(&shown, main); err != nil && !errors.Is(err, syscall.EIO) {
		t.Fatal(err)
	}
	_ = command.Wait() // how it ended is not the point
	if ctx.Err() != nil {
		t.Errorf("aimsio %q does not end", args)
	}
	return strings.ReplaceAll(shown.String(), "\r\n", "\n"), stderr.String()
}

// acting finds what a terminal would obey.
func acting(shown string) bool {
	return strings.ContainsFunc(shown, func(r rune) bool { return r != '\n' && r != '\t' && text.Acts(r) })
}

// nastyLines are the ways in which the test runs a command: with such text as arguments, and with
// what may work, in several formats.
func nastyLines(command *cobra.Command) [][]string {
	path := strings.Fields(command.CommandPath())[1:]
	with := func(args ...string) []string { return append(slices.Clone(path), args...) }
	lines := [][]string{with("--help"), with(nasty), with(nasty, "-o", "json"), with(nasty, nasty), with("--no-such-" + nasty), with("-o", nasty)}
	known := func(flag string) bool {
		return command.Flags().Lookup(flag) != nil || command.InheritedFlags().Lookup(flag) != nil
	}
	for flag, value := range map[string]string{
		"file": nasty, "set": nasty + "=" + nasty, "columns": nasty, "filter": nasty + "=1", "sort": nasty, "jq": nasty, "out": nasty + "/x",
		"results": nasty + "/x", "rejects": nasty + "/x", "resume": nasty, "confirm": nasty, "status": nasty, "param": nasty, "since": nasty,
		"time": nasty, "max-changes": nasty, "username": nasty, "url": nasty, "header": nasty, "fault": nasty, "mirror": nasty, "entity": nasty,
	} {
		if known(flag) {
			lines = append(lines, with("--"+flag, value), with("1", "--"+flag, value, "-o", "json"))
		}
	}
	plausible := map[string][][]string{
		"list": {{}, {"--full"}, {"-o", "json"}, {"-o", "csv"}, {"-o", "yaml", "--full"}}, "get": {{"1"}, {"1", "-o", "json"}, {"1", "--trace=body"}},
		"create": {{"-f", "nasty.json"}, {"-f", "nasty.json", "--no-validate"}, {"-f", "nasty.csv", "--dry-run", "--no-validate"}},
		"update": {{"1", "--set", "thingName=" + nasty}, {"1", "--set", "thingName=x", "--dry-run"}}, "fields": {{}, {"-o", "csv"}}, "template": {{}},
		"show": {{}, {"-o", "json"}, {"--source"}}, "import": {{"nasty.yaml", "--dry-run"}, {"nasty.json"}}, "diff": {{"nasty.yaml"}, {"-f", "nasty.json"}},
		"api": {{"GET", "Thing"}, {"GET", "Thing/1", "-o", "json"}, {"POST", "Thing", "-f", "nasty.json"}}, "sync": {{}, {"-o", "json"}},
		"entities": {{}}, "doctor": {{}, {"-o", "json"}}, "version": {{}, {"-o", "yaml"}}, "status": {{}}, "log": {{}, {"-o", "json"}},
		"sql": {{"select raw from objects"}, {"select '" + nasty + "'"}, {"select " + nasty}}, "changes": {{}}, "use": {{"e" + nasty}}, "path": {{}},
		"add": {{nasty, "--url", "https://example.com/"}, {"a", "--url", nasty}},
	}
	for _, args := range plausible[command.Name()] {
		lines = append(lines, with(args...))
	}
	return lines
}

// TestEveryCommandIsSafe runs every command on a terminal, with texts that a terminal would obey from
// everywhere: the server's records, errors and headers, the API description, the configuration, files
// and their names, arguments. Neither standard output on a terminal nor standard error anywhere has a
// character that acts.
func TestEveryCommandIsSafe(t *testing.T) {
	t.Parallel()
	harness.OneByOne(t)
	description := nastyDescription()
	catalog, err := compile.Description([]byte(description), nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, status := range map[string]int{"working": http.StatusOK, "refusing": http.StatusForbidden} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			environment := with(variables(t, nastyServer(t, status)), "AIMSIO_MAX_WAIT=1ms", "NO_COLOR=1", "TERM=xterm", "AIMSIO_USERNAME=u\u009b31m")
			writeFile(t, environment, "nasty.yaml", description)
			writeFile(t, environment, "nasty.json", `[{"id":"1","thingName":"`+quoted+`","thingStatus":"`+quoted+`","f`+quoted+`":3,"u`+quoted+`":1}]`)
			writeFile(t, environment, "nasty.csv", "id,thingName,u"+nasty[:4]+"\n1,"+nasty[:4]+",2\n")
			if got := runReal(environment, "", "spec", "import", filepath.Join(environment["HOME"], "nasty.yaml")); got.code != 0 {
				t.Fatalf("%+v", got)
			}
			writeFile(t, environment, "config/aimsio/config.yaml", nastyConfiguration)
			tree := cli.Commands(catalog) // a tree each: looking at the flags of one changes it
			tree.InitDefaultHelpCmd()
			shownSomewhere := false
			eachCommand(tree, func(command *cobra.Command) {
				for _, line := range nastyLines(command) {
					if command.Name() == "simulate" && !slices.Contains(line, "--help") {
						line = append(line, "--addr", "nowhere:nothing") // or it would serve for ever
					}
					terminal, said := shownOn(t, environment, line...)
					if acting(terminal) || acting(said) {
						t.Errorf("aimsio %q\nterminal %q\nstandard error %q", line, terminal, said)
					}
					shownSomewhere = shownSomewhere || strings.Contains(terminal+said, "owned")
				}
			})
			if !shownSomewhere {
				t.Error("the texts are shown nowhere")
			}
		})
	}
}
