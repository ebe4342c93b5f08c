// Command aimsio works with Aimsio, a field-service system, from the command line.
package main

import (
	"os"

	"github.com/aimsio-cli/aimsio/internal/cli"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
)

// version is set by the linker in a release.
var version string

func main() {
	os.Exit(cli.Run(os.Args[1:], cmdkit.Machine(version)))
}
