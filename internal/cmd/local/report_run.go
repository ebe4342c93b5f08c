package local

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/mirror/freshness"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/report"
)

// reportRun is a report that is being made.
type reportRun struct {
	*reportOptions

	file  *report.File
	store *mirror.Store
	// read are the entities that queries read.
	read []string
	all  bool
}

// reads notes what a query read.
func (r *reportRun) reads(reads mirror.Reads) {
	r.all = r.all || reads.All
	for _, entity := range r.store.EntitiesOf(reads) {
		if !slices.Contains(r.read, entity) {
			r.read = append(r.read, entity)
		}
	}
}

// failed tells a fault of the file from one of the mirror.
func (r *reportRun) failed(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if _, damaged := errors.AsType[*database.DamagedError](err); damaged {
		return r.mirrors.MirrorError(err)
	}
	hint := ""
	if parameter, lacks := errors.AsType[*mirror.ParameterError](err); lacks {
		hint = "--param " + parameter.Name + "=VALUE gives one"
	} else if said := err.Error(); strings.Contains(said, "no such") || strings.Contains(said, "does not exist") {
		hint = "\"aimsio mirror schema\" lists the tables and columns"
	}
	return fail.New(fail.Usage, hint, "%w", err)
}

// notes say how old is what was read, what of it is not there, and what the words of the report mean.
func (r *reportRun) notes(ctx context.Context, window report.Window) ([]string, error) {
	statuses, err := r.store.EntityStatuses(ctx)
	if err != nil {
		return nil, r.mirrors.MirrorError(err)
	}
	found := freshness.Of(mirror.FreshnessOf(statuses, r.read), r.settings.EnvironmentName(), r.settings.Now())
	var told []string
	noteFreshness(r.streams, found, !r.all, &told)
	notes := slices.Clone(told)
	zone, err := r.settings.Zone()
	if err != nil {
		return nil, err
	}
	environment, err := r.settings.Environment()
	if err != nil {
		return nil, err
	}
	takes := slices.ContainsFunc(r.file.Parameters(r.store.OnServer()), func(name string) bool { return strings.HasPrefix(name, "since") })
	if span := spanOf(window, zone, r.until != ""); takes && span != "" {
		notes = append(notes, span)
	}
	if approved := r.file.ApprovedNote(r.store.OnServer(), environment.StatusGroups); approved != "" {
		notes = append(notes, approved)
	}
	for _, note := range notes[len(told):] {
		r.streams.Notef("%s", note)
	}
	return notes, nil
}

// write puts the report where it was asked for.
func (r *reportRun) write(ctx context.Context, form output.Format, parts []report.Part, window report.Window) error {
	notes, err := r.notes(ctx, window)
	if err != nil {
		return err
	}
	document := &report.Document{Heading: r.printing.Heading(), Text: r.file.Text, Notes: notes, Parts: parts}
	document.Heading.Title = r.file.Title
	target, err := r.streams.OpenOutput(r.out)
	if err != nil {
		return err
	}
	switch form {
	case output.HTML:
		err = document.HTML(target)
	case output.XLSX:
		err = document.Workbook(target)
	default:
		var text bytes.Buffer
		if err = document.Print(&text, r.printing.Terminal(r.out), output.Options{Width: r.width()}); err == nil {
			_, err = target.Write(text.Bytes())
			err = cmdkit.WrapWrite(err)
		}
	}
	return target.Finish(err)
}

// width is that of the terminal, 0 where there is none.
func (r *reportRun) width() int {
	if cmdkit.IsStandardOutput(r.out) {
		return cmdkit.TerminalWidth(r.streams.Out)
	}
	return 0
}
