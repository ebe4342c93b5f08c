package entity

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/bulk/results"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/journal"
	"github.com/aimsio-cli/aimsio/internal/plan"
	"github.com/aimsio-cli/aimsio/internal/session"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// series are plans for several entities that are shown together, agreed to with one answer, and carried out one after
// the other as one run of the log.
type series struct {
	bulk.Options

	confirm            string
	yes, skipConflicts bool
	only, selected     []string
	output             cmdkit.OutputFlags
	mirror             cmdkit.MirrorFlags
	// looks says that nothing is sent, so that no guard stands in the way.
	looks bool
	// undoes is the run whose changes are put back, empty for none.
	undoes string

	streams  *cmdkit.Streams
	settings *cmdkit.Settings
	printing *cmdkit.Output
	server   *cmdkit.Server
	// compare gives what plans for an entity need.
	compare func(*api.Entity) *compareOptions

	parts []*seriesPart
	rows  *sharedRows
	log   func(context.Context, *session.Session) (*journal.Journal, error)
}

// seriesPart is the plan for one entity.
type seriesPart struct {
	*compareOptions

	setup  bulk.Setup
	run    *bulk.Run
	source *bulk.Source
	made   *plan.Plan
}

func newSeries(env *cmdkit.Env) *series {
	return &series{
		streams: env.Streams, settings: env.Settings, printing: env.Output, server: env.Server,
		compare: func(entity *api.Entity) *compareOptions { return newCompareOptions(env, entity) },
	}
}

// addFlags adds the flags of what carries plans out.
func (s *series) addFlags(env *cmdkit.Env, cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.IntVar(&s.BatchSize, "batch-size", bulk.DefaultBatch, "records in one call")
	flags.IntVar(&s.MaxErrors, "max-errors", 20, "how many conflicts and faults to print")
	flags.BoolVar(&s.Verify, "verify", false, "read every written record back and name the fields that were not kept")
	flags.BoolVar(&s.DryRun, "dry-run", false, "show the plan and send nothing; code 8 where something would be sent")
	flags.BoolVar(&s.yes, "yes", false, "carry the plan out without asking")
	flags.BoolVar(&s.skipConflicts, "skip-conflicts", false, "send what has no conflict, although others have")
	flags.StringVar(&s.confirm, "confirm", "", "name of the environment, to write to a protected one without being asked")
	flags.StringVar(&s.MaxChanges, "max-changes", "", "refuse to change more than so many records: a number, or a share of all such as 5%")
	cmdkit.RegisterCompletion(cmd, "confirm", cmdkit.CompleteEnvironments(env))
	s.output.Add(cmd, func() []api.Field { return cmdkit.RowFields(plan.ChangeRow{}) })
	s.mirror.Add(env, cmd, false)
}

// begin prepares the output and the log that all plans share. Of records of several entities it is told of which each is.
func (s *series) begin(several bool) (*cmdkit.Printer, error) {
	if s.DryRun {
		shown, err := s.printing.PlanPrinter(s.output)
		if err != nil {
			return nil, err
		}
		return shown.Printer, nil
	}
	columns := bulk.ResultColumns(bulk.ActionApply)
	if several {
		columns = append([]string{"entity"}, columns...)
	}
	printer, err := s.printing.Printer(s.output, cmdkit.RowLayout(results.Row{}, columns...).Keeping("key", "outcome").Wrapping("message"))
	s.rows = &sharedRows{open: func(ctx context.Context) (bulk.Rows, error) { return printer.Open(ctx) }}
	opened := sync.Mutex{}
	var log *journal.Journal
	s.log = func(ctx context.Context, r *session.Session) (*journal.Journal, error) {
		opened.Lock()
		defer opened.Unlock()
		if log != nil {
			return log, nil
		}
		var err error
		log, err = s.server.OpenUndoJournal(ctx, r, s.undoes)
		return log, err
	}
	return printer, err
}

// part prepares the plan for an entity. Nothing is called.
func (s *series) part(printer *cmdkit.Printer, entity *api.Entity) (*seriesPart, error) {
	part := &seriesPart{compareOptions: s.compare(entity)}
	part.Options, part.confirm, part.mirror, part.output = s.Options, s.confirm, s.mirror, s.output
	part.MaxChanges, part.undoes, part.only, part.selected = "", s.undoes, s.only, s.selected // the limit is one of all plans
	var err error
	if part.setup, err = part.setupFor(printer, nil); err != nil {
		return nil, err
	}
	if s.looks {
		part.setup.Refused = nil
	}
	part.setup.ConfirmWrite = func(context.Context) error { return nil } // asked once for all
	if !s.DryRun {
		part.setup.Journal = s.log
		part.setup.Rows = func(ctx context.Context) (bulk.Rows, error) { return s.rows, s.rows.begin(ctx) }
	}
	part.run, err = bulk.Plan(part.setup, part.Options)
	return part, err
}

