package entity

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/transfer"
)

// promoteOptions are what promote needs.
type promoteOptions struct {
	*series

	from     string
	catalog  *api.Catalog
	entity   func(string) (*api.Entity, error)
	origin   func(string) (*origin, error)
	makeCopy func(context.Context) (*mirror.Store, error)
}

// NewPromoteCommand makes the command promote.
func NewPromoteCommand(env *cmdkit.Env) *cobra.Command {
	o := promoteOptions{
		series: newSeries(env), catalog: env.Catalog, entity: env.EntityNamed, origin: originOf(env), makeCopy: env.CopyMirror,
	}
	cmd := &cobra.Command{
		Use:   "promote ENTITY...",
		Short: "Bring records from one environment to another",
		Long: `Bring the records of one environment, --from, to another, --env: what is not there is created, what differs is
updated, nothing is deleted. Records are matched by their business keys. What belongs to one environment stays
there: the record's own GUID, the server's times, GUIDs of other records whose code or name stands beside them.

Several entities go in the order of their references, with one plan and one question; what one of them creates
counts as there for the next. A record that refers to what the other environment lacks is a conflict, and the
entity to promote first is named. Nothing is written to --from.

A run that was stopped is begun again with the same command: what is there already is unchanged.`,
		Example: `  # what would change
  aimsio promote billableitems pricebooks --from sandbox --env portal --dry-run

  # carried out, asked once
  aimsio promote billableitems pricebooks --from sandbox --env portal`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return fail.Usagef("which entities? name one or more, as in \"aimsio promote pricebooks --from sandbox --env portal\"")
			}
			return nil
		},
		ValidArgsFunction: cmdkit.CompleteEntities(env),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runPromote(cmd.Context(), &o, args)
		},
	}
	cmd.Flags().StringVar(&o.from, "from", "", "environment to take the records from")
	o.addFlags(env, cmd)
	cmd.Flags().BoolVar(&o.NoValidate, "no-validate", false, "leave the checks to the server")
	cmdkit.RegisterCompletion(cmd, "from", cmdkit.CompleteEnvironments(env))
	return cmd
}

func runPromote(ctx context.Context, o *promoteOptions, names []string) error {
	if o.from == "" {
		return fail.Usagef("promote needs the environment to take the records from: give --from NAME")
	}
	entities, err := o.ordered(names)
	if err != nil {
		return err
	}
	printer, err := o.begin(len(entities) > 1)
	if err != nil {
		return err
	}
	from, err := o.origin(o.from)
	if err != nil {
		return err
	}
	o.AllowUnknown = true // the other server has them
	var there *targets
	defer o.close()
	for _, entity := range entities {
		part, err := o.part(printer, entity)
		if err != nil {
			return err
		}
		if there == nil {
			there = newTargets(o.catalog, part.setup, o.makeCopy)
		}
		moved, err := newTransferring(ctx, part.setup, from, o.mirror, there)
		if err != nil {
			return err
		}
		part.fit = moved.fit
		if err := o.plan(ctx, part, moved.source(ctx)); err != nil {
			return err
		}
		moved.tell()
		there.read(entity, part.copy)
		if err := there.willBe(entity, part.made.Entries()); err != nil {
			return err
		}
	}
	target, err := o.settings.Environment()
	if err != nil {
		return err
	}
	return o.carryOut(ctx, fmt.Sprintf("This brings %s from %s to %s.", strings.Join(namesOf(entities), ", "), from.environment.Name, target.Name))
}

// ordered gives the entities that were named, each once, in the order in which they go.
func (o *promoteOptions) ordered(names []string) ([]*api.Entity, error) {
	var entities []*api.Entity
	for _, name := range names {
		entity, err := o.entity(name)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(entities, entity) {
			entities = append(entities, entity)
		}
		if !slices.Contains(api.VerbNames(entity), "apply") {
			return nil, fail.Usagef("%s cannot be written, so they cannot be promoted", entity.Name)
		}
	}
	ordered, circle := transfer.NewReferences(o.catalog).Order(entities)
	if len(circle) > 0 {
		o.streams.Notef("note: %s and others refer to each other in a circle, so they go in the order given; go twice if records refer to what comes later",
			strings.Join(namesOf(circle), ", "))
	}
	return ordered, nil
}

func namesOf(entities []*api.Entity) []string {
	var names []string
	for _, entity := range entities {
		names = append(names, entity.Name)
	}
	return names
}
