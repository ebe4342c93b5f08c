package entity

import (
	"context"
	"fmt"
	"maps"
	"runtime"
	"slices"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/browser"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/text"
	"github.com/aimsio-cli/aimsio/internal/web"
)

// openOptions are what "open" needs: what "get" does of one record, and what shows its page.
type openOptions struct {
	getOptions

	getenv      func(string) (string, bool)
	entityNamed func(string) (*api.Entity, error)
	// print shows the address and opens nothing.
	print bool
}

// NewOpenCommand makes the command open.
func NewOpenCommand(env *cmdkit.Env) *cobra.Command {
	o := openOptions{
		getOptions: getOptions{streams: env.Streams, settings: env.Settings, mirrors: env.Mirrors, session: env.Session},
		getenv:     env.Getenv, entityNamed: env.EntityNamed,
	}
	cmd := &cobra.Command{
		Use:   "open ENTITY GUID",
		Short: "Show a record in the browser, where its web address is known",
		Long: `Show the page of a record in the web application, in the browser of this machine. A GUID or, where
there is a mirror, a business key names the record, which is read first: one call, or none with --offline.

The API does not tell where the pages are. The environment's entry in the configuration does, for
each entity with the fields that the address needs:

    web:
      joborders: https://app.example.com/#/jobs/{jobGuid}

An imported description can say it too (x-aimsio-web). Values are escaped. BROWSER names another
program than the system's own.`,
		Example: `  # the address alone, as for a message or a sheet
  aimsio open joborders J-00001 --env acme --print`,
		Args:              openArguments,
		ValidArgsFunction: completeOpen(env),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runOpen(cmd.Context(), &o, args[0], args[1])
		},
	}
	cmd.Flags().BoolVar(&o.print, "print", false, "print the address and open nothing")
	o.mirror.Add(env, cmd, true)
	return cmd
}

// openArguments wants an entity and one record of it.
func openArguments(_ *cobra.Command, args []string) error {
	if len(args) != 2 {
		return fail.Usagef("open needs an entity and the GUID or key of one record, as in \"aimsio open joborders J-1\"")
	}
	return nil
}

// completeOpen offers the entities, then the records of the one that was typed.
func completeOpen(env *cmdkit.Env) cmdkit.Completer {
	return func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		if len(args) == 0 {
			return cmdkit.CompleteEntities(env)(cmd, args, typed)
		}
		entity, err := env.EntityNamed(args[0])
		if err != nil || len(args) > 1 {
			return nil, cmdkit.WordDone
		}
		return cmdkit.CompleteRecords(env, entity)(cmd, args, typed)
	}
}

func runOpen(ctx context.Context, o *openOptions, name, word string) error {
	entity, err := o.entityNamed(name)
	if err != nil {
		return err
	}
	o.entity, o.words = entity, []string{word}
	if err := checkWords(entity, o.words); err != nil {
		return err
	}
	environment, err := o.settings.Environment()
	if err != nil {
		return err
	}
	template, err := o.template(environment, entity)
	if err != nil {
		return err
	}
	if err := template.CheckServer(environment.URL); err != nil {
		return fail.AsUsage(err)
	}
	store, err := o.mirrors.ReadMirror(ctx, o.mirror)
	if err != nil {
		return err
	}
	found, err := readOne(ctx, o.getOptions, o.resolver(store))
	if err != nil {
		return err
	}
	address, err := template.Address(environment.URL, found)
	if err != nil {
		return fmt.Errorf("%s %q: %w", entity.Title, word, err)
	}
	if o.print {
		_, err := fmt.Fprintln(o.streams.Out, address)
		return cmdkit.WrapWrite(err)
	}
	return o.show(ctx, address)
}

// template is the template of an entity's pages: that of the environment, else that of the description.
func (o *openOptions) template(environment *config.Environment, entity *api.Entity) (*web.Template, error) {
	from := "the API description"
	line := entity.Web
	own, err := o.configured(environment, entity)
	if err != nil {
		return nil, err
	}
	if own != "" {
		from, line = fmt.Sprintf("web of the environment %q", environment.Name), own
	}
	if line == "" {
		return nil, fail.New(fail.Usage, fmt.Sprintf("`web: {%s: https://…/{%s}}` in the entry of the environment %q in the configuration says it",
			entity.Name, entity.GUID, environment.Name), "nobody has said what the web address of %s is", text.WithArticle(entity.Title))
	}
	template, err := web.Parse(line)
	if err != nil {
		return nil, fail.Usagef("%s: %w", from, err)
	}
	for _, name := range template.Fields() {
		if _, known := api.Find(entity.Fields, name); !known && len(entity.Fields) > 0 {
			return nil, cmdkit.UsageHint(cmdkit.Nearest(name, api.FieldPaths(entity.Fields)),
				"%s: %s have no field %q; \"aimsio %s fields\" lists them", from, entity.Name, name, entity.Name)
		}
	}
	return template, nil
}

// configured is the environment's template for an entity, under whichever of its names; "" for none. It warns of a name that is
// no entity's: it may be a slip.
func (o *openOptions) configured(environment *config.Environment, entity *api.Entity) (template string, err error) {
	under := ""
	for _, name := range slices.Sorted(maps.Keys(environment.Web)) {
		named, err := o.entityNamed(name)
		switch {
		case err != nil:
			o.streams.Notef("warning: web of the environment %q: %s", environment.Name, fail.OneLine(err))
		case named != entity:
		case under != "":
			return "", fail.Usagef("web of the environment %q has %s twice, as %s and as %s", environment.Name, entity.Name, under, name)
		default:
			under, template = name, environment.Web[name]
		}
	}
	return template, nil
}

// show opens the address, and tells it: a browser may come up on another screen.
func (o *openOptions) show(ctx context.Context, address string) error {
	o.streams.Notef("opening %s", address)
	err := browser.Open(ctx, runtime.GOOS, o.getenv, address, o.streams.Messages())
	if err == nil || ctx.Err() != nil {
		return err
	}
	return fail.New(fail.Failed, "--print shows the address alone; BROWSER names another program that opens it", "%w", err)
}
