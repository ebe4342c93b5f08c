package cmdkit

import (
	"strings"

	"github.com/spf13/pflag"

	"github.com/aimsio-cli/aimsio/internal/helptext"
)

// FlagList lists flags with what they take and what they do.
func FlagList(flags *pflag.FlagSet) []helptext.Entry {
	var entries []helptext.Entry
	shorthands := false
	flags.VisitAll(func(flag *pflag.Flag) { shorthands = shorthands || flag.Shorthand != "" && !flag.Hidden })
	flags.VisitAll(func(flag *pflag.Flag) {
		if flag.Hidden || flag.Deprecated != "" {
			return
		}
		takes, usage := pflag.UnquoteUsage(flag)
		entries = append(entries, helptext.Entry{Word: spelled(flag, takes, shorthands), Meaning: usage + defaultOf(flag)})
	})
	return entries
}

// spelled is how a flag is written, indented where others have a letter before them.
func spelled(flag *pflag.Flag, takes string, shorthands bool) string {
	var word strings.Builder
	switch {
	case flag.Shorthand != "":
		word.WriteString("-" + flag.Shorthand + ", ")
	case shorthands:
		word.WriteString("    ")
	}
	word.WriteString("--" + flag.Name)
	switch {
	case flag.NoOptDefVal == "" && takes != "":
		word.WriteString(" " + takes)
	case flag.NoOptDefVal != "" && flag.Value.Type() != "bool":
		word.WriteString("[=" + flag.NoOptDefVal + "]")
	}
	return word.String()
}

// defaultOf names the value that a flag has where it is not given, unless that is nothing.
func defaultOf(flag *pflag.Flag) string {
	switch flag.DefValue {
	case "", "0", "0s", "false", "[]":
		return ""
	}
	if flag.Value.Type() == "string" {
		return " (default \"" + flag.DefValue + "\")"
	}
	return " (default " + flag.DefValue + ")"
}
