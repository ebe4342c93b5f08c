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

// chooseDescription finds the description for a command line whose --env is flag. Where none was imported, that
// costs a look for a folder.
func chooseDescription(flag string, system cmdkit.System) spec.Description {
	state, err := config.StateDir(system.Getenv, runtime.GOOS)
	if err != nil {
		return spec.Description{Catalog: api.Builtin()} // nothing can have been kept
	}
	// What may not be looked at may be there; what cannot be for another reason is not.
	if _, err := os.Stat(filepath.Join(state, spec.Folder)); err != nil && !errors.Is(err, fs.ErrPermission) {
		return spec.Description{Catalog: api.Builtin()}
	}
	chosen := spec.Description{}
	chosen.Catalog, chosen.Kept, chosen.Err = importedDescription(spec.In(state), flag, system)
	if chosen.Catalog == nil {
		chosen.Catalog = api.Builtin()
	}
	return chosen
}

// importedDescription gives the imported description that counts, or nothing where there is none.
func importedDescription(store *spec.Store, flag string, system cmdkit.System) (*api.Catalog, *spec.Kept, error) {
	_, single, err := store.Any()
	if err != nil {
		return nil, nil, err
	}
	loaded, err := config.Load(config.Options{Getenv: system.Getenv})
	if err != nil {
		return nil, nil, err
	}
	environment := ""
	if single {
		environment = environmentOf(flag, loaded)
	}
	return cmdkit.KeptDescription(store, environment, system.VersionName(), loaded)
}

// environmentOf finds the environment that a command line is about: the one that --env names, if any, else
// that of the settings.
func environmentOf(flag string, loaded *config.Config) string {
	if flag != "" {
		return flag
	}
	setting, err := loaded.Value("env")
	if err != nil {
		return "" // as told when it is needed
	}
	return setting.Value
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
	mending := []string{"help", "version", "completion", "env", "auth", "doctor", "spec", "log", cobra.ShellCompRequestCmd, cobra.ShellCompNoDescRequestCmd}
	if !cmd.HasParent() || slices.Contains(mending, top.Name()) {
		if !strings.HasPrefix(top.Name(), "__") && top.Name() != "doctor" && cmd.HasParent() {
			a.Notef("warning: the imported API description cannot be used, the built-in one stands in for it: %s", fail.OneLine(a.Described.Err))
		}
		return nil
	}
	return fail.New(fail.Usage, "import it again with \"aimsio spec import\", or go back to the built-in one with \"aimsio spec reset\"",
		"the imported API description cannot be used: %w", a.Described.Err)
}
