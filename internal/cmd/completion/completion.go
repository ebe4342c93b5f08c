// Package completion prints what lets a shell complete the program's command lines, and installs it.
package completion

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/completionfile"
)

// NewCompletionCommand makes the command completion.
func NewCompletionCommand(env *cmdkit.Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "completion",
		Short: "Let your shell complete command lines",
		Long: `Let your shell complete commands, entities, flags, fields and, where there is a local copy, the keys of
records. "aimsio completion install" puts what that takes into your own folders; the others print it.`,
		Example: `  aimsio completion install

  # for this shell alone
  source <(aimsio completion bash)`,
		Args: cobra.ArbitraryArgs,
		RunE: cmdkit.NeedsSubcommand,
	}
	for _, shell := range completionfile.Shells() {
		cmd.AddCommand(newScriptCommand(env, shell))
	}
	cmd.AddCommand(newInstallCommand(env))
	return cmd
}

// newScriptCommand makes the command that prints the script of a shell.
func newScriptCommand(env *cmdkit.Env, shell string) *cobra.Command {
	var plain bool
	cmd := &cobra.Command{
		Use:   shell,
		Short: "Print the completion for " + shell,
		Long:  "Print what lets " + shell + " complete command lines.\n\n" + loading(shell),
		Example: "  aimsio completion " + shell + `

  # for every new shell
  aimsio completion install ` + shell,
		Args:              cmdkit.NoArgs,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, _ []string) error {
			script, err := scriptFor(cmd.Root(), shell, !plain)
			if err != nil {
				return err
			}
			_, err = env.Out.Write(script)
			return cmdkit.WrapWrite(err)
		},
	}
	cmd.Flags().BoolVar(&plain, "no-descriptions", false, "offer words without what they mean")
	return cmd
}

// loading says how a shell takes the script at once.
func loading(shell string) string {
	return map[string]string{
		"bash":       `It needs the package bash-completion. In a running shell: source <(aimsio completion bash)`,
		"zsh":        `It needs compinit. In a running shell: source <(aimsio completion zsh)`,
		"fish":       `In a running shell: aimsio completion fish | source`,
		"powershell": `In a running shell: aimsio completion powershell | Out-String | Invoke-Expression`,
	}[shell]
}

// scriptFor makes the script of a shell.
func scriptFor(root *cobra.Command, shell string, described bool) ([]byte, error) {
	var script bytes.Buffer
	var err error
	switch {
	case shell == "bash":
		err = root.GenBashCompletionV2(&script, described)
	case shell == "zsh" && described:
		err = root.GenZshCompletion(&script)
	case shell == "zsh":
		err = root.GenZshCompletionNoDesc(&script)
	case shell == "fish":
		err = root.GenFishCompletion(&script, described)
	case described:
		err = root.GenPowerShellCompletionWithDesc(&script)
	default:
		err = root.GenPowerShellCompletion(&script)
	}
	if err != nil {
		return nil, fmt.Errorf("making the script: %w", err)
	}
	if shell == "fish" {
		return quotedInFish(script.String()), nil
	}
	return script.Bytes(), nil
}

// quotedInFish mends Cobra's script for fish, which runs what stands in quotes on the command line when something
// behind it is completed: it takes the words without their quotes and evaluates them.
func quotedInFish(script string) []byte {
	const taken = "    set -l args (commandline -opc)\n"
	const quoted = taken + "    if set -q args[2]\n        set args $args[1] (string escape -- $args[2..-1])\n    end\n"
	return []byte(strings.Replace(script, taken, quoted, 1))
}
