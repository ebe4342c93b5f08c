package cmdkit

import (
	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/compile"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/spec"
)

// KeptDescription gives the imported description for an environment, else that for all, "", or nothing.
func KeptDescription(store *spec.Store, environment, version string, loaded *config.Config) (*api.Catalog, *spec.Kept, error) {
	kept, err := store.Find(environment)
	if kept == nil || err != nil {
		return nil, kept, err
	}
	catalog, err := kept.Load(spec.Fingerprint(version), CompileOptions())
	if err != nil {
		return nil, kept, err
	}
	compile.Rename(catalog, loaded.EntityNames(), ReservedNames())
	return catalog, kept, nil
}

// CompileOptions say how an imported description is compiled.
func CompileOptions() compile.Options {
	return compile.Options{Rows: api.Presentations(), Reserved: ReservedNames()}
}

// ReservedNames are those of commands, by which no entity can go: they stand in an imported description's way
// also where a command is only planned.
func ReservedNames() []string {
	return []string{
		"env", "environment", "environments", "auth", "api", "sync", "changes", "sql", "mirror", "log", "spec", "simulate", "entities", "doctor",
		"completion", "version", "help", "diff", "apply", "config", "promote", "export", "watch", "report", "workbook", "mcp", "open",
		"__complete",
	}
}
