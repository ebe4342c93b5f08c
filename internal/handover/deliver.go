package handover

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/command"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/handover/ledger"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// deliver has the command take the file. That it began is in the ledger before it does: after a crash the receiver may
// have the batch, which it knows by its number.
func (r *Run) deliver(ctx context.Context, b *ledger.Batch) error {
	if len(r.Command) == 0 {
		return r.Ledger.MarkDelivered(ctx, b)
	}
	if err := r.moveFolder(b); err != nil {
		return err
	}
	if err := r.putInPlace(ctx, b); err != nil { // it may be another machine, or the file was taken away
		return err
	}
	if err := r.Ledger.BeginDelivery(ctx, b); err != nil {
		return err
	}
	exit, err := r.runCommand(ctx, b)
	if err == nil {
		return r.Ledger.MarkDelivered(ctx, b)
	}
	return errors.Join(err, r.Ledger.FailDelivery(context.WithoutCancel(ctx), b, exit))
}

// DeliverAgain delivers a batch that was delivered once more, with the same number and bytes. Its state stays.
func (r *Run) DeliverAgain(ctx context.Context, b *ledger.Batch) error {
	if err := r.checkCommand(b); err != nil {
		return err
	}
	if err := r.moveFolder(b); err != nil {
		return err
	}
	if err := r.putInPlace(ctx, b); err != nil || len(r.Command) == 0 {
		return err
	}
	_, err := r.runCommand(ctx, b)
	return err
}

// checkCommand refuses to take the file of a batch for its delivery where a command was to deliver it.
func (r *Run) checkCommand(b *ledger.Batch) error {
	settings, err := SettingsOf(b)
	if err != nil || settings.Command == "" || len(r.Command) > 0 {
		return err
	}
	return fail.New(fail.Usage, "give it behind --, or as command in the configuration",
		"a command is to deliver its %s (it was made for %s), and there is none", text.Counted(b.Records, "record"), settings.Command)
}

// programOf is a command without its arguments, in which a secret may stand.
func programOf(command []string) string {
	if len(command) == 0 {
		return ""
	}
	return filepath.Base(command[0])
}

// runCommand runs the command with the file, and gives its exit code, negative where it has none.
//
// The command reads the file itself: through a pipe, what it reads would end in the middle where this program is killed,
// and pass for all there is.
func (r *Run) runCommand(ctx context.Context, b *ledger.Batch) (exit int, err error) {
	file, err := os.Open(File(b))
	if err != nil {
		return -1, err
	}
	defer func() { _ = file.Close() }() // which was only read
	run := &command.Command{
		Words: Arguments(r.Command, b), Input: file, Output: r.Messages, Errors: r.Messages,
		Variables: []string{
			"AIMSIO_EXPORT_NAME=" + b.Export, "AIMSIO_EXPORT_BATCH=" + strconv.FormatInt(b.Number, 10), "AIMSIO_EXPORT_KIND=" + string(b.Kind),
			"AIMSIO_EXPORT_FILE=" + File(b), "AIMSIO_EXPORT_MANIFEST=" + File(b) + manifestEnding,
		},
	}
	err = run.Run(ctx)
	if ended, is := errors.AsType[*command.ExitError](err); is {
		return ended.Code, fail.New(fail.Failed, "", "the command %w", ended)
	}
	return -1, err
}

// Arguments are those of a command for a batch. Where none of them has {file}, the file is one more.
func Arguments(command []string, b *ledger.Batch) []string {
	words := strings.NewReplacer("{file}", File(b), "{manifest}", File(b)+manifestEnding, "{batch}", strconv.FormatInt(b.Number, 10),
		"{kind}", string(b.Kind), "{name}", b.Export)
	named := false
	arguments := []string{command[0]}
	for _, argument := range command[1:] {
		named = named || strings.Contains(argument, "{file}")
		arguments = append(arguments, words.Replace(argument))
	}
	if !named {
		arguments = append(arguments, File(b))
	}
	return arguments
}
