package cmdkit

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// Completer offers words for what has been typed of a flag or an argument.
type Completer = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective)

// FieldSource lists fields when they are needed: the command tree is built for every run, and
// most runs complete nothing.
type FieldSource = func() []api.Field

const (
	// WordDone ends the word.
	WordDone = cobra.ShellCompDirectiveNoFileComp
	// WordOpen leaves room to go on typing the word.
	WordOpen = cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
)

// RegisterCompletion sets the completion of a flag, of words that no shell interprets; the value of a flag may
// have blanks, which the scripts of the shells quote. It can only fail for a flag that does not exist.
func RegisterCompletion(cmd *cobra.Command, flag string, complete Completer) {
	if err := cmd.RegisterFlagCompletionFunc(flag, Offered(complete, text.ShellWords)); err != nil {
		panic(err)
	}
}

// CompleteWords offers fixed words.
func CompleteWords(words ...string) Completer {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) { return words, WordDone }
}

// CompleteNothing keeps the shell from offering files.
func CompleteNothing(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, WordDone
}

// CompleteEnvironments offers the names of the environments.
func CompleteEnvironments(a *Env) Completer {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		loaded, err := a.Load()
		if err != nil {
			return nil, WordDone
		}
		return loaded.Names(), WordDone
	}
}

// completeColumns offers fields for the last of a list with commas.
func completeColumns(fields FieldSource) Completer {
	return func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		done := typed[:strings.LastIndexByte(typed, ',')+1]
		var words []string
		for _, path := range deepPaths("", fields(), true) {
			words = append(words, done+path)
		}
		return words, WordOpen
	}
}

// CompleteSort offers fields to sort by, each in both directions.
func CompleteSort(fields FieldSource) Completer {
	return func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		sign := typed[:strings.LastIndex(typed, ",")+1]
		if strings.HasPrefix(typed[len(sign):], "-") {
			sign += "-"
		}
		var words []string
		for _, path := range deepPaths("", fields(), false) {
			words = append(words, sign+path)
		}
		return words, WordDone
	}
}

// CompleteFilters offers fields, and the values of a field that has a fixed set of them; of the status those that
// the mirror has seen, and the groups of them.
func CompleteFilters(env *Env, entity *api.Entity, fields FieldSource) Completer {
	return func(cmd *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		name, _, valued := strings.Cut(typed, "=")
		var words []string
		if bare := strings.TrimSuffix(name, "!"); valued && bare == entity.Status && bare != "" {
			values := env.statuses(cmd.Context(), entity, true)
			if environment, err := env.Environment(); err == nil {
				for _, group := range environment.StatusGroups.Names() {
					values = append(values, "@"+group)
				}
			}
			return valuesOf(name, values), WordDone
		}
		if values, known := completeValues(fields(), name); valued && known {
			return values, WordDone
		}
		for _, path := range deepPaths("", fields(), true) {
			words = append(words, path+"=")
		}
		return words, WordOpen
	}
}

// CompleteAssignments offers fields to be set, and the values of one that has a fixed set of them; of the status those
// that the mirror has seen.
func CompleteAssignments(env *Env, entity *api.Entity) Completer {
	return func(cmd *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		name, _, valued := strings.Cut(typed, "=")
		if valued && name == entity.Status && name != "" {
			return valuesOf(name, env.statuses(cmd.Context(), entity, false)), WordDone
		}
		if values, known := completeValues(entity.Fields, name); valued && known {
			return values, WordDone
		}
		var words []string
		for _, path := range deepPaths("", entity.Fields, true) {
			words = append(words, path+"=")
		}
		return words, WordOpen
	}
}

// completeValues offers the fixed values of a field.
func completeValues(fields []api.Field, name string) (words []string, known bool) {
	field, known := api.Find(fields, strings.TrimSuffix(name, "!"))
	if !known {
		return nil, false
	}
	return valuesOf(name, field.Enum), true
}

func valuesOf(name string, values []string) []string {
	words := make([]string, 0, len(values))
	for _, value := range values {
		words = append(words, name+"="+value)
	}
	return words
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
func completeLists(fields FieldSource) Completer {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return output.ListNames(fields()), WordDone
	}
}

// CompleteOnce offers words for the first argument alone.
func CompleteOnce(complete Completer) Completer {
	return func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, WordDone
		}
		return complete(cmd, args, typed)
	}
}

// CompleteEntities offers the names of the entities.
func CompleteEntities(a *Env) Completer {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		var names []string
		for _, entity := range a.Catalog.Entities {
			names = append(names, entity.Name)
		}
		return names, WordDone
	}
}

// activeHelp begins what Cobra's scripts print instead of offering it.
const activeHelp = "_activeHelp_"

// Offered leaves out what a shell would interpret: words may come from the server's records, an
// imported description or the configuration, and are put on the command line unquoted. What stands
// beside a word becomes one harmless line.
func Offered(complete Completer, safe func(string) bool) Completer {
	return func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		words, directive := complete(cmd, args, typed)
		kept := make([]string, 0, len(words))
		for _, line := range words {
			word, beside, described := strings.Cut(line, "\t")
			// A minus is no flag where one was typed, as in --sort -name.
			bare, minus := strings.CutPrefix(word, "-")
			if minus && !strings.HasPrefix(typed, "-") || !safe(bare) || strings.HasPrefix(word, activeHelp) {
				continue
			}
			if described {
				word += "\t" + text.OneLine(beside)
			}
			kept = append(kept, word)
		}
		return kept, directive
	}
}
