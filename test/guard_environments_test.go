package test

import (
	"context"
	"errors"
	"net"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cli"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
)

const newEmployee = `{"employeeCode":"E-1","employmentType":"DIRECT_HIRE","employeeStatusUname":"active_employee_status",` +
	`"employeeFirstName":"A","employeeLastName":"B","employeeTradeCode":"T"}`

// runOffline carries out a command line without a network and tells how often one was wanted.
func runOffline(environment map[string]string, args ...string) (outcome, int) {
	var dials atomic.Int32
	got := runIn(func(world cmdkit.System) int {
		world.Dial = func(context.Context, string, string) (net.Conn, error) {
			dials.Add(1)
			return nil, errors.New("there is no network")
		}
		return cli.RunWith(api.Builtin(), args, world)
	}, newEmployee, environment)
	return got, int(dials.Load())
}

// TestTheGuardKnowsTheServerInEverySpelling: whichever way the live server is written, a write is
// refused before anything is sent.
func TestTheGuardKnowsTheServerInEverySpelling(t *testing.T) {
	t.Parallel()
	write := []string{"employees", "create", "-f", "-", "--input", "json"}
	for _, address := range []string{
		"https://portal.aimsio.com", "https://portal.aimsio.com./", "https://portal.aimsio.com../", "https://PORTAL.AIMSIO.COM/", "https://portal.aimsio.com:/",
		"https://portal.aimsio.com:443/", "https://portal.aimsio.com:0443/", "https://portal.aimsio.com.:00443/x/", "HTTPS://Portal.Aimsio.Com./",
		"https://portal.aimsio.com:8443", "https://portal.aimsio.com.:80/x/",
	} {
		environment := variables(t, address)
		if got, dials := runOffline(environment, write...); got.code != 9 || dials != 0 || !strings.Contains(got.err, "is protected: nothing was sent") {
			t.Errorf("%s: %+v, %d connections", address, got, dials)
		}
		if got := run(environment, "env", "show", "-o", "csv", "--no-header"); !strings.Contains(got.out, "protected,true,built-in portal\n") {
			t.Errorf("%s: env show: %+v", address, got)
		}
		if got, dials := runOffline(environment, append(write, "--confirm", "sandbox", "--max-wait", "1ms", "--if-exists", "update")...); got.code == 9 || dials == 0 {
			t.Errorf("%s, confirmed: %+v", address, got)
		}
	}
	for _, address := range []string{
		"https://ｐｏｒｔａｌ.aimsio.com/", "https://portal.aimſio.com/", "https://portal。aimsio.com/", "https://portal．aimsio｡com/", "https://por\u00adtal.aimsio.com/",
		"https://portal%2eaimsio.com/", "https://portal%E3%80%82aimsio.com/", "https://portal..aimsio.com/", "https://me@portal.aimsio.com/", "http://0x7f.1/", "http://2130706433/",
	} {
		if got, dials := runOffline(variables(t, address), write...); got.code != 2 || dials != 0 || !strings.Contains(got.err, "AIMSIO_URL") {
			t.Errorf("%s: %+v, %d connections", address, got, dials)
		}
		got, _ := runOffline(variables(t, "https://x.example"), "env", "add", "other", "--url", address)
		if got.code != 2 {
			t.Errorf("env add --url %s: %+v", address, got)
		}
	}
}

// TestAServerIsProtectedForAllEnvironments: the guard belongs to the server, and only the environment
// that it comes from takes it off.
func TestAServerIsProtectedForAllEnvironments(t *testing.T) {
	t.Parallel()
	const others = "- {name: staging, url: 'https://portal.aimsio.com/', protected: false}\n" +
		"- {name: live, url: 'https://erp.example:8443/', protected: true}\n- {name: second, url: 'https://ERP.example.:08443/base'}\n" +
		"- {name: apart, url: 'https://erp.example/'}\n"
	for entries, protected := range map[string]map[string]string{
		"": {
			"staging": "built-in portal", "live": "configuration PATH:3", "second": "environment live", "apart": "", "sandbox": "",
		},
		"- {name: here, url: 'http://localhost:8080', protected: true}\n- {name: four, url: 'http://127.0.0.1:8080/'}\n" +
			"- {name: six, url: 'http://[::1]:8080/', protected: false}\n- {name: port, url: 'http://127.0.0.1:8081/'}\n": {
			"here": "configuration PATH:6", "four": "environment here", "six": "environment here", "port": "",
		},
		"- {name: other-port, url: 'https://portal.aimsio.com:8443', protected: false}\n": {"other-port": "built-in portal"},
		"- {name: portal, protected: false}\n":                                            {"staging": "", "portal": ""},
		"- {name: Portal, url: 'https://other.example', protected: no}\n":                 {"staging": "built-in portal", "Portal": ""},
		"- {name: portal, url: 'https://PORTAL.aimsio.com.', username: a}\n":              {"staging": "built-in portal", "portal": "built-in portal"},
	} {
		environment := variables(t, "")
		delete(environment, "AIMSIO_URL")
		path := writeFile(t, environment, "config/aimsio/config.yaml", "environments:\n"+others+entries)
		for name, source := range protected {
			got, dials := runOffline(environment, "employees", "create", "-f", "-", "--input", "json", "--env", name, "--max-wait", "1ms", "--if-exists", "update")
			if (source != "") != (got.code == 9) || source != "" && dials != 0 {
				t.Errorf("%q: a write to %s: %+v, %d connections", entries, name, got, dials)
			}
			row := "protected,false,"
			if source != "" {
				row = "protected,true," + strings.ReplaceAll(source, "PATH", path) + "\n"
			}
			if got := run(environment, "env", "show", name, "-o", "csv", "--no-header"); !strings.Contains(got.out, row) {
				t.Errorf("%q: env show %s is without %q:\n%s", entries, name, row, got.out)
			}
		}
	}
}
