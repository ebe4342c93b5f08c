package config

import (
	"strings"
	"testing"
)

// TestWeb: an environment has templates of web addresses by entity, shows each with its line, and one that is none is a fault.
func TestWeb(t *testing.T) {
	t.Parallel()
	const content = `env: acme
environments:
  - name: acme
    url: https://acme.example
    web:
      joborders: https://app.example/#/jobs/{jobGuid}
`
	c := configured(t, content).load()
	environment, err := c.Environment("")
	if err != nil || len(c.Warnings()) > 0 {
		t.Fatal(err, c.Warnings())
	}
	if len(environment.Web) != 1 || environment.Web["joborders"] != "https://app.example/#/jobs/{jobGuid}" {
		t.Errorf("%v", environment.Web)
	}
	if shown := environment.Setting("web.joborders"); shown.Value != environment.Web["joborders"] || !strings.HasSuffix(shown.Source.String(), ":6") {
		t.Errorf("shows %+v", shown)
	}
	for _, wrong := range []string{"javascript:{jobGuid}", "{jobName}", "https://app.example/{jobGuid"} {
		c := configured(t, strings.Replace(content, "https://app.example/#/jobs/{jobGuid}", "'"+wrong+"'", 1)).load()
		if err := c.Err(); err == nil || !strings.Contains(err.Error(), "web: joborders: ") || !strings.Contains(err.Error(), ":6") {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}
