package help

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/helptext"
)

// page lays out the help of a command at a width.
func page(cmd *cobra.Command, width int) string {
	var parts []string
	add := func(title, text string) {
		if text = strings.Trim(text, "\n"); text == "" {
			return
		}
		if title != "" {
			title += ":\n"
		}
		parts = append(parts, title+text)
	}
	about := cmd.Long
	if about == "" {
		about = cmd.Short
	}
	add("", helptext.Wrap(about, width))
	add("Usage", usage(cmd))
	if len(cmd.Aliases) > 0 {
		add("Aliases", helptext.Wrap("  "+cmd.NameAndAliases(), width))
	}
	add("Examples", helptext.Commands(cmd.Example, width))
	for _, group := range groups(cmd) {
		add(group.title, helptext.List(group.entries, width))
	}
	if !cmd.HasParent() {
		add("Help topics (aimsio help TOPIC)", helptext.List(topicEntries(), width))
	}
	if cmd.HasAvailableLocalFlags() {
		add("Flags", helptext.List(cmdkit.FlagList(cmd.LocalFlags()), width))
	}
	if cmd.HasAvailableInheritedFlags() {
		add("Global Flags", helptext.List(cmdkit.FlagList(cmd.InheritedFlags()), width))
	}
	if cmd.HasAvailableSubCommands() {
		add("", helptext.Wrap(fmt.Sprintf("Use %q for more information about a command.", cmd.CommandPath()+" [command] --help"), width))
	}
	return strings.Join(parts, "\n\n") + "\n"
}

func usage(cmd *cobra.Command) string {
	var lines []string
	if cmd.Runnable() {
		lines = append(lines, "  "+cmd.UseLine())
	}
	if cmd.HasAvailableSubCommands() {
		lines = append(lines, "  "+cmd.CommandPath()+" [command]")
	}
	return strings.Join(lines, "\n")
}

// group is a list of commands under a title.
type group struct {
	id, title string
	entries   []helptext.Entry
}

// groups lists the commands below a command as help shows them.
func groups(cmd *cobra.Command) []group {
	var made []group
	for _, known := range cmd.Groups() {
		made = append(made, group{id: known.ID, title: strings.TrimSuffix(known.Title, ":")})
	}
	other := group{title: "Available Commands"}
	for _, sub := range cmd.Commands() {
		if !sub.IsAvailableCommand() || sub.Name() == "help" { // which the page tells of itself
			continue
		}
		into := &other
		for i := range made {
			if sub.GroupID == made[i].id {
				into = &made[i]
			}
		}
		into.entries = append(into.entries, helptext.Entry{Word: sub.Name(), Meaning: sub.Short})
	}
	return append(made, other)
}

func topicEntries() []helptext.Entry {
	var entries []helptext.Entry
	for _, topic := range Topics() {
		entries = append(entries, helptext.Entry{Word: topic.Name, Meaning: topic.Short})
	}
	return entries
}
