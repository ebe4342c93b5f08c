package client

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// mostDetails is how many faults of a refusal are told of.
const mostDetails = 5

// details gives what a refusal says of single faults beside its message: the lists that application/problem+json and
// its like hold, each fault with the place that it is about.
func details(value any) (found []string) {
	object, ok := value.(map[string]any)
	if !ok {
		return nil
	}
	for _, name := range []string{"validation", "violations", "errors", "invalid-params", "invalidParams", "invalid_params", "fieldErrors", "details"} {
		found = append(found, faults(object[name])...)
	}
	if inner, ok := object["error"].(map[string]any); ok && len(found) == 0 {
		return details(inner)
	}
	return found
}

// faults reads a list of faults, or an object of them by the field that each is about.
func faults(value any) (found []string) {
	switch v := value.(type) {
	case []any:
		for _, each := range v {
			if said := fault(each); said != "" {
				found = append(found, said)
			}
		}
	case map[string]any:
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			texts := []string{}
			for _, each := range listOf(v[name]) {
				if said := fault(each); said != "" {
					texts = append(texts, said)
				}
			}
			if len(texts) > 0 {
				found = append(found, name+": "+strings.Join(texts, ", "))
			}
		}
	}
	return found
}

func listOf(value any) []any {
	if list, ok := value.([]any); ok {
		return list
	}
	return []any{value}
}

// fault says what is wrong, and where.
func fault(value any) string {
	object, ok := value.(map[string]any)
	if !ok {
		text, _ := value.(string)
		return text
	}
	said := ""
	for _, name := range []string{"message", "detail", "reason", "description", "title", "error", "code"} {
		if text, ok := object[name].(string); ok && text != "" {
			said = text
			break
		}
	}
	for _, name := range []string{"location", "pointer", "field", "path", "property", "name", "param", "source"} {
		place := placeOf(object[name])
		if place == "" || said == "" || strings.Contains(said, place) {
			continue
		}
		return place + ": " + said
	}
	return said
}

// placeOf is where a fault is: a word, a path in steps, or an object with one of them.
func placeOf(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case []any:
		steps := make([]string, 0, len(v))
		for _, step := range v {
			steps = append(steps, fmt.Sprint(step))
		}
		steps = slices.DeleteFunc(steps, func(step string) bool { return step == "request" || step == "body" })
		return strings.Join(steps, ".")
	case map[string]any:
		for _, name := range []string{"pointer", "parameter", "field"} {
			if text, ok := v[name].(string); ok {
				return text
			}
		}
	}
	return ""
}

// withDetails puts faults behind a message that does not say them itself.
func withDetails(message string, found []string) string {
	found = slices.DeleteFunc(slices.Clone(found), func(each string) bool { return strings.Contains(message, each) })
	if slices.ContainsFunc(found, func(each string) bool { return strings.Contains(each, message) }) {
		message = "" // which one of them says, with where
	}
	var unique []string
	for _, each := range found {
		if !slices.Contains(unique, each) {
			unique = append(unique, each)
		}
	}
	if more := len(unique) - mostDetails; more > 0 {
		unique = append(unique[:mostDetails], fmt.Sprintf("and %d more", more))
	}
	if message != "" {
		unique = append([]string{message}, unique...)
	}
	return strings.Join(unique, "; ")
}

// violations reads a header that holds faults in JSON.
func violations(header string) []string {
	var value any
	if json.Unmarshal([]byte(header), &value) != nil {
		return nil
	}
	return faults(value)
}
