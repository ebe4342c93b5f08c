package report

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

//go:embed builtin/*.yaml
var builtin embed.FS

// Builtin gives the names of the reports of the program.
func Builtin() []string {
	entries, err := fs.ReadDir(builtin, "builtin")
	if err != nil {
		return nil
	}
	var names []string
	for _, entry := range entries {
		names = append(names, strings.TrimSuffix(entry.Name(), ".yaml"))
	}
	return names
}

// Source gives the file of a report of the program; found is false where there is none of the name.
func Source(name string) (content []byte, found bool) {
	content, err := builtin.ReadFile(path.Join("builtin", name+".yaml"))
	return content, err == nil
}

// ParseBuiltin reads a report of the program.
func ParseBuiltin(name string) (*File, error) {
	content, found := Source(name)
	if !found {
		return nil, fmt.Errorf("there is no report %q", name)
	}
	return Parse(name, name, content)
}
