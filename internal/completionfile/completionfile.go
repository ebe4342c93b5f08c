// Package completionfile knows where the shells look for the completion of a program in the user's own folders,
// and keeps a file there. What stands in it is for others to make.
package completionfile

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/files"
)

// Shells are those whose completion can be installed.
func Shells() []string { return []string{"bash", "zsh", "fish", "powershell"} }

// Machine is what the places depend on.
type Machine struct {
	Getenv func(string) (string, bool)
	// GOOS is the operating system, as Go calls it.
	GOOS string
	// Fpath gives the folders in which the user's zsh looks for functions; nil where nobody can tell.
	Fpath func() []string
}

// Place is where a shell's completion goes.
type Place struct {
	Path string
	// Line is what has to stand in a file that the user keeps, In, so that the shell finds it; empty where it finds
	// it by itself.
	Line, In string
	// Needs is what else has to be there, empty for nothing.
	Needs string
}

// Usual is the shell that the user works with, as far as the machine tells.
func (m Machine) Usual() string {
	if shell, set := m.Getenv("SHELL"); set && shell != "" {
		name := strings.TrimSuffix(filepath.Base(filepath.ToSlash(shell)), ".exe")
		if name == "pwsh" {
			return "powershell"
		}
		return name
	}
	if m.GOOS == "windows" {
		return "powershell"
	}
	return ""
}

// For finds the place of a shell's completion of a program.
func (m Machine) For(shell, program string) (Place, error) {
	home := m.home()
	if home == "" {
		return Place{}, errors.New("there is no home folder: none of the variables that name it is set")
	}
	data := m.folder("XDG_DATA_HOME", filepath.Join(home, ".local", "share"))
	switch shell {
	case "bash":
		folder := m.folder("BASH_COMPLETION_USER_DIR", filepath.Join(data, "bash-completion"))
		return Place{Path: filepath.Join(folder, "completions", program), Needs: "the package bash-completion"}, nil
	case "zsh":
		return m.zsh(home, data, program), nil
	case "fish":
		folder := m.folder("XDG_CONFIG_HOME", filepath.Join(home, ".config"))
		return Place{Path: filepath.Join(folder, "fish", "completions", program+".fish")}, nil
	case "powershell":
		if m.GOOS == "windows" {
			data = m.folder("LocalAppData", filepath.Join(home, "AppData", "Local"))
		}
		path := filepath.Join(data, program, "completion.ps1")
		return Place{Path: path, Line: ". '" + strings.ReplaceAll(path, "'", "''") + "'", In: "$PROFILE"}, nil
	default:
		return Place{}, fmt.Errorf("completion is there for %s, and not for %q", strings.Join(Shells(), ", "), shell)
	}
}

// zsh finds a folder of the user's own among those in which zsh looks, else one that zsh has to be told of.
func (m Machine) zsh(home, data, program string) Place {
	file := "_" + program
	if m.Fpath != nil {
		for _, folder := range m.Fpath() {
			if inside, err := filepath.Rel(home, folder); err == nil && filepath.IsLocal(inside) && inside != "." && isFolder(folder) {
				return Place{Path: filepath.Join(folder, file), Needs: "compinit"}
			}
		}
	}
	folder := filepath.Join(data, "zsh", "site-functions")
	return Place{
		Path: filepath.Join(folder, file), Line: "fpath=('" + strings.ReplaceAll(folder, "'", `'\''`) + "' $fpath)",
		In: filepath.Join(m.folder("ZDOTDIR", home), ".zshrc") + ", before compinit",
	}
}

func (m Machine) home() string {
	name := "HOME"
	if home, set := m.Getenv(name); m.GOOS == "windows" && (!set || home == "") {
		name = "USERPROFILE"
	}
	home, _ := m.Getenv(name)
	return home
}

// folder is one that a variable names with its whole path, else another.
func (m Machine) folder(variable, otherwise string) string {
	if path, set := m.Getenv(variable); set && filepath.IsAbs(path) {
		return path
	}
	return otherwise
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// ErrNotOurs says that what stands in a place was not put there by this program.
var ErrNotOurs = errors.New("there is another file, which this program did not make")

// Install writes a script to its place and tells whether that changed anything. Any file that is no completion
// of the program stays.
func Install(place Place, program string, script []byte) (changed bool, err error) {
	there, err := existing(place.Path, program)
	if err != nil {
		return false, err
	}
	if bytes.Equal(there, script) {
		return false, nil
	}
	if err := os.MkdirAll(filepath.Dir(place.Path), 0o755); err != nil { //nolint:gosec // as the shells make it
		return false, err
	}
	return true, files.WriteWhole(place.Path, script)
}

// Uninstall takes a script away and tells whether there was one.
func Uninstall(place Place, program string) (changed bool, err error) {
	there, err := existing(place.Path, program)
	if err != nil || there == nil {
		return false, err
	}
	return true, os.Remove(place.Path)
}

// existing reads what stands in a place, nil for nothing.
func existing(path, program string) ([]byte, error) {
	there, err := os.ReadFile(path) //nolint:gosec // the place follows from the user's own settings
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	}
	head := there[:min(len(there), 200)]
	if len(there) > 0 && (!bytes.Contains(head, []byte(program)) || !bytes.Contains(head, []byte("comp"))) {
		return nil, fmt.Errorf("%s: %w", path, ErrNotOurs)
	}
	return there, nil
}