// plan makes the plan of a part's source.
func (s *series) plan(ctx context.Context, part *seriesPart, source *bulk.Source) error {
	part.source = source
	made, err := part.make(ctx, part.setup, part.run, source)
	if err != nil {
		return err
	}
	part.made = made
	s.parts = append(s.parts, part)
	return nil
}

func (s *series) close() {
	for _, part := range s.parts {
		cmdkit.CloseQuietly(part.made)
	}
}

// counts sums up all plans.
func (s *series) counts() (all plan.Counts) {
	for _, part := range s.parts {
		c := part.made.Counts
		all.Create += c.Create
		all.Update += c.Update
		all.Unchanged += c.Unchanged
		all.Conflict += c.Conflict
		all.Kept += c.Kept
		all.Listed += c.Listed
	}
	return all
}

func (s *series) shown() []cmdkit.ShownPlan {
	var plans []cmdkit.ShownPlan
	for _, part := range s.parts {
		plans = append(plans, cmdkit.ShownPlan{Plan: part.made, Words: part.setup.Words(part.entity.Fields)})
	}
	return plans
}

// carryOut shows the plans, asks, and carries them out. The first one that is not carried out as a whole ends it, for
// those behind it may need what it makes.
func (s *series) carryOut(ctx context.Context, question string) error {
	counts := s.counts()
	if s.DryRun {
		printer, err := s.printing.PlanPrinter(s.output)
		if err == nil {
			err = printer.PrintAll(ctx, s.shown())
		}
		if err != nil {
			return err
		}
		return s.wouldEnd(counts)
	}
	if err := s.printing.ShowPlans(ctx, s.shown()); err != nil {
		return err
	}
	if err := s.refuse(counts); err != nil {
		return err
	}
	if counts.Changes() == 0 {
		s.streams.Notef("there is nothing to change")
		return nil
	}
	environment, err := s.settings.Environment()
	if err != nil {
		return err
	}
	if err := s.server.ConfirmPlan(ctx, environment, s.confirm, s.yes, question); err != nil {
		return err
	}
	return s.rows.finish(s.apply(ctx))
}

// refuse is what keeps the plans from being carried out.
func (s *series) refuse(counts plan.Counts) error {
	limit, err := bulk.ParseLimit("--max-changes", s.MaxChanges)
	if err != nil {
		return err
	}
	if most := limit.Of(counts.Listed); limit.Set && counts.Changes() > most {
		return fail.New(fail.Guarded, "raise --max-changes if this is meant",
			"%s would be written, and --max-changes %s allows %s: nothing was sent", text.Counted(counts.Changes(), "record"), limit.Text, text.Count(most))
	}
	if counts.Conflict > 0 && !s.skipConflicts {
		return fail.New(fail.Guarded, "the plan says why; --skip-conflicts sends the others",
			"%s in conflict: nothing was sent", text.Counted(counts.Conflict, "record"))
	}
	return nil
}

// wouldEnd ends a dry run as the run would.
func (s *series) wouldEnd(counts plan.Counts) error {
	if err := s.refuse(counts); err != nil {
		return err
	}
	for _, part := range s.parts {
		if part.setup.Refused != nil {
			return part.setup.Refused
		}
	}
	if counts.Changes() > 0 {
		return fail.New(fail.Different, "", "%s would be changed; nothing was sent", text.Counted(counts.Changes(), "record"))
	}
	return nil
}

// apply carries the plans out. Records in conflict that are skipped keep nothing behind them from being sent.
func (s *series) apply(ctx context.Context) (skipped error) {
	for i, part := range s.parts {
		if part.made.Counts.Changes() == 0 {
			continue
		}
		err := part.run.Apply(ctx, bulk.Applying{Plan: part.made, Source: part.source, Store: part.copy, SkipConflicts: s.skipConflicts})
		if err != nil && part.made.Counts.Conflict > 0 && s.skipConflicts && (fail.Is(err, fail.Partial) || fail.Is(err, fail.Guarded)) {
			skipped = errors.Join(skipped, fmt.Errorf("%s: %w", part.entity.Name, err))
			continue
		}
		if err == nil {
			continue
		}
		for _, left := range s.parts[i+1:] {
			if count := left.made.Counts.Changes(); count > 0 {
				s.streams.Problemf("%s of %s were not sent, since %s were not all written", text.Counted(count, "record"), left.entity.Name, part.entity.Name)
			}
		}
		return fmt.Errorf("%s: %w", part.entity.Name, err)
	}
	return skipped
}
