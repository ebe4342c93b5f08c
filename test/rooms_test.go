package test

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
)

const (
	// housePath is what the import path of every room begins with.
	housePath = "github.com/aimsio-cli/aimsio/internal/"

	roomsPage  = "../docs/house.md"
	roomsBegin = "<!-- rooms: UPDATE=1 go test ./test -run TestRooms writes this table -->\n"
	roomsEnd   = "<!-- end of rooms -->\n"
)

// rooms holds the packages below internal, by their paths from there, each with those that its files
// other than tests import, sorted.
type rooms map[string][]string

func readRooms(t *testing.T) rooms {
	t.Helper()
	found := rooms{}
	err := filepath.WalkDir("../internal", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && entry.Name() == "testdata" {
			return fs.SkipDir
		}
		if entry.IsDir() || filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		room := strings.TrimPrefix(path.Dir(filepath.ToSlash(name)), "../internal/")
		imports := found[room]
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if ours, is := strings.CutPrefix(imported, housePath); is {
				imports = append(imports, ours)
			}
		}
		slices.Sort(imports)
		found[room] = slices.Compact(imports)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// floor is 0 for a room that imports none, and otherwise one above the highest that it imports.
func (r rooms) floor(room string) int {
	floor := 0
	for _, below := range r[room] {
		floor = max(floor, r.floor(below)+1)
	}
	return floor
}

// ordered gives the rooms so that each comes after all that it imports.
func (r rooms) ordered() []string {
	return slices.SortedFunc(maps.Keys(r), func(a, b string) int {
		if r.floor(a) != r.floor(b) {
			return r.floor(a) - r.floor(b)
		}
		return strings.Compare(a, b)
	})
}

// table is what the page shows.
func (r rooms) table() string {
	var ground []string
	var rows strings.Builder
	for _, room := range r.ordered() {
		if len(r[room]) == 0 {
			ground = append(ground, room)
			continue
		}
		fmt.Fprintf(&rows, "| %s | %s |\n", quotedNames(room), quotedNames(r[room]...))
	}
	return fmt.Sprintf("| room | imports of ours |\n|---|---|\n| %s | none |\n", quotedNames(ground...)) + rows.String()
}

func quotedNames(names ...string) string { return "`" + strings.Join(names, "`, `") + "`" }

// TestRoomsOnThePage compares the table of rooms in the documents with the imports in the code.
func TestRoomsOnThePage(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile(roomsPage)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begins := strings.Cut(string(content), roomsBegin)
	shown, after, ends := strings.Cut(rest, roomsEnd)
	if !begins || !ends {
		t.Fatalf("%s has no table of rooms between %q and %q", roomsPage, roomsBegin, roomsEnd)
	}
	want := readRooms(t).table()
	diff := cmp.Diff(strings.Split(shown, "\n"), strings.Split(want, "\n"))
	if diff == "" {
		return
	}
	if !updating() {
		t.Fatalf("%s shows other imports than the code has; write them with UPDATE=1 go test ./test -run TestRooms\n%s", roomsPage, diff)
	}
	if err := os.WriteFile(roomsPage, []byte(before+roomsBegin+want+roomsEnd+after), 0o600); err != nil {
		t.Fatal(err)
	}
}

// importRule is a rule of depguard.
type importRule struct {
	Mode  string              `yaml:"list-mode"`
	Files []string            `yaml:"files"`
	Allow []string            `yaml:"allow"`
	Deny  []map[string]string `yaml:"deny"`
}

const (
	lintersPage = "../.golangci.yml"
	// exceptTests is added to the files of a rule where the tests of a room need more than the room.
	exceptTests = "!$test"
)

// TestRoomsInTheLinter compares what the linter allows each room to import with what it does import: what
// is new is a decision, and what is allowed and not used would come in without one.
func TestRoomsInTheLinter(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile(lintersPage)
	if err != nil {
		t.Fatal(err)
	}
	var page struct {
		Linters struct {
			Settings struct {
				Depguard struct {
					Rules map[string]importRule `yaml:"rules"`
				} `yaml:"depguard"`
			} `yaml:"settings"`
		} `yaml:"linters"`
	}
	if err := yaml.Unmarshal(content, &page); err != nil {
		t.Fatal(err)
	}
	rules := page.Linters.Settings.Depguard.Rules
	house := readRooms(t)
	for _, room := range house.ordered() {
		name := "room-" + strings.ReplaceAll(room, "/", "-")
		rule, has := rules[name]
		delete(rules, name)
		if !has || !rule.fits(room, house[room]) {
			t.Errorf("%s has no rule %s, or one that differs from what %s imports. If that import is meant:\n%s",
				lintersPage, name, room, writtenRule(name, room, house[room]))
		}
	}
	for name := range rules {
		if strings.HasPrefix(name, "room-") {
			t.Errorf("%s has the rule %s for no room", lintersPage, name)
		}
	}
}

// fits tells whether a rule holds for a room's files, all of them or all but tests, and allows what the room
// imports, the room itself, for its tests, and nothing else of the house.
func (r importRule) fits(room string, imports []string) bool {
	files := []string{"**/internal/" + room + "/*.go"}
	closed := len(r.Deny) == 1 && r.Deny[0]["pkg"] == strings.TrimSuffix(housePath, "/")
	return r.Mode == "lax" && closed &&
		(slices.Equal(r.Files, files) || slices.Equal(r.Files, append(files, exceptTests))) &&
		slices.Equal(slices.Sorted(slices.Values(r.Allow)), allowed(room, imports))
}

// allowed gives the list of a rule. A path that ends in $ is not one for the packages below it.
func allowed(room string, imports []string) []string {
	list := []string{housePath + room + "$"}
	for _, imported := range imports {
		list = append(list, housePath+imported+"$")
	}
	slices.Sort(list)
	return list
}

func writtenRule(name, room string, imports []string) string {
	return fmt.Sprintf(`        %s:
          list-mode: lax
          files: ["**/internal/%s/*.go"]
          allow:
            - %s
          deny: *house
`, name, room, strings.Join(allowed(room, imports), "\n            - "))
}
