package help

import (
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/helptext"
)

// Topic is what there is to know about something that all commands have in common.
type Topic struct {
	Name, Short string
	// Text is what "aimsio help NAME" says, as helptext lays it out.
	Text string
}

// Topics lists the topics of help.
func Topics() []Topic {
	return []Topic{
		{"exit-codes", "How a run ended, for scripts", exitCodes()},
		{"environment", "The environment variables that are read", environment()},
		{"formats", "The forms of output, and which fits what", formats()},
		{"filters", "How records are chosen: --filter, --since, days and lists", filters()},
	}
}

// topicNamed finds a topic by its name, or by that without its hyphen.
func topicNamed(name string) (Topic, bool) {
	plain := func(s string) string { return strings.ReplaceAll(strings.ToLower(s), "-", "") }
	for _, topic := range Topics() {
		if plain(topic.Name) == plain(name) {
			return topic, true
		}
	}
	return Topic{}, false
}

// table lays entries out as literal lines, for a page of any width to break.
func table(entries []helptext.Entry) string {
	widest := 0
	for _, entry := range entries {
		widest = max(widest, len(entry.Word))
	}
	var lines strings.Builder
	for _, entry := range entries {
		fmt.Fprintf(&lines, "  %-*s  %s\n", widest, entry.Word, entry.Meaning)
	}
	return strings.TrimRight(lines.String(), "\n")
}
