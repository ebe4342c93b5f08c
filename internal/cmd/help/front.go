package help

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/helptext"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// The screen that the first page fits on.
const (
	frontLines   = 40
	frontColumns = 80
)

// front is the first page: what matters first, on one screen. The entities stand side by side and, where there
// are too many commands, those of the last groups too.
func front(root *cobra.Command, o Options, width int) string {
	width = min(width, frontColumns)
	for spelled := len(root.Groups()); ; spelled-- {
		made := frontWith(root, o, width, spelled)
		if spelled == 0 || width < frontColumns || strings.Count(made, "\n") <= frontLines {
			return made
		}
	}
}

// frontWith is front with the commands of so many groups spelled out, a line for each.
func frontWith(root *cobra.Command, o Options, width, spelled int) string {
	var out strings.Builder
	out.WriteString(helptext.Wrap(root.Short+`. "--env demo" needs no account and no network.`, width))
	out.WriteString("\n\nUsage:\n" + helptext.List([]helptext.Entry{
		{Word: "aimsio ENTITY VERB", Meaning: "as in \"" + o.First + "\""},
		{Word: "aimsio COMMAND"},
	}, width))
	for i, group := range groups(root) {
		switch {
		case len(group.entries) == 0:
		case group.id == o.Entities:
			out.WriteString("\n" + group.title + ":\n" + beside(names(group.entries), width))
			out.WriteString(indented("verbs: "+strings.Join(o.Verbs, " "), width))
		case i < spelled:
			out.WriteString("\n" + group.title + ":\n" + helptext.List(group.entries, width))
		default:
			out.WriteString("\n" + group.title + ":\n" + beside(names(group.entries), width))
		}
	}
	var topics []string
	for _, topic := range Topics() {
		topics = append(topics, topic.Name)
	}
	out.WriteString("\nHelp:\n" + helptext.List([]helptext.Entry{
		{Word: "aimsio help", Meaning: "all commands and the flags that each takes"},
		{Word: "aimsio COMMAND --help", Meaning: "one of them"},
		{Word: "aimsio help TOPIC", Meaning: strings.Join(topics, ", ")},
	}, width))
	return out.String()
}

func names(entries []helptext.Entry) []string {
	var words []string
	for _, entry := range entries {
		words = append(words, entry.Word)
	}
	return words
}

// beside puts words side by side, as many on a line as fit.
func beside(words []string, width int) string { return indented(strings.Join(words, " "), width) }

// indented lays a text out, two columns from the edge.
func indented(s string, width int) string {
	const indent = "  "
	return indent + strings.Join(text.Wrap(s, width-len(indent)), "\n"+indent) + "\n"
}
