package main

import (
	"bytes"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/clipperhouse/displaywidth"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cli"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
)

// shots are the commands of the picture of a terminal, as they are typed.
func shots() [][]string {
	return [][]string{
		{"joborders", "list", "--full", "--limit", "5", "--columns", "jobNumber,jobName,jobStatus,jobClientName,jobStartDate"},
		{"sql", "--chart", "bar", "select jobStatus, count(*) as jobs from joborders group by 1 order by 2 desc"},
	}
}

// pictures draws what the README opens with: a terminal, and a chart of the report jobs. The demo's clock stands still, so
// that they are the same each time.
func pictures(folder string) error {
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return fmt.Errorf("making the pictures' folder: %w", err)
	}
	home, err := os.MkdirTemp("", "aimsio-pictures-")
	if err != nil {
		return fmt.Errorf("making a folder for the demo: %w", err)
	}
	defer func() { _ = os.RemoveAll(home) }()
	if _, err := ran(home, "sync", "joborders"); err != nil {
		return err
	}
	var lines []string
	for _, shot := range shots() {
		shown, err := ran(home, shot...)
		if err != nil {
			return err
		}
		lines = append(lines, typed(shot))
		lines = append(lines, strings.Split(strings.TrimRight(shown, "\n"), "\n")...)
		lines = append(lines, "")
	}
	if err := os.WriteFile(filepath.Join(folder, "terminal.svg"), terminal(lines[:len(lines)-1]), 0o600); err != nil {
		return fmt.Errorf("writing a picture: %w", err)
	}
	const months = `select substr(jobStartDate, 1, 7) as month, sum(jobStatus = 'Finished') as finished, sum(jobStatus = 'Active') as active,
		sum(jobStatus not in ('Finished', 'Active')) as others from joborders group by 1 order by 1`
	_, err = ran(home, "sql", "--chart", "stacked", "--out", filepath.Join(folder, "report.svg"), months)
	return err
}

// ran carries a command out on the demo, and gives what it prints.
func ran(home string, args ...string) (string, error) {
	variables := map[string]string{
		"HOME": home, "XDG_CONFIG_HOME": home, "XDG_STATE_HOME": home, "AIMSIO_ENV": "demo", "AIMSIO_RATE": "1000", "LANG": "C.UTF-8",
		"DBUS_SESSION_BUS_ADDRESS": "unix:path=" + filepath.Join(home, "no-keyring"),
	}
	var out, said bytes.Buffer
	code := cli.RunWith(api.Builtin(), args, cmdkit.System{
		In: strings.NewReader(""), Out: &out, Err: &said, Local: time.UTC,
		Getenv: func(name string) (string, bool) { value, set := variables[name]; return value, set },
		Now:    func() time.Time { return time.Date(2026, time.October, 29, 12, 0, 0, 0, time.UTC) },
	})
	if code != 0 {
		return "", fmt.Errorf("aimsio %s: code %d: %s", strings.Join(args, " "), code, said.String())
	}
	return out.String(), nil
}

// typed is a command line as a shell takes it.
func typed(args []string) string {
	words := []string{"$ aimsio"}
	for _, word := range args {
		if strings.ContainsAny(word, " *()") {
			word = `"` + word + `"`
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

// terminal draws lines of text. Each is stretched to the columns that it takes, whatever font its reader has.
func terminal(lines []string) []byte {
	const column, line, edge = 8.4, 19.0, 16.0
	widest := 0
	for _, one := range lines {
		widest = max(widest, displaywidth.String(one))
	}
	width, height := column*float64(widest)+2*edge, line*float64(len(lines))+2*edge
	svg := fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" viewBox="0 0 %.0f %.0f" role="img">
<title>aimsio in a terminal</title>
<rect width="%.0f" height="%.0f" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, Menlo, Consolas, &quot;DejaVu Sans Mono&quot;, monospace" font-size="14">
`, width, height, width, height, width, height)
	for i, one := range lines {
		ink := "#e6edf3"
		if strings.HasPrefix(one, "$ ") {
			ink = "#7ee787"
		}
		if one != "" {
			svg = fmt.Appendf(svg, `<text x="%.0f" y="%.0f" fill="%s" textLength="%.1f" lengthAdjust="spacingAndGlyphs">%s</text>`+"\n",
				edge, edge+line*float64(i)+14, ink, column*float64(displaywidth.String(one)),
				strings.ReplaceAll(html.EscapeString(one), " ", "\u00a0")) // which readers of SVG leave as many as there are
		}
	}
	return append(svg, "</g>\n</svg>\n"...)
}
