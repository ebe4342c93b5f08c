// Package browser has a program of the system show a web address. Which address, and whether it is a safe one, is decided elsewhere.
package browser

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/command"
)

// Open has the system's program show an address, and gives what that says to messages: it is no data. It waits for the program,
// which on most systems hands the address to a browser and ends.
func Open(ctx context.Context, system string, getenv func(string) (string, bool), address string, messages io.Writer) error {
	for _, words := range openers(system, getenv) {
		if _, err := exec.LookPath(words[0]); err != nil {
			continue
		}
		opener := command.Command{Words: append(words, address), Output: messages, Errors: messages}
		if err := opener.Run(ctx); err != nil {
			return fmt.Errorf("opening %s: %w", address, err)
		}
		return nil
	}
	return errors.New("this machine has no program that opens a web address")
}

// openers are the programs that may open an address on a system, best first: the user's own choice, then those that the system
// has for it. No shell reads the address.
func openers(system string, getenv func(string) (string, bool)) [][]string {
	var programs [][]string
	if chosen, _ := getenv("BROWSER"); len(strings.Fields(chosen)) > 0 {
		programs = append(programs, strings.Fields(chosen))
	}
	switch system {
	case "windows":
		return append(programs, []string{"rundll32", "url.dll,FileProtocolHandler"})
	case "darwin":
		return append(programs, []string{"open"})
	default:
		return append(programs, []string{"xdg-open"}, []string{"wslview"}, []string{"x-www-browser"}, []string{"www-browser"})
	}
}
