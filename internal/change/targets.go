package change

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// TargetError says that a record has nothing on which an assignment could be carried out.
type TargetError struct{ Problem string }

// Error is the problem.
func (e *TargetError) Error() string { return e.Problem }

func noTarget(format string, args ...any) error {
	return &TargetError{Problem: fmt.Sprintf(format, args...)}
}

// In gives what an assignment is in a record: one for each element that it chooses, with the number that its
// operator makes of the record's. Digits is how many decimals that is rounded to, negative for those that are
// there. The error is a *TargetError, or one that wraps record.ErrNoElement.
func (a Assignment) In(r record.Record, by *Comparer, digits int) ([]Assignment, error) {
	targets := []target{{}}
	from := 0
	for _, choice := range a.Choices {
		var chosen []target
		for _, before := range targets {
			some, err := choose(r, before.below(a.Path[from:choice.At]), choice, by)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", a.Text, err)
			}
			chosen = append(chosen, some...)
		}
		targets, from = chosen, choice.At+1
	}
	made := make([]Assignment, 0, len(targets))
	for _, found := range targets {
		found = found.below(a.Path[from:])
		one := a
		one.Path, one.Shown, one.Choices = found.path, found.shown, nil
		if a.Operator != "" {
			if err := one.compute(r, digits); err != nil {
				return nil, fmt.Errorf("%s: %w", a.Text, err)
			}
		}
		made = append(made, one)
	}
	return made, nil
}

// target is a place in a record: its path, and the same with elements of lists by their keys.
type target struct {
	path  record.Path
	shown string
}

func (t target) below(names record.Path) target {
	if len(names) == 0 {
		return t
	}
	shown := names.String()
	if t.shown != "" {
		shown = t.shown + "." + shown
	}
	return target{slices.Concat(t.path, names), shown}
}

// choose gives the elements of a list that a step chooses.
func choose(r record.Record, at target, choice Choice, by *Comparer) ([]target, error) {
	list, found := r.Get(at.path)
	switch kind := list.Kind(); {
	case !found || kind == jsontext.KindNull:
		return nil, noTarget("there is no list %s", at.shown)
	case kind != jsontext.KindBeginArray:
		return nil, noTarget("%s is no list there but %s", at.shown, record.Describe(list))
	}
	elements := elementsOf(list)
	if len(elements) == 0 {
		return nil, noTarget("the list %s is empty", at.shown)
	}
	if !choice.All {
		number, err := withKey(at, elements, choice.Key, by)
		return []target{{append(slices.Clone(at.path), number), place{path: at.shown}.element(choice.Key).path}}, err
	}
	keys, keyed := by.Match(withoutNumbers(at.path), elements, nil)
	all := make([]target, 0, len(elements))
	for i := range elements {
		number := string(number(i))
		shown := place{path: at.shown}.at(number)
		if keyed {
			shown = place{path: at.shown}.element(keys.Own[i])
		}
		all = append(all, target{append(slices.Clone(at.path), number), shown.path})
	}
	return all, nil
}

// withKey finds the element that is known by a key, in whichever member it is one.
func withKey(at target, elements []record.Value, key string, by *Comparer) (string, error) {
	list := withoutNumbers(at.path)
	names := append([]string{""}, by.KeyNames(list, elements)...)
	for _, name := range names {
		var found []string
		for i, element := range elements {
			if text, ok := KeyIn(element, name); ok && text == key {
				found = append(found, string(number(i)))
			}
		}
		if len(found) == 1 {
			return found[0], nil
		}
		if len(found) > 1 {
			return "", noTarget("%d elements of %s have the %s %s: name the one that is meant by its GUID or number", len(found), at.shown, name, key)
		}
	}
	return "", noTarget("%s has no element %s%s", at.shown, key, knownKeys(list, elements, by))
}

// knownKeys names the first keys of a list.
func knownKeys(list string, elements []record.Value, by *Comparer) string {
	keys, ok := by.Match(list, elements, nil)
	if !ok {
		return ": its elements have no key of their own; count them from 0, as in " + list + ".0"
	}
	const most = 5
	if len(keys.Own) <= most {
		return ", only " + strings.Join(keys.Own, ", ")
	}
	return fmt.Sprintf(", only %s and %d more", strings.Join(keys.Own[:most], ", "), len(keys.Own)-most)
}

// withoutNumbers gives the path as a description has it.
func withoutNumbers(path record.Path) string {
	names := slices.DeleteFunc(slices.Clone(path), func(step string) bool {
		_, isNumber := record.Position(step)
		return isNumber
	})
	return names.String()
}
