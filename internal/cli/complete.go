package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// completer offers words for what has been typed of a flag or an argument.
type completer = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective)

// fieldSource lists fields when they are needed: the command tree is built for every run, and
// most runs complete nothing.
type fieldSource = func() []api.Field

const (
	// wordDone ends the word; wordOpen leaves room to go on typing it.
	wordDone = cobra.ShellCompDirectiveNoFileComp
	wordOpen = cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
)

// register sets the completion of a flag, of words that no shell interprets; the value of a flag may
// have blanks, which the scripts of the shells quote. It can only fail for a flag that does not exist.
func register(cmd *cobra.Command, flag string, complete completer) {
	if err := cmd.RegisterFlagCompletionFunc(flag, offered(complete, text.ShellWords)); err != nil {
		panic(err)
	}
}

func completeWords(words ...string) completer {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) { return words, wordDone }
}

// completeNothing keeps the shell from offering files.
func completeNothing(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, wordDone
}

func completeEnvironments(a *app) completer {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		loaded, err := a.load()
		if err != nil {
			return nil, wordDone
		}
		return loaded.Names(), wordDone
	}
}

// completeColumns offers fields for the last of a list with commas.
func completeColumns(fields fieldSource) completer {
	return func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		done := typed[:strings.LastIndexByte(typed, ',')+1]
		var words []string
		for _, path := range deepPaths("", fields(), true) {
			words = append(words, done+path)
		}
		return words, wordOpen
	}
}

func completeSort(fields fieldSource) completer {
	return func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		sign := ""
		if strings.HasPrefix(typed, "-") {
			sign = "-"
		}
		var words []string
		for _, path := range deepPaths("", fields(), false) {
			words = append(words, sign+path)
		}
		return words, wordDone
	}
}

// completeFilters offers fields, and the values of a field that has a fixed set of them.
func completeFilters(fields fieldSource) completer {
	return func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		name, _, valued := strings.Cut(typed, "=")
		var words []string
		if field, ok := api.Find(fields(), strings.TrimSuffix(name, "!")); ok && valued {
			for _, value := range field.Enum {
				words = append(words, name+"="+value)
			}
			return words, wordDone
		}
		for _, path := range deepPaths("", fields(), true) {
			words = append(words, path+"=")
		}
		return words, wordOpen
	}
}

// deepPaths lists the dotted paths of fields and of those within objects and, if wanted, lists.
func deepPaths(prefix string, fields []api.Field, lists bool) []string {
	var paths []string
	for _, field := range fields {
		paths = append(paths, prefix+field.Name)
		if field.Type == api.Object || lists && field.Type == api.Array {
			paths = append(paths, deepPaths(prefix+field.Name+".", field.Fields, lists)...)
		}
	}
	return paths
}

// completeLists offers the fields that are lists.
func completeLists(fields fieldSource) completer {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return output.ListNames(fields()), wordDone
	}
}
