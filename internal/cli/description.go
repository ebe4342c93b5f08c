package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/compile"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/spec"
)

// description is the API description that a run works with. It is chosen before the commands are
// made, since they follow from it.
type description struct {
	catalog *api.Catalog
	// kept is the imported one, nil for the built-in one.
	kept *spec.Kept
	// err says why an imported one cannot be used. The built-in one then stands in for it.
	err error
}

// chooseDescription finds the description for a command line. Where none was imported, that costs a
// look for a folder.
func chooseDescription(args []string, world World) description {
	state, err := config.StateDir(world.Getenv, runtime.GOOS)
	if err != nil {
		return description{catalog: api.Builtin()} // nothing can have been kept
	}
	// What may not be looked at may be there; what cannot be for another reason is not.
	if _, err := os.Stat(filepath.Join(state, spec.Folder)); err != nil && !errors.Is(err, fs.ErrPermission) {
		return description{catalog: api.Builtin()}
	}
	chosen := description{}
	chosen.catalog, chosen.kept, chosen.err = importedDescription(spec.In(state), args, world)
	if chosen.catalog == nil {
		chosen.catalog = api.Builtin()
	}
	return chosen
}

// importedDescription gives the imported description that counts, or nothing where there is none.
func importedDescription(store *spec.Store, args []string, world World) (*api.Catalog, *spec.Kept, error) {
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
	return keptDescription(store, environment, world, loaded)
}

// keptDescription gives the imported description for an environment, else that for all, "", or nothing.
func keptDescription(store *spec.Store, environment string, world World, loaded *config.Config) (*api.Catalog, *spec.Kept, error) {
	kept, err := store.Find(environment)
	if kept == nil || err != nil {
		return nil, kept, err
	}
	catalog, err := kept.Load(spec.Fingerprint(world.versionName()), compileOptions())
	if err != nil {
		return nil, kept, err
	}
	compile.Rename(catalog, loaded.EntityNames(), reservedNames())
	return catalog, kept, nil
}

// environmentOf finds the environment that a command line is about, as the flags will say later.
func environmentOf(args []string, world World, loaded *config.Config) string {
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

// compileOptions say how an imported description is compiled.
func compileOptions() compile.Options {
	return compile.Options{Rows: api.Presentations(), Reserved: reservedNames()}
}

// reservedNames are those of commands, which no entity can have.
func reservedNames() []string {
	return []string{
		"env", "auth", "api", "sync", "changes", "sql", "mirror", "log", "spec", "simulate", "entities", "doctor",
		"completion", "version", "help", "diff", "apply", "config", "__complete",
	}
}

// checkDescription refuses to go on with the built-in description in the place of an imported one
// that cannot be used, but for commands that help to mend that.
func (a *app) checkDescription(cmd *cobra.Command) error {
	if a.described.err == nil {
		return nil
	}
	top := cmd
	for top.HasParent() && top.Parent().HasParent() {
		top = top.Parent()
	}
	mends := []string{"help", "version", "completion", "env", "auth", "doctor", "spec", "log", cobra.ShellCompRequestCmd, cobra.ShellCompNoDescRequestCmd}
	if !cmd.HasParent() || slices.Contains(mends, top.Name()) {
		if !strings.HasPrefix(top.Name(), "__") && top.Name() != "doctor" && cmd.HasParent() {
			a.notef("warning: the imported API description cannot be used, the built-in one stands in for it: %s", oneLine(a.described.err))
		}
		return nil
	}
	return failf(exitUsage, "import it again with \"aimsio spec import\", or go back to the built-in one with \"aimsio spec reset\"",
		"the imported API description cannot be used: %w", a.described.err)
}

// origin says where the description in use came from.
func (d description) origin() string {
	switch {
	case d.err != nil:
		return "built in, in the place of an imported one that cannot be used"
	case d.kept == nil:
		return "built in"
	}
	return fmt.Sprintf("imported from %s on %s, %s", d.kept.Origin, d.kept.Imported.Local().Format(time.DateOnly), scopeText(d.kept.Environment))
}

// scopeText says which environments a description is for.
func scopeText(environment string) string {
	if environment == "" {
		return "for all environments"
	}
	return "for the environment " + environment
}
