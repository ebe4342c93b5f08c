// Package browser has a program of the system show a web address. Which address, and whether it is a safe one, is decided elsewhere.
package browser

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/command"
)

// Open has a program show an address: the user's own choice in BROWSER, else the system's. What that says goes to messages, which
// it may keep. Open waits for it; on most systems it hands the address to a browser and ends.
func Open(ctx context.Context, system string, getenv func(string) (string, bool), address string, messages io.Writer) error {
	words, err := opener(system, getenv, address)
	if err != nil {
		return err
	}
	program := command.Command{Words: words, Output: messages, Errors: messages}
	if err := program.Run(ctx); err != nil {
		return fmt.Errorf("opening %s: %w", address, err)
	}
	return nil
}

// opener is the command that opens an address. No shell reads it.
func opener(system string, getenv func(string) (string, bool), address string) ([]string, error) {
	if chosen, _ := getenv("BROWSER"); strings.TrimSpace(chosen) != "" {
		return own(system, chosen, address)
	}
	for _, words := range usual(system) {
		if isThere(words[0]) {
			return append(words, address), nil
		}
	}
	return nil, errors.New("this machine has no program that opens a web address")
}

// own is the first program of the user's choice that is there: several stand behind colons, but for Windows, where a path has one,
// and %s is the place of the address.
func own(system, chosen, address string) ([]string, error) {
	choices := []string{chosen}
	if system != "windows" {
		choices = strings.Split(chosen, ":")
	}
	for _, choice := range choices {
		words := strings.Fields(choice)
		if len(words) == 0 || !isThere(words[0]) {
			continue
		}
		if place := slices.Index(words, "%s"); place > 0 {
			words[place] = address
			return words, nil
		}
		return append(words, address), nil
	}
	return nil, fmt.Errorf("BROWSER is %q, and there is no such program", chosen)
}

func isThere(program string) bool {
	_, err := exec.LookPath(program)
	return err == nil
}

// usual are the programs that a system has for it, best first.
func usual(system string) [][]string {
	switch system {
	case "windows":
		return [][]string{{"rundll32", "url.dll,FileProtocolHandler"}}
	case "darwin":
		return [][]string{{"open"}}
	default:
		return [][]string{{"xdg-open"}, {"wslview"}, {"x-www-browser"}}
	}
}
