package cmdkit

import (
	"bytes"
	"io"
	"iter"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/chart"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// usualWidth is how wide a chart is where there is no terminal.
const usualWidth = 80

// AddChart adds the flag that draws rows, to a command that has the flags of output.
func AddChart(cmd *cobra.Command, kind *string) {
	kinds := strings.Join(chart.Kinds(), ", ")
	cmd.Flags().StringVar(kind, "chart", "", "draw the rows, of a name and numbers: "+kinds+"; with --out FILE.svg or .png as a picture")
	for _, other := range []string{"columns", "excel", "jq", "no-header", "time"} {
		NoteFlag(cmd, other, IdleWith, "chart")
	}
	RegisterCompletion(cmd, "chart", CompleteWords(chart.Kinds()...))
}

// Chart is how rows are drawn: in characters, or as a picture in a file.
type Chart struct {
	Kind chart.Kind

	output   *Output
	out      string
	picture  func(io.Writer, chart.Kind, *chart.Data) error
	terminal chart.Terminal
	// To takes what would go to standard output, if set.
	To io.Writer
}

// Chart checks the flags of a command that draws, nil where it does not.
func (o *Output) Chart(kind string, flags OutputFlags) (*Chart, error) {
	if kind == "" {
		return nil, nil //nolint:nilnil // nothing is drawn, and nothing is wrong
	}
	parsed, err := chart.ParseKind(kind)
	if err != nil {
		return nil, fail.AsUsage(err)
	}
	if o.settings.Flags.Output != "" {
		return nil, fail.Usagef("--chart draws the rows: leave out -o %s", o.settings.Flags.Output)
	}
	if err := CheckOutput(flags.Out); err != nil {
		return nil, err
	}
	c := &Chart{Kind: parsed, output: o, out: flags.Out, terminal: o.Terminal(flags.Out)}
	switch ending := strings.ToLower(filepath.Ext(flags.Out)); {
	case ending == ".svg":
		c.picture = chart.SVG
	case ending == ".png":
		c.picture = chart.PNG
	case ending != ".txt" && !promisesNothing(flags.Out):
		return nil, fail.Usagef("--out %s: a chart is a picture in .svg or .png, or characters in .txt", flags.Out)
	}
	return c, nil
}

// Terminal is where a chart in characters goes.
func (o *Output) Terminal(out string) chart.Terminal {
	t := chart.Terminal{Width: usualWidth, ASCII: !o.settings.showsUnicode()}
	if IsStandardOutput(out) {
		if width := TerminalWidth(o.streams.Out); width > 0 {
			t.Width = width
		}
	}
	return t
}

// showsUnicode tells that the user's locale has all characters, as every Windows of today does.
func (s *Settings) showsUnicode() bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if locale, _ := s.Getenv(name); locale != "" {
			locale = strings.ToLower(locale)
			return strings.Contains(locale, "utf-8") || strings.Contains(locale, "utf8")
		}
	}
	return runtime.GOOS == "windows"
}

// ChartData takes the rows of an answer. What is wrong with one is for wrong to say.
func ChartData(kind chart.Kind, columns []string, rows iter.Seq2[record.Record, error], wrong func(error) error) (*chart.Data, []string, error) {
	data, err := chart.New(kind, columns)
	if err != nil {
		return nil, nil, fail.AsUsage(err)
	}
	for r, err := range rows {
		if err != nil {
			return nil, nil, wrong(err)
		}
		if err := data.AddRecord(r); err != nil {
			return nil, nil, fail.AsUsage(err)
		}
	}
	data, notes, err := data.Prepare(kind)
	return data, notes, fail.AsUsage(err)
}

// Draw draws the rows of an answer, and says what it leaves out.
func (c *Chart) Draw(columns []string, rows iter.Seq2[record.Record, error], wrong func(error) error) error {
	data, notes, err := ChartData(c.Kind, columns, rows, wrong)
	if err != nil {
		return err
	}
	target, err := c.output.streams.OpenOutput(c.out)
	if err != nil {
		return err
	}
	if c.To != nil {
		target.Writer = c.To
	}
	if err := target.Finish(c.drawOn(target, data)); err != nil {
		return err
	}
	more, err := c.notes(data)
	if err != nil {
		return err
	}
	for _, note := range slices.Concat(notes, more) {
		c.output.streams.Notef("%s", note)
	}
	return nil
}

func (c *Chart) drawOn(w io.Writer, data *chart.Data) error {
	if c.picture != nil {
		return c.picture(w, c.Kind, data)
	}
	var drawn bytes.Buffer
	if err := c.terminal.Draw(&drawn, c.Kind, data); err != nil {
		return err
	}
	_, err := w.Write(drawn.Bytes())
	return WrapWrite(err)
}

// notes say what the drawing itself leaves out.
func (c *Chart) notes(data *chart.Data) ([]string, error) {
	notes := []string(nil)
	if len(data.Names) == 0 {
		notes = append(notes, "no rows")
	}
	if c.picture == nil {
		return append(notes, c.terminal.Notes(c.Kind, data)...), nil
	}
	if !strings.EqualFold(filepath.Ext(c.out), ".png") {
		return notes, nil
	}
	missing, err := chart.Lacking(data)
	if err == nil && missing != "" {
		notes = append(notes, "the font of PNG pictures lacks "+missing+": they show as boxes; .svg shows them by the fonts of its reader")
	}
	return notes, err
}
