//go:build unix

package test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/compile"
	"github.com/aimsio-cli/aimsio/internal/cli"
	"github.com/aimsio-cli/aimsio/test/harness"
)

// hostileWords are names, keys and values that some shell would run or change, and whose running
// leaves the file pwned. Each begins with a letter of its own, so that one can be completed alone.
func hostileWords() []string {
	return []string{
		"a$(touch${IFS}pwned)", "b`touch${IFS}pwned`", "c;touch${IFS}pwned", "d(touch pwned)", "e|touch${IFS}pwned", "f&touch${IFS}pwned;",
		"g>pwned", "h$(touch pwned)", "i'$(touch pwned)'", "j\"$(touch pwned)\"", "k\ntouch pwned\n", "l<(touch pwned)", "m\\$(touch pwned)",
		"$(touch pwned)", "`touch pwned`", "(touch pwned)", "{touch,pwned}", "~", "*", "-r", "--yes", "=ls", "@x", "!!", "#x", "n\t$(touch pwned)", "_activeHelp_ $(touch pwned)",
	}
}

// harmlessWords are such as everybody has.
func harmlessWords() []string { return []string{"z1", "y-ä_2.b/c:d", "x%+@3"} }

// hostileShellDescription has such words as names and fixed values.
func hostileShellDescription(t *testing.T) string {
	t.Helper()
	fields, values := &strings.Builder{}, []string{"Approved by Client/PM", "Void"}
	for _, word := range append(hostileWords(), harmlessWords()...) {
		quoted, err := json.Marshal(word)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(fields, "        %s: {type: string, description: %s, enum: [%s]}\n", quoted, quoted, quoted)
		values = append(values, word)
	}
	enum, err := json.Marshal(values)
	if err != nil {
		t.Fatal(err)
	}
	return `openapi: 3.0.3
info: {title: a, version: '1'}
paths:
  /Thing:
    get:
      parameters: [{name: "p$(touch pwned)", in: query, schema: {type: string, enum: ` + string(enum) + `}}, {name: p, in: query, schema: {type: string, enum: ` + string(enum) + `}}]
      responses: {'200': {description: b, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}}}}}
    post:
      x-aimsio-upserts: true
      requestBody: {content: {application/json: {schema: {type: object, properties: {thingList: {type: array, items: {$ref: '#/components/schemas/Thing'}}}}}}}
      responses: {'200': {description: b}}
  /Thing/{thingGuid}:
    get: {responses: {'200': {description: b, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}}
  "/x$(touch pwned)":
    get: {summary: "$(touch pwned)", responses: {'200': {description: b}}}
components:
  schemas:
    Thing:
      type: object
      properties:
        thingGuid: {type: string}
        thingNumber: {type: string}
        thingStatus: {type: string, enum: ` + string(enum) + `}
` + fields.String()
}

// hostileMirror gives the variables of a run whose mirror, description and configuration have such
// words, and the catalog.
func hostileMirror(t *testing.T) (map[string]string, *api.Catalog) {
	t.Helper()
	type thing struct {
		GUID   string `json:"guid"`
		Thing  string `json:"thingGuid"`
		Number string `json:"thingNumber"`
	}
	things := map[string]thing{}
	var list []thing
	for i, word := range append(hostileWords(), harmlessWords()...) {
		one := thing{GUID: word, Thing: word, Number: fmt.Sprintf("%sN%d", word, i)}
		things[word], list = one, append(list, one)
	}
	server := serving(t, func(w http.ResponseWriter, r *http.Request) {
		var answer any = list
		if at := strings.Index(r.URL.Path, "/Thing/"); at >= 0 {
			answer = things[r.URL.Path[at+len("/Thing/"):]]
		}
		_ = json.NewEncoder(w).Encode(answer)
	})
	environment := with(variables(t, server), "AIMSIO_MAX_WAIT=1ms", "NO_COLOR=1")
	description := hostileShellDescription(t)
	path := writeFile(t, environment, "hostile.yaml", description)
	names := &strings.Builder{}
	for _, word := range append(hostileWords(), harmlessWords()...) {
		if strings.ContainsAny(word, " /\n\t") || word[0] == '-' {
			continue // which a configuration may not have
		}
		quoted, _ := json.Marshal(word)
		fmt.Fprintf(names, "- name: %s\n  url: https://example.com/\n", quoted)
	}
	if got := runReal(environment, "", "spec", "import", path); got.code != 0 {
		t.Fatalf("%+v", got)
	}
	if got := runReal(environment, "", "sync"); !strings.Contains(got.out, "things") {
		t.Fatalf("%+v", got)
	}
	writeFile(t, environment, "config/aimsio/config.yaml", "environments:\n"+names.String())
	catalog, err := compile.Description([]byte(description), nil)
	if err != nil {
		t.Fatal(err)
	}
	return environment, catalog
}

