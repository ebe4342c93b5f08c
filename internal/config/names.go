package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// maxName is the longest name of an environment, in characters: names become parts of file names.
const maxName = 64

// checkName tells why a text cannot be the name of an environment, or nil.
func checkName(name string) error {
	switch {
	case name == "":
		return errors.New("a name that is not empty")
	case !utf8.ValidString(name), utf8.RuneCountInString(name) > maxName:
		return fmt.Errorf("a name of at most %d characters", maxName)
	case name == ".", name == "..", strings.HasPrefix(name, "-"):
		return errors.New("a name that is no folder and starts with no hyphen")
	case strings.ContainsFunc(name, notInName):
		return errors.New("a name without blanks, slashes and control characters")
	}
	return nil
}

func notInName(r rune) bool {
	return r == '/' || r == '\\' || unicode.IsSpace(r) || !unicode.IsPrint(r)
}

func hasControl(text string) bool { return strings.ContainsFunc(text, unicode.IsControl) }

// variableFor is the variable of one environment: AIMSIO_<ENV>_PASSWORD, with the name in
// capitals and anything but letters and digits as an underscore.
func variableFor(environment, what string) string {
	name := strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return unicode.ToUpper(r)
		}
		return '_'
	}, environment)
	return "AIMSIO_" + name + "_" + what
}

// match finds the name that the user meant: the exact one, else the only one that differs in
// letter case alone.
func match(name string, names []string) (string, error) {
	if slices.Contains(names, name) {
		return name, nil
	}
	var alike []string
	for _, n := range names {
		if strings.EqualFold(n, name) {
			alike = append(alike, n)
		}
	}
	switch len(alike) {
	case 1:
		return alike[0], nil
	case 0:
		return "", &UnknownEnvironmentError{Name: name, Near: api.Nearest(name, names, 3), Choices: names}
	default:
		return "", &UnknownEnvironmentError{Name: name, Near: alike, Choices: names, Several: true}
	}
}
