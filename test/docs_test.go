package test

import (
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/aimsio-cli/aimsio/test/harness"
)

// documents lists the guides, the reference and the files beside the README, by path.
func documents(t *testing.T) map[string]string {
	t.Helper()
	pages := map[string]string{}
	add := func(path string) {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		pages[filepath.Clean(path)] = string(content)
	}
	for _, name := range []string{"README.md", "CHANGELOG.md", "CONTRIBUTING.md"} {
		if _, err := os.Stat("../" + name); err == nil || name == "README.md" {
			add("../" + name)
		}
	}
	err := filepath.WalkDir("../docs", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && strings.HasSuffix(path, ".md") {
			add(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

// fence is the line that begins or ends a block of code; behind it stands the language.
const fence = "```"

// block is a block of code on a page.
type block struct{ language, text string }

// blocksOf separates a page into running text and blocks of code.
func blocksOf(page string) (text string, blocks []block) {
	var running strings.Builder
	inside := false
	for line := range strings.Lines(page) {
		marker, fenced := strings.CutPrefix(strings.TrimSpace(line), fence)
		switch {
		case fenced && !inside:
			blocks = append(blocks, block{language: strings.TrimSpace(marker)})
			inside = true
		case fenced:
			inside = false
		case inside:
			blocks[len(blocks)-1].text += line
		default:
			running.WriteString(line)
		}
	}
	return running.String(), blocks
}

// shellOf gives the commands of a block: of a session those behind a prompt, with the lines that
// a backslash goes on to.
func shellOf(b block) string {
	switch b.language {
	case "sh", "bash", "shell":
		return b.text
	case "console":
	default:
		return ""
	}
	var commands []string
	goesOn := false
	for line := range strings.SplitSeq(b.text, "\n") {
		command, prompted := strings.CutPrefix(strings.TrimLeft(line, " "), "$ ")
		if prompted || goesOn {
			commands = append(commands, command)
			goesOn = strings.HasSuffix(line, "\\")
		}
	}
	return strings.Join(commands, "\n")
}

// TestDocumentsAgreeWithCommands: every "aimsio" in the documentation can be typed as it stands.
func TestDocumentsAgreeWithCommands(t *testing.T) {
	t.Parallel()
	harness.OneByOne(t)
	checked := 0
	for path, page := range documents(t) {
		_, blocks := blocksOf(page)
		for _, shown := range blocks {
			for _, words := range commandsIn(shellOf(shown)) {
				if words[0] != "aimsio" {
					continue
				}
				checked++
				if err := parses(words[1:]); err != nil {
					t.Errorf("%s: \"%s\": %v: correct the page", path, strings.Join(words, " "), err)
				}
			}
		}
	}
	if checked == 0 {
		t.Error("no page shows a command")
	}
}

var (
	linked  = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`(?m)^#+ +(.*)$`)
	code    = regexp.MustCompile("`[^`\n]*`")
)

// TestLinks: every link within the documentation leads to a file and a heading that exist.
func TestLinks(t *testing.T) {
	t.Parallel()
	pages := documents(t)
	for path, page := range pages {
		text, _ := blocksOf(page)
		for _, link := range linked.FindAllStringSubmatch(code.ReplaceAllString(text, ""), -1) {
			target, err := url.Parse(link[1])
			if err != nil {
				t.Errorf("%s: the link %s cannot be read: %v", path, link[1], err)
				continue
			}
			if target.Scheme != "" {
				continue
			}
			file := path
			if target.Path != "" {
				file = filepath.Join(filepath.Dir(path), target.Path)
			}
			if _, err := os.Stat(file); err != nil {
				t.Errorf("%s: the link %s leads nowhere", path, link[1])
				continue
			}
			if page, isPage := pages[filepath.Clean(file)]; target.Fragment != "" && isPage && !hasHeading(page, target.Fragment) {
				t.Errorf("%s: the link %s leads to a heading that %s does not have", path, link[1], file)
			}
		}
	}
}

func hasHeading(page, anchor string) bool {
	for _, found := range heading.FindAllStringSubmatch(page, -1) {
		if anchorOf(found[1]) == anchor {
			return true
		}
	}
	return false
}

// anchorOf gives the anchor that GitHub makes of a heading.
func anchorOf(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
			return unicode.ToLower(r)
		}
		return -1
	}, strings.TrimSpace(text))
}
