// Package help shows what the program says of itself: the first page, the help of a command, and topics that
// all commands have in common. What a command is for stands with the command.
package help

import (
	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/helptext"
)

// The widths that help is laid out at, in columns.
const (
	// pipedWidth is that of help which no terminal shows.
	pipedWidth = 100
	// widest is the longest line that is easy to read.
	widest = 120
)

// Options are what help needs to know of the program.
type Options struct {
	// Entities is the ID of the group of the entities, and Verbs are what can be done to one or another.
	Entities string
	Verbs    []string
	// First is the command line by which the first page shows how one is put together.
	First string
}

// Install gives a command tree its help: a command for it, and the pages that --help shows.
func Install(env *cmdkit.Env, root *cobra.Command, o Options) {
	root.SetHelpCommand(newCommand(env, root))
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) {
		env.HelpError = show(env, cmd, o)
	})
}

// show shows the help of a command, unless the words before or behind --help name one that it does not have.
func show(env *cmdkit.Env, cmd *cobra.Command, o Options) error {
	if words := surplus(cmd); len(words) > 0 {
		return unknown(cmd, words)
	}
	width := widthOf(env)
	if !cmd.HasParent() {
		return env.Page(cmd.Context(), front(cmd, o, width))
	}
	return env.Page(cmd.Context(), page(cmd, width))
}

// surplus finds the words of a command line behind a command that has commands below it: none of them is one.
func surplus(cmd *cobra.Command) []string {
	if !cmdkit.NamesSubcommand(cmd) {
		return nil
	}
	return cmd.Flags().Args()
}

// unknown says what is wrong with words behind a command that has commands below it. It is the command itself
// that knows; whoever takes words besides would run.
func unknown(cmd *cobra.Command, words []string) error {
	if err := cmd.ValidateArgs(words); err != nil {
		return err
	}
	return cmd.RunE(cmd, words)
}

// widthOf is the width at which help is laid out.
func widthOf(env *cmdkit.Env) int {
	if width := cmdkit.TerminalWidth(env.Out); width > 0 {
		return min(width, widest)
	}
	return pipedWidth
}

// newCommand makes the command help. Cobra's own shows the help of what is above a word that is no command, and
// ends as if all were well.
func newCommand(env *cmdkit.Env, root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND... | TOPIC]",
		Short: "Show the help of a command, or of a topic",
		Long: "Show the help of a command, as --help does, or of something that all commands have in common. Alone it " +
			"lists all commands, the flags that each of them takes, and the topics:\n\n" + table(topicEntries()),
		Example: "  aimsio help joborders list\n  aimsio help exit-codes",
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			return offered(root, args), cmdkit.WordDone
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return env.Page(cmd.Context(), page(root, widthOf(env)))
			}
			if topic, ok := topicNamed(args[0]); ok && len(args) == 1 {
				return env.Page(cmd.Context(), helptext.Wrap(topic.Text, widthOf(env))+"\n")
			}
			found, rest, err := root.Find(args)
			if err != nil {
				return fail.AsUsage(err)
			}
			if len(rest) > 0 && cmdkit.NamesSubcommand(found) {
				return unknown(found, rest)
			}
			found.InitDefaultHelpFlag()
			return env.Page(cmd.Context(), page(found, widthOf(env)))
		},
	}
}

// offered lists the words that may follow.
func offered(root *cobra.Command, args []string) []string {
	found, rest, err := root.Find(args)
	if err != nil || len(rest) > 0 {
		return nil
	}
	var words []string
	for _, sub := range found.Commands() {
		if sub.IsAvailableCommand() {
			words = append(words, sub.Name()+"\t"+sub.Short)
		}
	}
	if len(args) == 0 {
		for _, topic := range Topics() {
			words = append(words, topic.Name+"\t"+topic.Short)
		}
	}
	return words
}
