package test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
)

const proxyPassword = "sesame-street"

// refusingProxy starts a proxy that answers every call with a status. It gives its address, with and
// without a password, and counts the calls.
func refusingProxy(t *testing.T, status int) (bare, full string, asked *atomic.Int32) {
	t.Helper()
	asked = &atomic.Int32{}
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodConnect {
			asked.Add(1)
		}
		w.WriteHeader(status)
	}))
	t.Cleanup(proxy.Close)
	return proxy.URL, strings.Replace(proxy.URL, "http://", "http://eve:"+proxyPassword+"@", 1), asked
}

// proxied runs the program as a process, since the way to the server is that of the whole process.
func proxied(t *testing.T, variables map[string]string, args ...string) outcome {
	t.Helper()
	command := process(variables, args...)
	var out, said strings.Builder
	command.Stdout, command.Stderr = &out, &said
	_ = command.Run() // its exit code is looked at
	got := outcome{code: command.ProcessState.ExitCode(), out: out.String(), err: said.String()}
	if strings.Contains(got.out+got.err, "sesame") {
		t.Errorf("%v shows the password of the proxy: %+v", args, got)
	}
	return got
}

// TestAProxyThatRefuses: it is blamed itself, by its address, after one try, and neither the server nor
// the password of the environment is.
func TestAProxyThatRefuses(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]string{
		407: "it answered 407 Proxy Authentication Required: it wants a user name and a password, as in HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT",
		403: "it answered 403 Forbidden: ask whoever runs the proxy to let api.test through",
		404: "it answered 404 Not Found: ask whoever runs the proxy to let api.test through",
	} {
		bare, full, asked := refusingProxy(t, status)
		environment := with(variables(t, "https://api.test/"), "HTTPS_PROXY="+full)
		got := proxied(t, environment, "joborders", "list", "--trace=body")
		if want = "the proxy " + bare + " (HTTPS_PROXY) does not let this call through: " + want; got.code != 7 || got.out != "" || !strings.Contains(got.err, want) || asked.Load() != 1 {
			t.Errorf("%d calls, %+v, want %q", asked.Load(), got, want)
		}
		if strings.Contains(got.err, "auth login") || strings.Contains(got.err, "API permission") {
			t.Errorf("the server is blamed: %s", got.err)
		}
		if got := proxied(t, environment, "spec", "import", "https://api.test/x.yaml"); got.code != 7 || !strings.Contains(got.err, "the proxy "+bare+" answered "+strconv.Itoa(status)) {
			t.Errorf("fetching a description: %+v", got)
		}
		asked.Store(1)
		got = proxied(t, environment, "employees", "create", "--set", "employeeCode=E-1", "--no-validate", "-o", "json")
		if !strings.Contains(got.out, `"failed"`) || !strings.Contains(got.out, "the proxy "+bare) || asked.Load() != 2 {
			t.Errorf("a write, %d calls, %+v", asked.Load(), got)
		}
	}
}

// TestAProxyForAll: the variable for all schemes is heeded as curl does it, and so are its exemptions.
func TestAProxyForAll(t *testing.T) {
	t.Parallel()
	bare, full, asked := refusingProxy(t, http.StatusForbidden)
	for _, variable := range []string{"ALL_PROXY", "all_proxy"} {
		before := asked.Load()
		environment := with(variables(t, "https://api.invalid/"), variable+"="+full, "AIMSIO_MAX_WAIT=1ms")
		got := proxied(t, environment, "joborders", "list")
		if got.code != 7 || !strings.Contains(got.err, "the proxy "+bare+" ("+variable+") does not let this call through") || asked.Load() != before+1 {
			t.Errorf("%s: %+v", variable, got)
		}
		got = proxied(t, with(environment, "no_proxy=.invalid"), "joborders", "list")
		if got.code != 7 || strings.Contains(got.err, "proxy") || asked.Load() != before+1 {
			t.Errorf("%s with an exemption: %+v", variable, got)
		}
		got = proxied(t, with(environment, variable+"=socks://eve:"+proxyPassword+"@127.0.0.1:1"), "joborders", "list")
		if got.code != 2 || !strings.Contains(got.err, "the address of the proxy in "+variable+" cannot be read") {
			t.Errorf("%s of a sort that there is no way by: %+v", variable, got)
		}
	}
}

// TestAProxyThatIsNotThere is blamed itself too.
func TestAProxyThatIsNotThere(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	environment := with(variables(t, "https://api.test/"), "https_proxy=http://eve:"+proxyPassword+"@"+address, "AIMSIO_MAX_WAIT=1ms")
	got := proxied(t, environment, "joborders", "list", "--trace")
	if got.code != 7 || !strings.Contains(got.err, "the proxy http://"+address+" (https_proxy) refuses connections: nothing answers there") {
		t.Errorf("%+v", got)
	}
}

// TestAProxyThatCannotBeRead: no call leaves, by whatever way.
func TestAProxyThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"http://eve:" + proxyPassword + "@proxy:port", "ftp://eve:" + proxyPassword + "@proxy", "http://eve:ses#ame@proxy:1", "://" + proxyPassword} {
		environment := with(variables(t, "https://127.0.0.2.invalid/"), "HTTPS_PROXY="+value)
		for _, args := range [][]string{{"joborders", "list", "--trace"}, {"api", "GET", "JobOrder"}, {"doctor"}, {"auth", "status"}, {"spec", "import", "https://example.invalid/x.yaml"}} {
			got := proxied(t, environment, args...)
			if args[0] != "auth" && (got.code == 0 || !strings.Contains(got.out+got.err, "the address of the proxy in HTTPS_PROXY cannot be read")) {
				t.Errorf("%v with %s: %+v", args, value, got)
			}
			if args[0] == "joborders" && (got.code != 2 || strings.Contains(got.err, "try 1")) {
				t.Errorf("%v with %s: %+v", args, value, got)
			}
		}
	}
}
