package report

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// NotFoundError says that there is no report of a name.
type NotFoundError struct {
	Name  string
	Known []string
}

func (e *NotFoundError) Error() string {
	return fmt.Sprintf("there is no report %q: there are %s", e.Name, strings.Join(e.Known, ", "))
}

// ofFile is the ending of a report's file.
const ofFile = ".yaml"

// Find reads a report: from a file, if the name is a path or has the ending of one, else of the user's folder, else of
// the program.
func Find(name, folder string) (*File, error) {
	if strings.ContainsAny(name, `/\`) || filepath.Ext(name) == ofFile || filepath.Ext(name) == ".yml" {
		return read(strings.TrimSuffix(filepath.Base(name), filepath.Ext(name)), name)
	}
	file, err := read(name, filepath.Join(folder, name+ofFile))
	if !errors.Is(err, fs.ErrNotExist) {
		return file, err
	}
	if _, found := Source(name); found {
		return ParseBuiltin(name)
	}
	known, err := List(folder)
	if err != nil {
		return nil, err
	}
	missing := &NotFoundError{Name: name}
	for _, one := range known {
		missing.Known = append(missing.Known, one.Name)
	}
	return nil, missing
}

func read(name, place string) (*File, error) {
	content, err := os.ReadFile(place) //nolint:gosec // the user names the file
	if err != nil {
		return nil, fmt.Errorf("reading the report: %w", err)
	}
	return Parse(name, place, content)
}

// Listed is a report that can be made.
type Listed struct {
	Name, Title, Place string
	// Wrong says what is wrong with its file.
	Wrong string
}

// List gives the reports of the user's folder and of the program, one of the user's in the place of one of the program.
func List(folder string) ([]Listed, error) {
	var all []Listed
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("reading the reports: %w", err)
	}
	for _, entry := range entries {
		name, is := strings.CutSuffix(entry.Name(), ofFile)
		if !is || entry.IsDir() {
			continue
		}
		one := Listed{Name: name, Place: filepath.Join(folder, entry.Name())}
		if file, err := read(name, one.Place); err != nil {
			one.Wrong = err.Error()
		} else {
			one.Title = file.Title
		}
		all = append(all, one)
	}
	for _, name := range Builtin() {
		if slices.ContainsFunc(all, func(one Listed) bool { return one.Name == name }) {
			continue
		}
		file, err := ParseBuiltin(name)
		if err != nil {
			return nil, err
		}
		all = append(all, Listed{Name: name, Title: file.Title, Place: "built-in"})
	}
	slices.SortFunc(all, func(a, b Listed) int { return strings.Compare(a.Name, b.Name) })
	return all, nil
}
