package test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cli"
	"github.com/aimsio-cli/aimsio/test/harness"
)

// commandTree is the whole tree, with what Cobra adds when it runs.
func commandTree() *cobra.Command {
	root := cli.Commands(api.Builtin())
	root.InitDefaultHelpCmd()
	return root
}

// eachCommand visits all commands but "completion", which is Cobra's own.
func eachCommand(command *cobra.Command, visit func(*cobra.Command)) {
	if command.Name() == "completion" {
		return
	}
	visit(command)
	for _, sub := range command.Commands() {
		eachCommand(sub, visit)
	}
}

// shortHelp is a line that begins with a capital and has no full stop.
var shortHelp = regexp.MustCompile(`^[A-Z].*[^.]$`)

func TestEveryCommandHasHelp(t *testing.T) {
	t.Parallel()
	eachCommand(commandTree(), func(command *cobra.Command) {
		path := command.CommandPath()
		if !shortHelp.MatchString(command.Short) || len(command.Short) > 80 {
			t.Errorf("%s: Short is %q: write one line of at most 80 characters that begins with a capital and has no full stop", path, command.Short)
		}
		if command.Long == "" {
			t.Errorf("%s: Long is empty: say in some sentences what the command does and what it needs", path)
		}
		if command.Example == "" {
			t.Errorf("%s: Example is empty: show at least one line that begins with \"aimsio\"", path)
		}
		for line := range strings.SplitSeq(command.Long+"\n"+command.Example, "\n") {
			if strings.TrimRight(line, " \t") != line {
				t.Errorf("%s: a line of the help ends in blanks: %q", path, line)
			}
		}
		command.LocalFlags().VisitAll(func(flag *pflag.Flag) {
			if flag.Usage == "" {
				t.Errorf("%s --%s: the flag has no usage: say in some words what it does", path, flag.Name)
			}
			if strings.HasSuffix(flag.Usage, ".") {
				t.Errorf("%s --%s: the usage ends in a full stop: take it away", path, flag.Name)
			}
		})
	})
}

func TestNamesAreUnique(t *testing.T) {
	t.Parallel()
	eachCommand(commandTree(), func(command *cobra.Command) {
		taken := map[string]string{}
		for _, sub := range command.Commands() {
			for _, name := range append(slices.Clone(sub.Aliases), sub.Name()) {
				if other, double := taken[name]; double {
					t.Errorf("%s: %q stands for both %s and %s: give one of them another name or alias", command.CommandPath(), name, other, sub.Name())
				}
				taken[name] = sub.Name()
			}
		}
	})
}

// TestExamplesParse: every "aimsio" of an example is a command with flags that it has.
func TestExamplesParse(t *testing.T) {
	t.Parallel()
	harness.OneByOne(t)
	root := commandTree()
	eachCommand(root, func(command *cobra.Command) {
		shown := 0
		for _, words := range commandsIn(command.Example) {
			if words[0] != "aimsio" {
				continue
			}
			shown++
			if err := parses(words[1:]); err != nil {
				t.Errorf("%s: the example \"%s\" cannot be run: %v: correct the example", command.CommandPath(), strings.Join(words, " "), err)
			}
		}
		if shown == 0 {
			t.Errorf("%s: no line of the example begins with \"aimsio\"", command.CommandPath())
		}
	})
}

// parses checks words against a fresh command tree: known commands, flags and arguments.
func parses(words []string) error {
	command, rest, err := commandTree().Find(words)
	if err != nil {
		return err
	}
	command.InitDefaultHelpFlag()
	if err := command.ParseFlags(rest); err != nil {
		return fmt.Errorf("%s: %w", command.CommandPath(), err)
	}
	arguments := command.Flags().Args()
	if command.HasSubCommands() && len(arguments) > 0 && command.Use == command.Name() { // others take arguments too
		return fmt.Errorf("%s has no subcommand %q", command.CommandPath(), arguments[0])
	}
	return command.ValidateArgs(arguments)
}