// offeredWords gives what is offered for a command line, without what stands beside it.
func offeredWords(t *testing.T, environment map[string]string, line ...string) []string {
	t.Helper()
	got := runReal(environment, "", append([]string{"__complete"}, line...)...)
	if acting(got.out) || acting(got.err) {
		t.Errorf("completing %q: %q %q", line, got.out, got.err)
	}
	var words []string
	for offer := range strings.Lines(got.out) {
		word, _, _ := strings.Cut(strings.TrimSuffix(offer, "\n"), "\t")
		words = append(words, word)
	}
	return words[:max(0, len(words)-1)] // the last says what the shell is to do
}

// TestCompletionOffersNoCode looks at every argument and every flag of every command: what is offered
// consists of letters, digits and signs that mean nothing to a shell.
func TestCompletionOffersNoCode(t *testing.T) {
	t.Parallel()
	harness.OneByOne(t)
	environment, catalog := hostileMirror(t)
	tree := cli.Commands(catalog)
	tree.InitDefaultHelpCmd()
	offered := map[string]bool{}
	look := func(line ...string) {
		if len(line) == 0 {
			line = []string{"-q"}
		}
		for _, typed := range []string{"", "-", "p=", "thingStatus=", "$", "a", "z"} {
			if strings.HasPrefix(line[len(line)-1], "--") && typed == "-" {
				continue // Cobra takes it for another flag
			}
			for _, word := range offeredWords(t, environment, append(line, typed)...) {
				offered[word] = true
				bad := strings.ContainsAny(word, "$`;()|&<>'\"\\{}~*?[]#\n\t") || strings.Contains(strings.ReplaceAll(word, "!=", ""), "!") ||
					strings.Contains(word, " -r") || strings.HasPrefix(word, "=") || strings.HasPrefix(word, "@") ||
					strings.HasPrefix(word, "-") && !strings.HasPrefix(typed, "-") || strings.HasPrefix(word, "_active")
				if bad {
					t.Errorf("completing %q offers %q", append(line, typed), word)
				}
			}
		}
	}
	eachCommand(tree, func(command *cobra.Command) {
		path := strings.Fields(command.CommandPath())[1:]
		look(path...)
		look(append(path, "GET")...)
		flags := func(flag *pflag.Flag) {
			if _, completed := command.GetFlagCompletionFunc(flag.Name); completed {
				look(append(path, "--"+flag.Name)...)
			}
		}
		command.Flags().VisitAll(flags)
		command.InheritedFlags().VisitAll(flags)
	})
	for _, word := range []string{"z1", "y-ä_2.b/c:d", "x%+@3", "z1=", "p=Approved by Client/PM", "Approved by Client/PM", "thingStatus=Void"} {
		if !offered[word] {
			t.Errorf("%q is offered nowhere", word)
		}
	}
}

// shell is one whose completion is tried as a person does.
type shell struct {
	name string
	args []string
	// setup loads the completion.
	setup string
}

func shells() []shell {
	return []shell{
		{"bash", []string{"--norc", "--noprofile", "-i"}, "source /usr/share/bash-completion/bash_completion; source <(aimsio completion bash)"},
		{"zsh", []string{"-f", "-i"}, "autoload -U compinit; compinit -u -D; source <(aimsio completion zsh)"},
		{"fish", []string{"--no-config", "-i"}, "aimsio completion fish | source"},
	}
}

