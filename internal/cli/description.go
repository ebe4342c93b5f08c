package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/spec"
)

// chooseDescription finds the description for a command line. Where none was imported, that costs a
// look for a folder.
func chooseDescription(args []string, world cmdkit.System) spec.Description {
	state, err := config.StateDir(world.Getenv, runtime.GOOS)
	if err != nil {
		return spec.Description{Catalog: api.Builtin()} // nothing can have been kept
	}
	// What may not be looked at may be there; what cannot be for another reason is not.
	if _, err := os.Stat(filepath.Join(state, spec.Folder)); err != nil && !errors.Is(err, fs.ErrPermission) {
		return spec.Description{Catalog: api.Builtin()}
	}
	chosen := spec.Description{}
	chosen.Catalog, chosen.Kept, chosen.Err = importedDescription(spec.In(state), args, world)
	if chosen.Catalog == nil {
		chosen.Catalog = api.Builtin()
	}
	return chosen
}

// importedDescription gives the imported description that counts, or nothing where there is none.
func importedDescription(store *spec.Store, args []string, world cmdkit.System) (*api.Catalog, *spec.Kept, error) {
	_, single, err := store.Any()
	if err != nil {
		return nil, nil, err
	}
	loaded, err := config.Load(config.Options{Getenv: world.Getenv})
	if err != nil {
		return nil, nil, err
	}
	environment := ""
	if single {
		environment = environmentOf(args, world, loaded)
	}
	return cmdkit.KeptDescription(store, environment, world, loaded)
}

// environmentOf finds the environment that a command line is about, as the flags will say later.
func environmentOf(args []string, world cmdkit.System, loaded *config.Config) string {
	if name, given := environmentFlag(args); given {
		return name
	}
	if name, _ := world.Getenv("AIMSIO_ENV"); name != "" {
		return name
	}
	if setting, err := loaded.Value("env"); err == nil {
		return setting.Value
	}
	return ""
}

// environmentFlag finds --env or -e in a command line; the last one counts.
func environmentFlag(args []string) (name string, given bool) {
	for i := 0; i < len(args) && args[i] != "--"; i++ {
		arg := args[i]
		value, attached := strings.CutPrefix(arg, "--env=")
		switch {
		case attached:
			name, given = value, true
		case arg == "--env" && i+1 < len(args):
			i++
			name, given = args[i], true
		case len(arg) > 1 && arg[0] == '-' && arg[1] != '-':
			letters := strings.TrimLeft(arg[1:], "qh") // those without a value may stand before it
			rest, is := strings.CutPrefix(letters, "e")
			if is && rest == "" && i+1 < len(args) {
				i++
				name, given = args[i], true
			} else if is && rest != "" {
				name, given = strings.TrimPrefix(rest, "="), true
			}
		}
	}
	return name, given
}

// checkDescription refuses to go on with the built-in description in the place of an imported one
// that cannot be used, but for commands that help to mend that.
func checkDescription(a *cmdkit.Env, cmd *cobra.Command) error {
	if a.Described.Err == nil {
		return nil
	}
	top := cmd
	for top.HasParent() && top.Parent().HasParent() {
		top = top.Parent()
	}
	mends := []string{"help", "version", "completion", "env", "auth", "doctor", "spec", "log", cobra.ShellCompRequestCmd, cobra.ShellCompNoDescRequestCmd}
	if !cmd.HasParent() || slices.Contains(mends, top.Name()) {
		if !strings.HasPrefix(top.Name(), "__") && top.Name() != "doctor" && cmd.HasParent() {
			a.Notef("warning: the imported API description cannot be used, the built-in one stands in for it: %s", fail.OneLine(a.Described.Err))
		}
		return nil
	}
	return fail.New(fail.Usage, "import it again with \"aimsio spec import\", or go back to the built-in one with \"aimsio spec reset\"",
		"the imported API description cannot be used: %w", a.Described.Err)
}
