package help

import (
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/helptext"
)

// environment is the topic of that name.
func environment() string {
	var settings []helptext.Entry
	for _, setting := range config.Definitions() {
		if setting.Variable != "" {
			settings = append(settings, helptext.Entry{Word: setting.Variable, Meaning: setting.Help})
		}
	}
	return `A flag counts before a variable, a variable before the configuration. An empty variable counts as not set,
unless it says otherwise here. "aimsio env show" prints each setting and where its value comes from.

Settings, each with a line in the configuration too:

` + table(settings) + `

Who you are. <ENV> is the environment's name in capitals, with anything but letters and digits as "_":

` + table([]helptext.Entry{
		{Word: "AIMSIO_<ENV>_USERNAME", Meaning: "The user name for that environment, before AIMSIO_USERNAME."},
		{Word: "AIMSIO_<ENV>_PASSWORD", Meaning: "The password for that environment. A variable that is set means that no keyring is asked."},
		{Word: "AIMSIO_PASSWORD", Meaning: "The password, where there is none for the environment."},
	}) + `

Where files are:

` + table([]helptext.Entry{
		{Word: "AIMSIO_CONFIG", Meaning: "The configuration file, in the place of the usual one."},
		{Word: "AIMSIO_STATE_DIR", Meaning: "The folder for the local copy, the log of writes and the pace of calls."},
		{Word: "XDG_CONFIG_HOME, XDG_STATE_HOME", Meaning: "The folders in which those lie otherwise, in a folder aimsio."},
		{Word: "XDG_DATA_HOME, ZDOTDIR", Meaning: "Where a shell's own folders are, for \"aimsio completion install\"; also BASH_COMPLETION_USER_DIR."},
		{Word: "HOME", Meaning: "Where those folders are if nothing says so."},
		{Word: "USERPROFILE, AppData, LocalAppData", Meaning: "The same, on Windows."},
	}) + `

What is shown, and how:

` + table([]helptext.Entry{
		{Word: "AIMSIO_PAGER", Meaning: "The program that shows help and tables which are longer than the screen. Empty, or cat: none."},
		{Word: "PAGER", Meaning: "The same for all programs, where AIMSIO_PAGER is not set. Default: less."},
		{Word: "LESS, LV", Meaning: "What the pager is told: FRX and -c where they are not set."},
		{Word: "BROWSER", Meaning: "The program by which \"aimsio open\" shows a page; colons part several. Default: the system's own."},
		{Word: "NO_COLOR", Meaning: "Any value leaves colour out, unless --color says otherwise."},
		{Word: "CLICOLOR_FORCE", Meaning: "Any value but 0 has colour in a pipe too, unless NO_COLOR or --color says otherwise."},
		{Word: "CLICOLOR", Meaning: "0 leaves colour out, unless CLICOLOR_FORCE or --color says otherwise."},
		{Word: "TERM", Meaning: "dumb leaves colour and pager out."},
		{Word: "TZ", Meaning: "The zone of local times."},
		{Word: "SHELL", Meaning: "The shell for which \"aimsio completion install\" installs where none is named."},
	}) + `

The way to the server, to the keyring and to a database:

` + table([]helptext.Entry{
		{Word: "HTTPS_PROXY, HTTP_PROXY, NO_PROXY", Meaning: "The proxy for calls, and the servers that are called without it."},
		{Word: "SSL_CERT_FILE, SSL_CERT_DIR", Meaning: "The certificates that are trusted, on Linux; ca_file of an environment adds to them."},
		{Word: "AIMSIO_VENDOR_DOCS", Meaning: "Another documentation site than the vendor's, for \"aimsio spec import --vendor\"."},
		{Word: "AIMSIO_RELEASES", Meaning: "Another place of the releases, for \"aimsio version --check\" and the installers."},
		{Word: "DBUS_SESSION_BUS_ADDRESS", Meaning: "The way to the keyring, on Linux."},
		{Word: "PGPASSWORD, PGPASSFILE", Meaning: "The password of a mirror on PostgreSQL, with the other variables of its clients."},
	})
}