// typedIn types lines into a shell, each followed by a word that tells that it is through, and gives
// what the terminal showed of the last one.
func (s shell) typedIn(t *testing.T, environment map[string]string, lines ...string) string {
	t.Helper()
	path, err := exec.LookPath(s.name)
	if err != nil {
		t.Skipf("there is no %s on this machine", s.name)
	}
	if _, err := os.Stat("/usr/share/bash-completion/bash_completion"); s.name == "bash" && err != nil {
		t.Skip("there is no bash-completion on this machine")
	}
	command := process(with(environment, "TERM=xterm", "AIMSIO_RATE=10000"))
	command.Path, command.Args, command.Dir = path, append([]string{s.name}, s.args...), environment["HOME"]
	terminal, err := pty.StartWithSize(command, &pty.Winsize{Rows: 50, Cols: 200})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = command.Process.Kill()
		_ = terminal.Close()
		_ = command.Wait()
	}()
	defer time.AfterFunc(time.Minute, func() { _ = command.Process.Kill() }).Stop() // which ends the reading below
	shown := ""
	for i, line := range append([]string{s.setup + "\r"}, lines...) {
		if _, err := terminal.WriteString(line + fmt.Sprintf("echo thr''ough%d\r", i)); err != nil {
			t.Fatal(err)
		}
		var seen bytes.Buffer
		for chunk := make([]byte, 4096); !strings.Contains(seen.String(), fmt.Sprintf("through%d", i)); {
			n, err := terminal.Read(chunk)
			seen.Write(chunk[:n])
			if err != nil {
				t.Fatalf("%v after %q", err, seen.String())
			}
		}
		shown = seen.String()
	}
	return shown
}

const (
	tab    = "\t"
	cancel = "\x15" // Ctrl-U empties the line
	enter  = "\r\r" // the first of which may only choose from what fish offers
)

// TestShellsRunNothing completes hostile keys, fields, values and environments in real shells, at Tab
// and, of what Tab put there, at Enter: nothing of it runs.
func TestShellsRunNothing(t *testing.T) {
	t.Parallel()
	harness.OneByOne(t)
	for _, shell := range shells() {
		t.Run(shell.name, func(t *testing.T) {
			t.Parallel()
			environment, _ := hostileMirror(t)
			var lines []string
			for _, letter := range []string{"", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "\\$"} {
				lines = append(lines, "aimsio things get "+letter+tab+tab+cancel, "aimsio things get "+letter+tab+tab+enter)
			}
			for _, flag := range []string{"--status ", "--set ", "--env ", "-e "} {
				lines = append(lines, "aimsio things update-status z1 "+flag+tab+tab+cancel)
			}
			for _, flag := range []string{"--filter ", "--filter thingStatus=", "--columns ", "--sort ", "--param ", "--param p="} {
				lines = append(lines, "aimsio things list "+flag+tab+tab+cancel, "aimsio things list "+flag+"a"+tab+" "+tab+cancel)
			}
			// A word that a person put in quotes is not run when a later one is completed.
			lines = append(lines, "aimsio api GET "+tab+tab+cancel, "aimsio things get 'z$(touch pwned)' 'z(touch pwned)' "+tab+tab+cancel)
			shell.typedIn(t, environment, lines...)
			if _, err := os.Stat(filepath.Join(environment["HOME"], "pwned")); err == nil {
				t.Error("a word of the server was run")
			}
		})
	}
}

// TestShellsComplete: what is harmless is completed, a status with blanks too, as one word.
func TestShellsComplete(t *testing.T) {
	t.Parallel()
	for _, shell := range shells() {
		t.Run(shell.name, func(t *testing.T) {
			t.Parallel()
			environment, _ := hostileMirror(t)
			for line, want := range map[string]string{
				"aimsio things update z1 --dry-run -o json --set thingStatus=Void --env sand" + tab + "\r": `"thingStatus":`,
				"aimsio things update-status z1 --dry-run -o json --status Appr" + tab + "\r":              `"Approved by Client/PM"`,
				"aimsio things get x" + tab + " -o json --offline\r":                                       `"x%+@3`,
			} {
				if shown := shell.typedIn(t, environment, line); !strings.Contains(shown, want) {
					t.Errorf("%q does not show %s:\n%s", line, want, shown)
				}
			}
		})
	}
}
