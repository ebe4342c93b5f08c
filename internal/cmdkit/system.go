package cmdkit

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"
	_ "time/tzdata" // zones by name work where the machine has no time zone database, as on Windows

	"golang.org/x/term"
)

// System is what a run of the program sees of the machine: its streams, variables and clock.
// Tests hand in their own.
type System struct {
	In       io.Reader
	Out, Err io.Writer
	// Getenv looks a variable up and says whether it is set.
	Getenv func(string) (string, bool)
	// Environ gives all variables, as a program that is started gets them; nil for none.
	Environ func() []string
	Now     func() time.Time
	// Dial connects to a server; nil goes by way of the network.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Local is the time zone of the machine.
	Local *time.Location
	// LocalFault says why Local is not the zone that the machine was told to keep, nil if it is.
	LocalFault error
	// Version is that of a released build, empty for any other.
	Version string
}

// Machine is the machine that the program, of the given version, really runs on.
func Machine(version string) System {
	return System{
		In:         os.Stdin,
		Out:        os.Stdout,
		Err:        os.Stderr,
		Getenv:     os.LookupEnv,
		Environ:    os.Environ,
		Now:        time.Now,
		Local:      time.Local,
		LocalFault: localFault(os.Getenv("TZ"), time.Local),
		Version:    version,
	}
}

// localFault tells of a TZ that is no zone: Go keeps silent about it, and takes UTC, which it then names
// the zone. Where TZ does not count, as on Windows, the name is another.
func localFault(tz string, local *time.Location) error {
	tz = strings.TrimPrefix(tz, ":")
	if tz == "" || local.String() != "UTC" || strings.EqualFold(tz, "UTC") || tz == "UTC0" {
		return nil
	}
	return fmt.Errorf("TZ: %q is not a time zone that is known; it takes a name such as America/Edmonton, and time_zone or --time can name another", tz)
}

// IsTerminal tells whether a stream is a terminal that a person sits at.
func IsTerminal(stream any) bool {
	file, ok := stream.(interface{ Fd() uintptr })
	return ok && term.IsTerminal(int(file.Fd()))
}

// TerminalWidth gives the columns of the terminal behind a stream, 0 where there is none.
func TerminalWidth(stream any) int {
	file, ok := stream.(interface{ Fd() uintptr })
	if !ok {
		return 0
	}
	width, _, err := term.GetSize(int(file.Fd()))
	if err != nil {
		return 0
	}
	return width
}
