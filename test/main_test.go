// Package test runs the program as a user does, against the simulator and against servers that
// misbehave. What a single room does on its own is tested beside that room.
package test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/aimsio-cli/aimsio/test/harness"
)

// testVersion is what the program under test says its version is.
const testVersion = harness.Version

// TestMain makes the test binary stand for "aimsio" on the PATH, in scripts and wherever a test
// starts a real process.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"aimsio": func() { os.Exit(program()) },
	})
}

// updating tells that golden files and scripts are to be rewritten: UPDATE=1 go test ./test.
func updating() bool { return os.Getenv("UPDATE") != "" }

// some leaves every third script for a short run, since each runs one command after the other. See harness.OneByOne.
func some(scripts []string) []string {
	if !testing.Short() {
		return scripts
	}
	var kept []string
	for i := 0; i < len(scripts); i += 3 {
		kept = append(kept, scripts[i])
	}
	return kept
}

// TestScenarios runs the scripts in testdata. Each gets its own home folder, the password that its
// simulator accepts in $PASSWORD and password.txt, and these commands:
//
//	simulator [--jobs N] [--rate N] [--fault F]…   starts a server and points the program at it
//	simulator --as URL [--seed N]                  starts another server, whose address is in $URL
//	code N COMMAND ARG…                            runs a command that must end with exit code N
//	requests N [PATTERN]                           the server saw N calls since the last look
//	mode 0600 FILE…                                the permissions of files and folders
//
// No script looks for the password in what the program prints and writes: that is done for all of
// them, see keepSecret.
func TestScenarios(t *testing.T) {
	t.Parallel()
	scripts, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Files:               some(scripts),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       updating(),
		Setup:               setup,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"simulator": startSimulator,
			"code":      expectCode,
			"requests":  expectRequests,
			"mode":      expectMode,
		},
	})
}

// setup gives a script a home of its own, a fixed time zone, and no keyring.
func setup(env *testscript.Env) error {
	home := env.WorkDir + "/home"
	env.Setenv("HOME", home)
	env.Setenv("XDG_CONFIG_HOME", home+"/.config")
	env.Setenv("XDG_STATE_HOME", home+"/.local/state")
	env.Setenv("TZ", "America/Edmonton")
	specs, err := filepath.Abs("testdata/specs")
	if err != nil {
		return err
	}
	env.Setenv("SPECS", specs)
	env.Setenv("NO_COLOR", "1")
	env.Setenv(harness.RaceVariable, harness.RaceOptions)
	env.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+env.WorkDir+"/no-keyring")
	env.Values[requestLogKey{}] = &requestLog{}
	return errors.Join(os.MkdirAll(home, 0o700), keepSecret(env))
}
