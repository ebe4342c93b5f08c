package doctor

import (
	"context"
	"fmt"
	"iter"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// doctor is one run of the checks. What one of them finds is kept for those after it.
type doctor struct {
	app *cmdkit.Env
	// broken gives for each check that failed, or could not be made, the one that failed first.
	broken map[string]string
	// failures counts the checks that failed; the first of them decides how the run ends.
	failures int
	first    doctorRow
	kind     fail.Kind

	environment *config.Environment
	user        string
	// password is nil while there is none.
	password cmdkit.PasswordSource
	// source is where the password came from, noPassword why there is none.
	source     config.Source
	noPassword error
	client     *client.Client
	call       firstCall
	// inRow counts the latest reads that failed in a row.
	inRow int
	// dated are the first records of some lists, for the days in them.
	dated []datedEntity
}

func newDoctor(a *cmdkit.Env) *doctor { return &doctor{app: a, broken: map[string]string{}} }

// The checks that others depend on.
const (
	checkConfiguration  = "configuration"
	checkStateFolder    = "state folder"
	checkEnvironment    = "environment"
	checkUser           = "user name"
	checkPassword       = "password"
	checkCalls          = "calls"
	checkProxy          = "proxy"
	checkDNS            = "dns"
	checkConnection     = "connection"
	checkTLS            = "tls"
	checkAuthentication = "authentication"
)

// doctorCheck is one thing to look at. It is skipped if one that it needs failed.
type doctorCheck struct {
	name  string
	needs []string
	run   func(context.Context) []finding
}

// checks lists all of them in the order in which they are made and shown.
func (d *doctor) checks() []doctorCheck {
	checks := []doctorCheck{
		{"program", nil, d.program},
		{"api", nil, d.api},
		{checkConfiguration, nil, d.configuration},
		{checkStateFolder, nil, d.stateFolder},
		{checkEnvironment, []string{checkConfiguration}, d.chosen},
		{"writes", []string{checkEnvironment}, d.writes},
		{checkUser, []string{checkEnvironment}, d.userName},
		{checkPassword, []string{checkUser}, d.findPassword},
		{"keyring", []string{checkUser}, d.keyring},
		{checkCalls, []string{checkEnvironment}, d.calls},
		{"mirror", []string{checkEnvironment}, d.mirrorRow},
		{"pace", []string{checkStateFolder, checkUser, checkCalls}, d.outside(d.paceRows)},
		{checkProxy, []string{checkCalls}, d.outside(d.proxy)},
		{checkDNS, []string{checkProxy}, d.outside(d.dns)},
		{checkConnection, []string{checkDNS}, d.outside(d.connection)},
		{checkTLS, []string{checkConnection}, d.outside(d.tls)},
		{"clock", []string{checkTLS}, d.outside(d.clock)},
		{checkAuthentication, []string{checkPassword, checkTLS}, d.authentication},
	}
	for _, entity := range d.app.Catalog.Entities {
		checks = append(checks, d.readCheck(entity))
	}
	return append(checks, doctorCheck{"days", []string{checkAuthentication}, d.days})
}

func (d *doctor) readCheck(entity *api.Entity) doctorCheck {
	return doctorCheck{"read " + entity.Name, []string{checkAuthentication}, func(ctx context.Context) []finding {
		return one(d.read(ctx, entity))
	}}
}

// rows makes the checks one after the other, until ctx ends.
func (d *doctor) rows(ctx context.Context) iter.Seq[doctorRow] {
	return func(yield func(doctorRow) bool) {
		for _, c := range d.checks() {
			found := d.examine(ctx, c)
			if ctx.Err() != nil {
				return // what it found may be no more than that it was stopped
			}
			for _, f := range found {
				if !yield(d.count(c.name, f)) {
					return
				}
			}
		}
	}
}

// examine makes a check, unless one that it needs failed.
func (d *doctor) examine(ctx context.Context, c doctorCheck) []finding {
	for _, need := range c.needs {
		if root := d.broken[need]; root != "" {
			d.broken[c.name] = root
			return one(skipped("%s failed", root))
		}
	}
	return c.run(ctx)
}

// count keeps what the end of the run needs of a finding.
func (d *doctor) count(name string, f finding) doctorRow {
	row := doctorRow{name, f.result, f.detail, f.advice}
	if f.result == resultFailed && d.broken[name] == "" {
		d.broken[name] = name
		if d.failures++; d.failures == 1 {
			d.first, d.kind = row, f.kind
		}
	}
	return row
}

// verdict is nil if no check failed.
func (d *doctor) verdict() error {
	if d.failures == 0 {
		return nil
	}
	said := text.Counted(d.failures, "check") + " failed"
	if d.failures > 1 {
		said += ", first"
	}
	return fail.New(d.kind, d.first.Advice, "%s: %s: %s", said, d.first.Check, d.first.Detail)
}

// result is how a check ended.
type result string

const (
	resultOK      result = "ok"
	resultWarning result = "warning"
	resultFailed  result = "failed"
	resultSkipped result = "skipped"
)

// finding is what a check found, and what to do about it.
type finding struct {
	result         result
	detail, advice string
	// kind is that of a failure.
	kind fail.Kind
}

func one(f finding) []finding { return []finding{f} }

func fine(format string, args ...any) finding {
	return finding{result: resultOK, detail: fmt.Sprintf(format, args...)}
}

func skipped(format string, args ...any) finding {
	return finding{result: resultSkipped, detail: fmt.Sprintf(format, args...)}
}

func doubtful(advice, format string, args ...any) finding {
	return finding{result: resultWarning, detail: fmt.Sprintf(format, args...), advice: advice}
}
