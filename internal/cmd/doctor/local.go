package doctor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/private"
)

// What can be checked without credentials and network.

func (d *doctor) program(context.Context) []finding {
	row := d.app.VersionRow()
	return one(fine("aimsio %s, %s, %s", row.Version, row.Go, row.Platform))
}

func (d *doctor) api(context.Context) []finding {
	if err := d.app.Described.Err; err != nil {
		advice := "import it again with `aimsio spec import`, or go back to the built-in one with `aimsio spec reset`"
		return one(finding{result: resultFailed, kind: fail.Usage, detail: fail.OneLine(err), advice: advice})
	}
	imported := ""
	if d.app.Described.Kept != nil {
		imported = ", " + d.app.Described.Origin()
	}
	return one(fine("API description %s, %d entities%s", d.app.Catalog.Version, len(d.app.Catalog.Entities), imported))
}

// configuration gives a finding for each fault of the file.
func (d *doctor) configuration(context.Context) []finding {
	loaded, err := d.app.Load()
	if err != nil {
		return one(failed(err, ""))
	}
	var found []finding
	if err := loaded.Err(); err != nil {
		for fault := range strings.SplitSeq(err.Error(), "\n") {
			found = append(found, finding{
				result: resultFailed, kind: fail.Usage, detail: fault,
				advice: "mend it: until then no command calls a server",
			})
		}
	}
	for _, warning := range loaded.Warnings() {
		found = append(found, doubtful("", "%s", warning))
	}
	if len(found) == 0 {
		found = one(configurationFile(loaded))
	}
	return found
}

func configurationFile(loaded *config.Config) finding {
	path, err := loaded.File()
	if err != nil {
		return fine("there is none: %s", fail.OneLine(err))
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return fine("there is none at %s", path)
	}
	return fine("%s", path)
}

// stateFolder makes the folder, as every command that writes would, and tries to write to it.
func (d *doctor) stateFolder(context.Context) []finding {
	const advice = "see that it can be made and written to: without it no write is sent, and the pace is not shared"
	path, err := d.app.StateDir()
	if err == nil {
		err = tryWriting(path)
	}
	if err != nil {
		return one(failed(err, advice))
	}
	if info, err := os.Stat(path); err == nil && private.Readable(info) {
		return one(doubtful("chmod 700 it", "%s: other users can list it (mode %04o)", path, info.Mode().Perm()))
	}
	return one(fine("%s can be written", path))
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

// chosen tells which environment it is, and of variables that were left out of account.
func (d *doctor) chosen(context.Context) []finding {
	environment, err := d.app.Environment()
	if err != nil {
		return one(failed(err, "`aimsio env show` tells where each setting comes from"))
	}
	d.environment = environment
	found := one(fine("%s", d.chosenBy()))
	if _, err := d.app.Zone(); err != nil {
		found = append(found, failed(err, "until then no command shows or reads a time"))
	}
	for _, warning := range environment.Warnings {
		found = append(found, doubtful("", "%s", warning))
	}
	return found
}

func (d *doctor) chosenBy() string {
	text := d.environment.Name
	if loaded, err := d.app.Load(); err == nil {
		if current, err := loaded.Current(); err == nil {
			text += fmt.Sprintf(" (%s)", current.Source)
		}
	}
	if d.environment.Demo() {
		return text + ": inside the program"
	}
	server := d.environment.Setting("url")
	return fmt.Sprintf("%s: %s (%s)", text, server.Value, server.Source)
}

// writes tells whether a guard stands before them.
func (d *doctor) writes(context.Context) []finding {
	readOnly, protected := d.environment.Setting("read_only"), d.environment.Setting("protected")
	switch {
	case d.environment.ReadOnly:
		return one(fine("refused: read_only (%s)", readOnly.Source))
	case d.environment.Protected:
		return one(fine("asked about first: protected (%s)", protected.Source))
	default:
		return one(fine("allowed"))
	}
}
