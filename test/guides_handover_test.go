//go:build unix

package test

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// TestGuidesOfHandingOver runs the guides on watches and exports. The receivers are small ones of the test: an sftp that
// keeps its orders, and a server that keeps what it gets.
func TestGuidesOfHandingOver(t *testing.T) {
	t.Parallel()
	for guide, least := range map[string]int{"watch.md": 8, "payroll-nightly.md": 5, "invoices-to-the-erp.md": 6} {
		t.Run(guide, func(t *testing.T) {
			t.Parallel()
			got := make(chan string, 10)
			erp := serving(t, func(_ http.ResponseWriter, r *http.Request) {
				content, _ := io.ReadAll(r.Body)
				got <- r.Header.Get("Idempotency-Key") + " " + string(content)
			})
			tools := t.TempDir()
			orders := filepath.Join(tools, "orders")
			if err := os.WriteFile(filepath.Join(tools, "sftp"), []byte("#!/bin/sh\ncat >>'"+orders+"'\n"), 0o700); err != nil {
				t.Fatal(err)
			}
			environment := newcomer(t)
			follow(t, with(environment, "AIMSIO_RATE=1000", "ERP_URL="+erp, "PATH="+tools+":"+environment["PATH"]), contentOf(t, "../docs/"+guide))
			if n := len(commandsIn(shellBlocks(contentOf(t, "../docs/"+guide)))); n < least {
				t.Errorf("only %d commands", n)
			}
			if guide != "invoices-to-the-erp.md" {
				return
			}
			if content := contentOf(t, orders); !regexp.MustCompile(`^put ".*/open-1\.csv" inbox/\.part\nrename inbox/\.part "inbox/open-1\.csv"\n$`).MatchString(content) {
				t.Errorf("sftp was told %q", content)
			}
			if content := <-got; !strings.HasPrefix(content, `invoices-1 {"invoiceGuid":`) {
				t.Errorf("the server got %.60q", content)
			}
		})
	}
}

// shellBlocks are the blocks of a page that a shell runs.
func shellBlocks(page string) (all string) {
	_, blocks := blocksOf(page)
	for _, block := range blocks {
		all += shellOf(block)
	}
	return all
}

// TestJobOfActions: the job in the guide is YAML, and what it runs hands over, with the ledger in PostgreSQL.
func TestJobOfActions(t *testing.T) {
	t.Parallel()
	_, rest, _ := strings.Cut(contentOf(t, "../docs/payroll-nightly.md"), "```yaml\n")
	text, _, _ := strings.Cut(rest, "```")
	var workflow struct {
		Jobs map[string]struct {
			Steps []struct {
				Run string `yaml:"run"`
			} `yaml:"steps"`
		} `yaml:"jobs"`
	}
	if err := yaml.Unmarshal([]byte(text), &workflow); err != nil {
		t.Fatal(err)
	}
	script := workflow.Jobs["export"].Steps[0].Run
	if !strings.HasPrefix(script, "aimsio timecards export ") {
		t.Fatalf("it runs %q", script)
	}
	server, _ := simulated(t, nil)
	environment := with(variables(t, server), "AIMSIO_ENV=portal", "AIMSIO_RATE=1000", "AIMSIO_MIRROR="+postgresWithLedger(t))
	for _, says := range []string{"batch 1 of payroll (new) is done", "nothing"} {
		command := process(environment, "-ec", script)
		command.Path, command.Args[0], command.Dir = lookPath(t, "sh"), "sh", t.TempDir()
		if out, err := command.CombinedOutput(); err != nil || !strings.Contains(string(out), says) {
			t.Errorf("%v: %s", err, out)
		}
	}
}
