package bulk

import (
	"io"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
)

// checkFiles refuses to write over a file that the run reads or writes too: the input would be
// gone before it is sent, or the results before anybody sees them.
func (f *Options) checkFiles(stdin io.Reader, stdout io.Writer) error {
	results := cmdkit.NamedFile{Flag: "--results", Path: f.Results}
	if f.Resume != "" {
		results = cmdkit.NamedFile{Flag: "--resume", Path: f.Resume}
	}
	input := cmdkit.NamedFile{Flag: "-f", Path: f.File}
	if f.File == "-" {
		input = cmdkit.NamedFile{Flag: "standard input", Stream: stdin}
	}
	out := cmdkit.NamedFile{Flag: "--out", Path: f.Output.Out}
	if cmdkit.IsStandardOutput(f.Output.Out) {
		out = cmdkit.NamedFile{Flag: "standard output", Stream: stdout}
	}
	return cmdkit.Distinct(input, cmdkit.NamedFile{Flag: "--rejects", Path: f.Rejects}, out, results)
}
