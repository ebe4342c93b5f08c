package config

import "slices"

// Kind is the type of a setting's value.
type Kind string

// The kinds of settings, with the form that a value takes.
const (
	Text     Kind = "text"
	Switch   Kind = "switch"   // true or false
	Whole    Kind = "whole"    // a whole number
	Number   Kind = "number"   // a decimal number
	Duration Kind = "duration" // 90s, 2m
	Choice   Kind = "choice"   // one of Choices
	Zone     Kind = "zone"     // local, utc, a zone of the IANA database, or one of Choices
	Server   Kind = "server"   // an https address
	Command  Kind = "command"  // a line for the shell, or in YAML a list of arguments
	Name     Kind = "name"     // the name of an environment
	User     Kind = "user"     // a user name for HTTP Basic
	Database Kind = "database" // the path of a file, or an address of PostgreSQL
)

// Scope tells what a setting belongs to.
type Scope string

// The scopes of settings.
const (
	// OfProgram settings stand at the top level of the configuration.
	OfProgram Scope = "program"
	// OfEnvironment settings stand in an entry of environments.
	OfEnvironment Scope = "environment"
)

// Definition is what there is to know about a setting.
type Definition struct {
	Key string
	// Variable and Flag name the environment variable and the flag (without dashes); empty for none.
	Variable string
	Flag     string
	Kind     Kind
	Default  string
	Scope    Scope
	// TopLevel tells that a setting of environments may also stand at the top level of the
	// configuration, where it holds for all of them.
	TopLevel bool
	// Guard marks a setting that protects: a variable can switch it on and never off.
	Guard bool
	// Assumed marks a default that stands for what Aimsio does not document.
	Assumed bool
	// Own tells that AIMSIO_<ENV>_USERNAME and the like count before Variable.
	Own     bool
	Choices []string
	// Min and Max bound a number (seconds for a duration, bytes for a size).
	Min, Max float64
	Help     string
}

// Definitions lists every setting: those of the program, then those of environments.
func Definitions() []Definition {
	return append(programDefinitions(), environmentDefinitions()...)
}

func programDefinitions() []Definition {
	return []Definition{
		{
			Key: "env", Variable: "AIMSIO_ENV", Flag: "env", Kind: Name, Scope: OfProgram,
			Help: "The environment that commands work on.",
		},
		{
			Key: "color", Variable: "AIMSIO_COLOR", Flag: "color", Kind: Choice, Scope: OfProgram,
			Default: "auto", Choices: []string{"auto", "always", "never"},
			Help: "When output is coloured.",
		},
		{
			Key: "quiet", Variable: "AIMSIO_QUIET", Flag: "quiet", Kind: Switch, Scope: OfProgram,
			Default: "false",
			Help:    "Show errors only: no progress, hints or warnings.",
		},
		{
			Key: "time", Variable: "AIMSIO_TIME", Flag: "time", Kind: Zone, Scope: OfProgram,
			Choices: []string{"epoch"},
			Help:    "How times are shown in every format: epoch, utc, local or a zone.",
		},
	}
}

func environmentDefinitions() []Definition {
	return slices.Concat([]Definition{
		{
			Key: "url", Variable: "AIMSIO_URL", Kind: Server, Scope: OfEnvironment,
			Help: "The address of the server.",
		},
		{
			Key: "username", Variable: "AIMSIO_USERNAME", Kind: User, Scope: OfEnvironment, Own: true,
			Help: "The user name of the integration user.",
		},
		{
			Key: "password_command", Kind: Command, Scope: OfEnvironment,
			Help: "A command that prints the password.",
		},
		{
			Key: "read_only", Variable: "AIMSIO_READ_ONLY", Kind: Switch, Scope: OfEnvironment,
			Default: "false", TopLevel: true, Guard: true,
			Help: "Refuse every write.",
		},
		{
			// Not at the top level: one line there must not unprotect the live server.
			Key: "protected", Variable: "AIMSIO_PROTECTED", Kind: Switch, Scope: OfEnvironment,
			Default: "false", Guard: true,
			Help: "Ask for the environment's name before a write.",
		},
		{
			Key: "output", Variable: "AIMSIO_OUTPUT", Flag: "output", Kind: Choice, Scope: OfEnvironment,
			Default: "table", TopLevel: true, Choices: []string{"table", "wide", "json", "ndjson", "csv", "yaml", "markdown", "html", "xlsx"},
			Help: "The format of the output.",
		},
		{
			Key: "time_zone", Variable: "AIMSIO_TIME_ZONE", Kind: Zone, Scope: OfEnvironment,
			Default: "local", TopLevel: true,
			Help: "The time zone of tables and CSV.",
		},
		{
			Key: "day_zone", Variable: "AIMSIO_DAY_ZONE", Kind: Zone, Scope: OfEnvironment,
			Default: "UTC", TopLevel: true, Assumed: true,
			Help: "The zone at whose midnight the server's days begin (UTC is assumed).",
		},
		{
			Key: "mirror", Variable: "AIMSIO_MIRROR", Flag: "mirror", Kind: Database, Scope: OfEnvironment,
			Help: "Where the local copy is: the path of a file, or postgres://USER@HOST/DATABASE.",
		},
	}, wireDefinitions())
}

// wireDefinitions are the settings of calls. The limits are the vendor's: more than 10 calls per
// second, or 10 at once, are refused unless Aimsio has granted more.
func wireDefinitions() []Definition {
	return []Definition{
		{
			Key: "rate", Variable: "AIMSIO_RATE", Kind: Number, Scope: OfEnvironment,
			Default: "10", TopLevel: true, Min: 0.01, Max: 100_000,
			Help: "The highest number of calls per second.",
		},
		{
			Key: "parallel", Variable: "AIMSIO_PARALLEL", Kind: Whole, Scope: OfEnvironment,
			Default: "10", TopLevel: true, Min: 1, Max: 1000,
			Help: "The highest number of calls at the same time.",
		},
		{
			Key: "connect_timeout", Variable: "AIMSIO_CONNECT_TIMEOUT", Kind: Duration,
			Scope: OfEnvironment, Default: "10s", TopLevel: true, Min: 0.001, Max: 86400,
			Help: "The longest time to connect to the server.",
		},
		{
			Key: "timeout", Variable: "AIMSIO_TIMEOUT", Kind: Duration,
			Scope: OfEnvironment, Default: "60s", TopLevel: true, Min: 0.001, Max: 86400,
			Help: "The longest time for one try of a call.",
		},
		{
			Key: "max_wait", Variable: "AIMSIO_MAX_WAIT", Flag: "max-wait", Kind: Duration,
			Scope: OfEnvironment, Default: "2m", TopLevel: true, Min: 0.001, Max: 86400,
			Help: "How long a call goes on being tried before it fails.",
		},
		{
			Key: "ca_file", Variable: "AIMSIO_CA_FILE", Kind: Text, Scope: OfEnvironment, TopLevel: true,
			Help: "A PEM file with certificates to trust beside those of the system.",
		},
	}
}

func definition(key string) (Definition, bool) {
	for _, d := range Definitions() {
		if d.Key == key {
			return d, true
		}
	}
	return Definition{}, false
}

func hasFlag(name string) bool {
	for _, d := range Definitions() {
		if d.Flag == name && name != "" {
			return true
		}
	}
	return false
}
