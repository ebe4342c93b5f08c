package cmdkit

import (
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/output"
)

// Workbook is a file of Excel's with the records of several printers, a sheet each.
type Workbook struct {
	*output.Workbook

	target *OutputFile
	// held keeps the file back until it is known that nothing in the command line is wrong.
	held *output.Holder
}

// AddWorkbook adds the flags of a command that writes a workbook and nothing else.
func (f *OutputFlags) AddWorkbook(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.Out, "out", "", "workbook to write, whole or not at all")
	cmd.Flags().StringVar(&f.time, "time", "", "show times as epoch, utc, local or in a zone such as America/Edmonton")
	RegisterCompletion(cmd, "time", CompleteWords("epoch", "utc", "local"))
}

// CheckWorkbook finds, before the first call, what is wrong with the place of a workbook.
func (o *Output) CheckWorkbook(flags OutputFlags) error {
	if asked := o.settings.Flags.Output; asked != "" && !strings.EqualFold(asked, string(output.XLSX)) {
		return fail.Usagef("a workbook is written as xlsx, and not as %s", asked)
	}
	if ending := FormatOfFile(flags.Out); ending != "" && ending != output.XLSX {
		return fail.Usagef("--out %s: a workbook ends in .xlsx, and this name stands for %s", flags.Out, ending)
	}
	if err := checkEnding(flags.Out); err != nil {
		return err
	}
	return o.checkWorkbook(flags)
}

func (o *Output) checkWorkbook(flags OutputFlags) error {
	if IsStandardOutput(flags.Out) && IsTerminal(o.streams.Out) {
		return fail.Usagef("a workbook is nothing for a terminal: give --out FILE.xlsx")
	}
	return CheckOutput(flags.Out)
}

// OpenWorkbook begins a workbook.
func (o *Output) OpenWorkbook(flags OutputFlags) (*Workbook, error) {
	target, err := o.streams.OpenOutput(flags.Out)
	if err != nil {
		return nil, err
	}
	held := output.NewHolder(target)
	book := output.NewWorkbook(held, func(line string) { o.streams.Notef("%s", line) })
	return &Workbook{Workbook: book, target: target, held: held}, nil
}

// Finish writes the workbook after err, which is nil or says that some records are missing; else nothing is written.
func (w *Workbook) Finish(err error) error {
	if err != nil && !fail.IsIncomplete(err) {
		w.held.Drop()
		return w.target.Finish(firstOf(err, w.Drop()))
	}
	return w.target.Finish(firstOf(err, w.Close(), w.held.Release()))
}

// firstOf gives the first error.
func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// nowhere is where the printer of a sheet writes to: the workbook has what it prints.
func nowhere() *OutputFile { return &OutputFile{Writer: io.Discard} }
