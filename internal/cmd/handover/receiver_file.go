package handover

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/input"
)

// receiverFile is a file of a receiver that a command reads, and what it needs for that.
type receiverFile struct {
	file, format, sheet string
	heads               cmdkit.HeadFlags
	maxErrors           int

	streams     *cmdkit.Streams
	settings    *cmdkit.Settings
	entityNamed func(string) (*api.Entity, error)
}

func newReceiverFile(env *cmdkit.Env) receiverFile {
	return receiverFile{streams: env.Streams, settings: env.Settings, entityNamed: env.EntityNamed}
}

// addFile adds the flags.
func (f *receiverFile) addFile(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVarP(&f.file, "file", "f", "", "file of the receiver; - is standard input")
	flags.StringVar(&f.format, "input", "", "format of the file: json, ndjson, csv, yaml or xlsx (default: by ending or content)")
	flags.StringVar(&f.sheet, "sheet", "", "sheet of an Excel workbook to read (default: the only one)")
	flags.IntVar(&f.maxErrors, "max-errors", 20, "how many faults of the file to print")
	f.heads.Add(cmd)
	cmdkit.RegisterCompletion(cmd, "input", cmdkit.CompleteWords("json", "ndjson", "csv", "yaml", "xlsx"))
}

// name is how messages name the file.
func (f *receiverFile) name() string {
	if f.file == "-" {
		return "standard input"
	}
	return f.file
}

// open opens the file, which has records with some fields beside others, and is about records of an entity.
func (f *receiverFile) open(ctx context.Context, fields []api.Field, entityName string) (*input.File, error) {
	format, err := input.ParseFormat(f.format)
	if err != nil {
		return nil, fail.AsUsage(err)
	}
	entity, err := f.entityNamed(entityName)
	if err != nil {
		entity = &api.Entity{Name: entityName} // an import took it away, and nothing of it matters here
	}
	heads, err := f.settings.Heads(f.heads, entity)
	if err != nil {
		return nil, err
	}
	if err := heads.Unknown(fields); err != nil {
		return nil, fail.Usagef("--map: %w", err)
	}
	file, err := input.Open(f.file, f.streams.Stdin(ctx), input.Options{Format: format, Sheet: f.sheet, Fields: fields, Heads: heads, AnyHeads: true})
	if missing, ok := errors.AsType[*input.OpenError](err); ok {
		return nil, fail.Usagef("-f: %w", missing)
	}
	if err != nil {
		return nil, fail.New(fail.Invalid, "", "%w", err)
	}
	return file, nil
}

// needed refuses a command line without the file.
func (f *receiverFile) needed() error {
	if f.file == "" {
		return fail.Usagef("which file of the receiver? -f FILE names it, and - standard input")
	}
	_, err := input.ParseFormat(f.format)
	return fail.AsUsage(err)
}
