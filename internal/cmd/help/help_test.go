package help

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/clipperhouse/displaywidth"
	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/helptext"
)

// tree is a program with so many entities and tools.
func tree(entities, tools int) (*cobra.Command, Options) {
	root := &cobra.Command{Use: "aimsio", Short: "Work with records"}
	root.AddGroup(&cobra.Group{ID: "e", Title: "Entities:"}, &cobra.Group{ID: "m", Title: "The copy:"}, &cobra.Group{ID: "t", Title: "Tools:"})
	add := func(group, name string, count int) {
		for i := range count {
			root.AddCommand(&cobra.Command{
				Use: fmt.Sprintf("%s%d", name, i), GroupID: group, Run: func(*cobra.Command, []string) {},
				Short: "What it does, in as many words as there may be, on a line",
			})
		}
	}
	add("e", "records", entities)
	add("m", "copy", 6)
	add("t", "tool", tools)
	return root, Options{Entities: "e", Verbs: []string{"list", "get"}, First: "aimsio records0 list"}
}

// TestFront: the first page is one screen, however many commands there are.
func TestFront(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ entities, tools int }{{1, 1}, {11, 10}, {11, 30}, {60, 30}} {
		root, o := tree(test.entities, test.tools)
		made := front(root, o, 100)
		if lines := strings.Count(made, "\n"); lines > frontLines {
			t.Errorf("%v: %d lines:\n%s", test, lines, made)
		}
		narrow(t, fmt.Sprint(test), made, frontColumns)
		for _, name := range []string{"records0", "copy5", fmt.Sprintf("tool%d", test.tools-1), "exit-codes", `"aimsio records0 list"`} {
			if !strings.Contains(made, name) {
				t.Errorf("%v: no word of %s:\n%s", test, name, made)
			}
		}
		narrow(t, fmt.Sprint(test, " at 40 columns"), front(root, o, 40), 40)
	}
}

// narrow fails a test where a line is too wide, but for commands, which are copied.
func narrow(t *testing.T, what, page string, width int) {
	t.Helper()
	for line := range strings.SplitSeq(page, "\n") {
		if displaywidth.String(line) > width && !strings.HasPrefix(line, "  aimsio ") {
			t.Errorf("%s: wider than %d columns: %q", what, width, line)
		}
	}
}

// TestPages: the help of a command and each topic keep to the width.
func TestPages(t *testing.T) {
	t.Parallel()
	root, _ := tree(3, 3)
	sub := root.Commands()[0]
	sub.Long = "A sentence that has to be broken because it is longer than any terminal is wide.\n\n  word  and what it means, said at length"
	sub.Example = "  # what the line below shows, in more words than fit\n  aimsio records0 --flag 'a value that is far too long for it'"
	sub.Flags().String("flag", "", "what a flag does can take some words too")
	for _, width := range []int{40, 60, 80, 120} {
		narrow(t, "command", page(sub, width), width)
		narrow(t, "root", page(root, width), width)
		for _, topic := range Topics() {
			narrow(t, topic.Name, helptext.Wrap(topic.Text, width), width)
		}
	}
}

func TestTopicNamed(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"exit-codes", "exitcodes", "EXIT-CODES"} {
		if topic, ok := topicNamed(name); !ok || topic.Name != "exit-codes" {
			t.Errorf("%s is not found", name)
		}
	}
	if _, ok := topicNamed("exits"); ok {
		t.Error("any word is a topic")
	}
}

// TestEndings: every kind of failure has its meaning, in the order of the codes.
func TestEndings(t *testing.T) {
	t.Parallel()
	codes := map[int]bool{}
	last := 0
	for _, ending := range endings() {
		code := cmdkit.ExitCode(ending.kind)
		if code <= last {
			t.Errorf("%d comes after %d", code, last)
		}
		codes[code], last = true, code
	}
	for kind := fail.Failed; kind <= fail.ClosedPipe; kind++ {
		if !codes[cmdkit.ExitCode(kind)] {
			t.Errorf("the code %d is not explained", cmdkit.ExitCode(kind))
		}
	}
}

// TestFormatMeanings: each format that the setting takes is explained, and no other.
func TestFormatMeanings(t *testing.T) {
	t.Parallel()
	var named []string
	for _, entry := range formatMeanings() {
		named = append(named, entry.Word)
	}
	for _, definition := range config.Definitions() {
		if definition.Key == "output" && !slices.Equal(definition.Choices, named) {
			t.Errorf("the formats are %q, and %q are explained", definition.Choices, named)
		}
	}
}
