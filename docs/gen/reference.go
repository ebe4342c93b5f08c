package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/aimsio-cli/aimsio/internal/cmd/help"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/helptext"
)

// generatedMark stands at the top of every page, so that nobody edits it by hand.
const generatedMark = "<!-- Generated from the commands by \"go generate ./docs/gen\"; do not edit. -->\n\n"

// referencePages gives the text of each page by its path below docs.
func referencePages(root *cobra.Command) map[string]string {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	pages := map[string]string{}
	index := &strings.Builder{}
	index.WriteString(generatedMark + "# Reference\n\n" + longText(root) + "\n\n")
	for _, group := range root.Groups() {
		fmt.Fprintf(index, "## %s\n\n| command | what it does |\n|---|---|\n", strings.TrimSuffix(group.Title, ":"))
		for _, command := range root.Commands() {
			if command.GroupID != group.ID || command.Hidden || command.Name() == "help" {
				continue
			}
			page := "aimsio_" + command.Name() + ".md"
			fmt.Fprintf(index, "| [`aimsio %s`](%s) | %s |\n", command.Name(), page, command.Short)
			pages["reference/"+page] = generatedMark + commandText(command, 1)
		}
		index.WriteString("\n")
	}
	index.WriteString("## Help topics\n\n")
	for _, topic := range help.Topics() {
		fmt.Fprintf(index, "- [%s](%s.md): %s\n", topic.Name, topic.Name, topic.Short)
		pages["reference/"+topic.Name+".md"] = fmt.Sprintf("%s# %s\n\nThe same as `aimsio help %s`.\n\n%s\n",
			generatedMark, topic.Short, topic.Name, markdown(topic.Text))
	}
	index.WriteString("\n## Views\n\n[Views of the mirror](views.md): every table that `aimsio sql` can ask, with its columns.\n\n")
	index.WriteString("## Flags of every command\n\n" + flagBlock(root.PersistentFlags()))
	pages["reference/README.md"] = strings.TrimRight(index.String(), "\n") + "\n"
	return pages
}

// commandText describes a command and those below it.
func commandText(command *cobra.Command, level int) string {
	text := &strings.Builder{}
	fmt.Fprintf(text, "%s %s\n\n%s\n\n", strings.Repeat("#", level), command.CommandPath(), longText(command))
	if len(command.Aliases) > 0 {
		fmt.Fprintf(text, "Also called: %s.\n\n", strings.Join(command.Aliases, ", "))
	}
	if command.Runnable() && !command.HasSubCommands() {
		text.WriteString(block(command.UseLine()))
	}
	if command.Example != "" {
		text.WriteString("Examples:\n\n" + shellBlock(command.Example))
	}
	if flags := command.NonInheritedFlags(); flags.HasAvailableFlags() {
		text.WriteString("Flags:\n\n" + flagBlock(flags))
	}
	for _, sub := range command.Commands() {
		if !sub.Hidden && sub.Name() != "help" {
			text.WriteString(commandText(sub, level+1))
		}
	}
	return strings.TrimRight(text.String(), "\n") + "\n\n"
}

// longText is what a command says of itself.
func longText(command *cobra.Command) string {
	if command.Long == "" {
		return command.Short + "."
	}
	return markdown(command.Long)
}

// markdown makes paragraphs of a text. An indented one is laid out by its blanks, so it becomes a code block; in
// all others Markdown would take <ENV> for a tag and drop it.
func markdown(s string) string {
	var parts []string
	for _, paragraph := range helptext.Paragraphs(s) {
		lines := strings.Join(paragraph.Lines, "\n")
		if paragraph.Literal {
			parts = append(parts, strings.TrimRight(block(unindented(lines)), "\n"))
		} else {
			parts = append(parts, strings.NewReplacer("<", "\\<", "*", "\\*").Replace(lines))
		}
	}
	return strings.Join(parts, "\n\n")
}

// block makes a code block.
func block(text string) string {
	return "```\n" + strings.Trim(text, "\n") + "\n```\n\n"
}

// flagBlock makes a code block of flags.
func flagBlock(flags *pflag.FlagSet) string {
	const width = 110
	return block(helptext.List(cmdkit.FlagList(flags), width))
}

// shellBlock makes a code block of commands.
func shellBlock(text string) string {
	return "```sh\n" + strings.Trim(unindented(text), "\n") + "\n```\n\n"
}

// unindented takes the indentation of the first line from every line.
func unindented(text string) string {
	text = strings.Trim(text, "\n")
	indent := text[:len(text)-len(strings.TrimLeft(text, " \t"))]
	return strings.ReplaceAll(strings.TrimPrefix(text, indent), "\n"+indent, "\n")
}
