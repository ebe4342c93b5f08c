package handover

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/handover/ledger"
	"github.com/aimsio-cli/aimsio/internal/handover/receiver"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// Accepting takes what the receiver says of the records of a batch, all of it or nothing.
type Accepting struct {
	hydrate.Reporter

	Ledger *ledger.Ledger
	Batch  ledger.Batch
	// File has the answers, with the fields of receiver.AnswerFields, and Name is how messages name it.
	File  *input.File
	Name  string
	Words receiver.Words
	// Replace lets answers take the place of earlier ones, and DryRun changes nothing.
	Replace, DryRun bool
	// MaxErrors is how many faults of the file are told.
	MaxErrors int
}

// Run takes the answers, and gives the records that they are about.
func (a *Accepting) Run(ctx context.Context) ([]receiver.Taken, error) {
	if a.Batch.Delivered.IsZero() {
		return nil, fail.New(fail.Invalid, "", "batch %d of %s is %s: nobody can have answered what was not delivered",
			a.Batch.Number, a.Batch.Export, a.Batch.State)
	}
	held, err := a.held(ctx)
	if err != nil {
		return nil, err
	}
	faults := &faults{Reporter: a.Reporter, name: a.Name, most: a.MaxErrors}
	answers := receiver.NewAnswers(a.Words, held)
	answers.Replace, answers.Problem = a.Replace, faults.add
	if err := faults.needs(ctx, a.File, receiver.AnswerFields()[:2]); err != nil {
		return nil, err
	}
	rows, err := faults.read(ctx, a.File, answers.Take)
	if err != nil {
		return nil, err
	}
	if err := faults.verdict(rows, "nothing was taken"); err != nil {
		return nil, err
	}
	taken := answers.Taken()
	if a.DryRun {
		return taken, nil
	}
	return taken, a.Ledger.SetAnswers(ctx, &a.Batch, changesOf(taken))
}

// held gives the records of the batch as the ledger knows them.
func (a *Accepting) held(ctx context.Context) ([]receiver.Held, error) {
	later, err := a.Ledger.HandedLater(ctx, &a.Batch)
	if err != nil {
		return nil, err
	}
	held := make([]receiver.Held, 0, a.Batch.Records)
	for kept, err := range a.Ledger.Records(ctx, &a.Batch) {
		if err != nil {
			return nil, err
		}
		one := receiver.Held{Place: kept.Place, GUID: kept.GUID, Key: kept.Key, Later: later[kept.Place]}
		if kept.Answer != "" {
			one.Before = &receiver.Answer{Outcome: receiver.Outcome(kept.Answer), Document: kept.Document, Reason: kept.AnswerReason}
		}
		held = append(held, one)
	}
	return held, nil
}

// changesOf leaves of the answers those that the ledger does not have.
func changesOf(taken []receiver.Taken) []ledger.Answer {
	var changes []ledger.Answer
	for _, one := range taken {
		if one.Change != receiver.TakenSame {
			changes = append(changes, ledger.Answer{Place: one.Place, Answer: string(one.Outcome), Document: one.Document, Reason: one.Reason})
		}
	}
	return changes
}

// faults tells what is wrong with a file of a receiver, up to a number.
type faults struct {
	hydrate.Reporter

	name  string
	most  int
	count int
}

// add tells of a fault in a line, or in what was handed over where that is 0.
func (f *faults) add(line int, format string, args ...any) {
	if f.count++; f.count > f.most {
		return
	}
	where := ""
	if line > 0 {
		where = fmt.Sprintf("%s:%d: ", f.name, line)
	}
	f.Problemf("%s%s", where, fmt.Sprintf(format, args...))
}

// needs refuses a file of which no row has some of the fields: its heads mean something else.
func (f *faults) needs(ctx context.Context, file *input.File, fields []api.Field) error {
	missing := map[string]bool{}
	for _, field := range fields {
		missing[field.Name] = true
	}
	heads := slices.DeleteFunc(slices.Clone(file.Columns()), func(name string) bool {
		delete(missing, name)
		return name == ""
	})
	for item, err := range file.Records() {
		if err != nil || ctx.Err() != nil {
			break // which is told when the file is read
		}
		for name := range missing {
			if _, has := item.Record.Get(record.ParsePath(name)); has {
				delete(missing, name)
			}
		}
		for name := range item.Record.Fields() {
			if !slices.Contains(heads, name) && len(heads) < mostHeads {
				heads = append(heads, name)
			}
		}
		if len(missing) == 0 {
			return nil
		}
	}
	for _, field := range fields {
		if missing[field.Name] && len(heads) > 0 {
			return fail.New(fail.Invalid, "--map 'HEAD="+field.Name+"' says which one it is",
				"%s has no %s, but %s", f.name, field.Name, strings.Join(heads[:min(len(heads), mostHeads)], ", "))
		}
	}
	return nil
}

// mostHeads is how many heads of a file are told.
const mostHeads = 20

// read goes through a file. What cannot be read at all is a fault as well.
func (f *faults) read(ctx context.Context, file *input.File, take func(input.Item)) (rows int, err error) {
	for item, err := range file.Records() {
		if err == nil && ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		if broken, is := errors.AsType[*input.Error](err); is {
			rows++
			f.add(broken.Line, "%v", broken.Err)
			continue
		}
		if err != nil {
			return rows, err
		}
		rows++
		take(item)
	}
	return rows, nil
}

// verdict refuses a file with faults.
func (f *faults) verdict(rows int, consequence string) error {
	if f.count == 0 {
		return nil
	}
	if left := f.count - f.most; left > 0 {
		f.Problemf("and %s more", text.Count(left))
	}
	return fail.New(fail.Invalid, "", "%s in %s of %s: %s", text.Counted(f.count, "fault"), text.Counted(rows, "row"), f.name, consequence)
}
