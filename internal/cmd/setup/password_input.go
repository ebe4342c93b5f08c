package setup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// withoutEcho gives what reads a line from a terminal without echo, nil for another input.
func withoutEcho(in io.Reader) func(context.Context) ([]byte, error) {
	file, ok := in.(*os.File)
	if !ok || !cmdkit.IsTerminal(file) {
		return nil
	}
	terminal := int(file.Fd())
	return func(ctx context.Context) ([]byte, error) {
		before, err := term.GetState(terminal)
		if err != nil {
			return nil, err
		}
		typed, err := cmdkit.Waiting(ctx, func() ([]byte, error) { return term.ReadPassword(terminal) })
		if ctx.Err() != nil { // an end in its middle must not leave the terminal without echo
			err = errors.Join(err, term.Restore(terminal, before))
		}
		return typed, err
	}
}

// onlyLine reads a password that is all there is to read. One of several lines is none: mostly it is a file
// of another kind, of which the first line would be stored.
func onlyLine(input io.Reader) (string, error) {
	const most = 64 << 10 // bytes
	whole, err := io.ReadAll(io.LimitReader(input, most))
	if err == nil {
		_, err = io.Copy(io.Discard, input) // who writes it is not to fail
	}
	if err != nil {
		return "", fmt.Errorf("reading the password: %w", err)
	}
	line, ended := strings.CutSuffix(string(whole), "\n")
	if ended {
		line = strings.TrimSuffix(line, "\r")
	}
	if strings.ContainsAny(line, "\r\n") {
		return "", fail.Usagef("standard input has more than one line: give the password alone")
	}
	return line, nil
}
