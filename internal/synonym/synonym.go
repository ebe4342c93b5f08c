// Package synonym knows the words of other tools for what this one does, and tells what to type instead. The
// entities come from the catalog, and words for them from where they are described; it makes no command and runs
// none.
package synonym

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// Instead tells what to type instead of a command line that begins with a word which is no command, "" where
// nothing is known of it.
func Instead(catalog *api.Catalog, words []string) string { return asSentence(meant(catalog, words)) }

// asSentence leads up to a command line that stands alone.
func asSentence(advice string) string {
	if strings.HasPrefix(advice, `"`) && strings.Count(advice, `"`) == 2 && strings.HasSuffix(advice, `"`) {
		return "here that is " + advice
	}
	return advice
}

func meant(catalog *api.Catalog, words []string) string {
	first := strings.ToLower(words[0])
	if entity := entityOf(catalog, first); entity != nil {
		return fmt.Sprintf("they are called %s here: %s", entity.Name, typed(append([]string{entity.Name}, words[1:]...)...))
	}
	verb := verbsOf()[first]
	if verb != "" && len(words) > 1 {
		if entity := entityOf(catalog, strings.ToLower(words[1])); entity != nil {
			return onEntity(entity, verb, words[2:])
		}
	}
	if command := commandsOf()[first]; command != "" {
		return command
	}
	if verb == "" {
		return ""
	}
	example := exampleOf(catalog, verb)
	switch {
	case example == nil:
		return ""
	case verb == "delete":
		return onEntity(example, verb, nil)
	}
	return fmt.Sprintf("the entity comes first, as in %s; \"aimsio entities\" lists them", onEntity(example, verb, nil))
}

// ForVerb tells what to type instead of a word that is no verb of an entity, "" where nothing is known of it.
func ForVerb(entity *api.Entity, words []string) string {
	if verb := verbsOf()[strings.ToLower(words[0])]; verb != "" {
		return asSentence(onEntity(entity, verb, words[1:]))
	}
	return ""
}

// onEntity spells a verb of an entity, for records that are named or not. Where the entity lacks it, it is what
// comes nearest.
func onEntity(entity *api.Entity, verb string, keys []string) string {
	verbs := api.VerbNames(entity)
	has := func(verb string) bool { return slices.Contains(verbs, verb) }
	switch {
	case verb == "delete" && !has(verb):
		return insteadOfDelete(entity, has, keys)
	case verb == "get" && len(keys) == 0 && has("list"):
		verb = "list"
	case verb == "create" && !has(verb):
		verb = "update-status"
	case verb == "update" && !has(verb):
		verb = "update-status"
	}
	if !has(verb) {
		return ""
	}
	switch verb {
	case "create", "diff", "apply":
		return typed(entity.Name, verb, "-f", "FILE")
	case "update":
		return typed(slices.Concat([]string{entity.Name, verb}, orKey(keys), []string{"--set", "FIELD=VALUE"})...)
	case "update-status":
		return typed(slices.Concat([]string{entity.Name, verb}, orKey(keys), []string{"--status", "STATUS"})...)
	case "get", "delete":
		return typed(slices.Concat([]string{entity.Name, verb}, orKey(keys))...)
	default:
		return typed(entity.Name, verb)
	}
}

// insteadOfDelete says what takes the place of a delete that the API does not have: a status that says so.
func insteadOfDelete(entity *api.Entity, has func(string) bool, keys []string) string {
	if !has("update-status") {
		return fmt.Sprintf("the API deletes no %s, and they have no status that could say so", entity.Name)
	}
	status := "STATUS"
	if word := endStatus(entity); word != "" {
		status = word
	}
	return fmt.Sprintf("the API deletes no %s, but a status can say so: %s", entity.Name,
		typed(slices.Concat([]string{entity.Name, "update-status"}, orKey(keys), []string{"--status", status})...))
}

// endStatus finds the status of an entity whose word comes nearest to deleting, "" where the description lists
// none such.
func endStatus(entity *api.Entity) string {
	for _, end := range []string{"delete", "cancel", "void", "inactive"} {
		for _, field := range entity.Fields {
			if field.Name != entity.Status {
				continue
			}
			for _, word := range field.Enum {
				if text.ShellWord(word) && strings.Contains(strings.ToLower(word), end) {
					return word
				}
			}
		}
	}
	return ""
}

// entityOf finds the entity that a word names or that it means, nil for none.
func entityOf(catalog *api.Catalog, word string) *api.Entity {
	if entity, ok := catalog.Entity(word); ok {
		return entity
	}
	words := api.OtherWords()
	for _, entity := range catalog.Entities {
		if slices.Contains(words[entity.Resource], word) {
			return entity
		}
	}
	return nil
}

// exampleOf finds an entity to show a verb by: the first that has it.
func exampleOf(catalog *api.Catalog, verb string) *api.Entity {
	for _, entity := range catalog.Entities {
		if verb == "delete" || slices.Contains(api.VerbNames(entity), verb) {
			return entity
		}
	}
	return nil
}

// orKey gives the keys of records that were typed, else what stands for one.
func orKey(keys []string) []string {
	if len(keys) == 0 {
		return []string{"KEY"}
	}
	return keys
}

// typed spells a command line in quotes. A word that a shell would take for something else stands as KEY.
func typed(words ...string) string {
	line := []string{"aimsio"}
	for _, word := range words {
		if !text.ShellWord(word) && !strings.HasPrefix(word, "-") {
			word = "KEY"
		}
		line = append(line, word)
	}
	return strconv.Quote(strings.Join(line, " "))
}

// Words lists the words of other tools that are known, but for those that mean an entity.
func Words() []string {
	return slices.Sorted(func(yield func(string) bool) {
		for _, known := range []map[string]string{commandsOf(), verbsOf()} {
			for word := range known {
				if !yield(word) {
					return
				}
			}
		}
	})
}
