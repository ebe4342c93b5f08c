package cmdkit

import (
	"strings"

	"github.com/aimsio-cli/aimsio/internal/page"
	"github.com/aimsio-cli/aimsio/internal/scrub"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// Heading says what this run shows of its environment, for a page or a workbook.
func (o *Output) Heading() page.Heading { return o.heading(false) }

// heading says what the output of this run shows, on a page that somebody else may get to see later. Secrets are not
// in it. rows of all environments are named after one only if it was asked for.
func (o *Output) heading(everywhere bool) page.Heading {
	return page.Heading{
		Title:       o.invocation.Command,
		Environment: o.shownEnvironment(everywhere),
		Made:        o.settings.moment(o.settings.Now()),
		Command:     commandLine(o.invocation.Args),
	}
}

// shownEnvironment is the name of the environment, empty where none is chosen.
func (o *Output) shownEnvironment(everywhere bool) string {
	if everywhere {
		return o.settings.Flags.Env
	}
	environment, err := o.settings.Environment()
	if err != nil {
		return ""
	}
	return environment.Name
}

// commandLine is what was typed, quoted so that it can be typed again.
func commandLine(args []string) string {
	words := []string{"aimsio"}
	for _, word := range scrub.Command(args) {
		if bare := strings.TrimLeft(word, "-"); !text.ShellWord(bare) && word != "-" {
			word = "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}
