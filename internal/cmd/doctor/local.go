package doctor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/private"
	"github.com/aimsio-cli/aimsio/internal/spec"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// What can be checked without credentials and network.

func programCheck(program cmdkit.VersionRow) check {
	return check{"program", nil, one(func(context.Context) finding {
		return passed("aimsio %s, %s, %s", program.Version, program.Go, program.Platform)
	})}
}

func descriptionCheck(described spec.Description) check {
	return check{"api", nil, one(func(context.Context) finding {
		if err := described.Err; err != nil {
			return unusable(fail.OneLine(err), "import it again with `aimsio spec import`, or go back to the built-in one with `aimsio spec reset`")
		}
		imported := ""
		if described.Kept != nil {
			imported = ", " + described.Origin()
		}
		return passed("API description %s, %s%s", described.Catalog.Version, text.Counted(len(described.Catalog.Entities), "entity"), imported)
	})}
}

// configurationCheck has a finding for each fault of the file.
func configurationCheck(load configuration) check {
	return check{checkConfiguration, nil, func(context.Context) []finding {
		loaded, err := load()
		if err != nil {
			return []finding{failed(err, "")}
		}
		var found []finding
		if err := loaded.Err(); err != nil {
			for fault := range strings.SplitSeq(err.Error(), "\n") {
				found = append(found, unusable(fault, "mend it: until then no command calls a server"))
			}
		}
		for _, words := range loaded.Warnings() {
			found = append(found, warning("", "%s", words))
		}
		if len(found) == 0 {
			found = append(found, configurationFile(loaded))
		}
		return found
	}}
}

func configurationFile(loaded *config.Config) finding {
	path, err := loaded.File()
	if err != nil {
		return passed("there is none: %s", fail.OneLine(err))
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return passed("there is none at %s", path)
	}
	return passed("%s", path)
}

// stateFolderCheck makes the folder, as every command that writes would, and tries to write to it.
func stateFolderCheck(folder func() (string, error)) check {
	return check{checkStateFolder, nil, one(func(context.Context) finding {
		path, err := folder()
		if err == nil {
			err = tryWriting(path)
		}
		if err != nil {
			return failed(err, "see that it can be made and written to: without it no write is sent, and the pace is not shared")
		}
		if info, err := os.Stat(path); err == nil && private.ReadableByOthers(info) {
			return warning("chmod 700 it", "%s: other users can list it (mode %04o)", path, info.Mode().Perm())
		}
		return passed("%s can be written", path)
	})}
}

// tryWriting writes a file, to the disk, and takes it away again.
func tryWriting(folder string) error {
	file, err := os.CreateTemp(folder, "doctor-*")
	if err != nil {
		return fmt.Errorf("writing to the state folder: %w", err)
	}
	_, err = file.WriteString("written by aimsio doctor\n")
	if err = errors.Join(err, file.Sync(), file.Close(), os.Remove(file.Name())); err != nil {
		return fmt.Errorf("writing to the state folder: %w", err)
	}
	return nil
}
