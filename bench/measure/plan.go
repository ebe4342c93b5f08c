package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const (
	// keptColumns are those of the file that is held against the server.
	keptColumns = "jobNumber,jobName,jobClientCode,jobDescription,jobStartDate"
	// Of so many records of a file so many differ.
	appliedRecords, differingRecords = 5000, 40
	// plannedRecords are in one plan.
	plannedRecords = 100_000

	differs = 8 // the exit code of a diff that finds differences
)

// planning is a simulator with a mirror of it, and a file that was exported from it.
type planning struct {
	*bench
	*server

	log, file string
}

// plan measures holding a file against the server through a mirror, and carrying out what differs.
func (b *bench) plan(ctx context.Context) ([]row, error) {
	log := filepath.Join(b.scratch, "planned.log")
	s, err := b.launch(exec.CommandContext(ctx, filepath.Join(b.bin, "aimsio"), "simulate", "--addr", "127.0.0.1:0",
		"--jobs", fmt.Sprint(b.mirrored), "--rate", "0", "--parallel", "0", "--log", log, "--quiet"))
	if err != nil {
		return nil, err
	}
	defer s.stop()
	p := &planning{bench: b, server: s, log: log, file: filepath.Join(b.scratch, "jobs.csv")}
	if err := p.prepare(ctx); err != nil {
		return nil, err
	}
	var rows []row
	for _, measured := range []func(context.Context) (row, error){p.unchanged, p.changed, p.applied, p.large} {
		one, err := measured(ctx)
		if err != nil {
			return nil, err
		}
		rows = append(rows, one)
	}
	return rows, nil
}

// prepare makes the mirror and the file.
func (p *planning) prepare(ctx context.Context) error {
	if err := p.forget(); err != nil {
		return err
	}
	for _, args := range []string{"sync joborders employees -q", "joborders list --full -o csv -q --columns " + keptColumns + " --out " + p.file} {
		if _, _, err := p.run(ctx, args, 0); err != nil {
			return err
		}
	}
	return nil
}

// run runs the program with the mirror, and gives what that took and the calls that the server saw.
func (p *planning) run(ctx context.Context, args string, code int) (usage, int, error) {
	before, err := count(p.log, "\n")
	if err != nil {
		return usage{}, 0, err
	}
	cmd := p.mirroring(ctx, p.url, args, raised)
	used, err := measure(cmd, filepath.Join(p.scratch, "planned.txt"))
	if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != code {
		return used, 0, fmt.Errorf("%s: it did not end with code %d: %w", args, code, err)
	}
	after, err := count(p.log, "\n")
	return used, after - before, err
}

// unchanged holds a file against the server that says what is there.
func (p *planning) unchanged(ctx context.Context) (row, error) {
	var all []usage
	calls := 0
	for range p.runs {
		used, more, err := p.run(ctx, "joborders diff -f "+p.file, 0)
		if err != nil {
			return row{}, err
		}
		all, calls = append(all, used), calls+more
	}
	used := medians(all)
	return row{
		what:    fmt.Sprintf("`diff` of %s unchanged records through a mirror", thousands(p.mirrored)),
		ours:    fmt.Sprintf("%s, %.2f s of processor", used, used.cpu.Seconds()),
		theirs:  "–",
		ratio:   fmt.Sprintf("%d call for %s records", calls/p.runs, thousands(p.mirrored)),
		goal:    "1 call, < 2 s, < 80 MB",
		command: "aimsio joborders diff -f jobs.csv",
	}, nil
}

// changed does the same once some records were changed on the server by somebody else.
func (p *planning) changed(ctx context.Context) (row, error) {
	numbers, err := p.aimsio(ctx, p.url, "joborders", "list", "-o", "ndjson", "--limit", fmt.Sprint(changedObjects), "--jq", ".guid", "-q").Output()
	if err != nil {
		return row{}, fmt.Errorf("listing records to change: %w", err)
	}
	args := append([]string{"joborders", "update", "-q", "--set", "jobDescription=changed"}, strings.Fields(string(numbers))...)
	if _, err := measure(p.aimsio(ctx, p.url, args...), filepath.Join(p.scratch, "changed.txt")); err != nil {
		return row{}, err
	}
	used, calls, err := p.run(ctx, "joborders diff -f "+p.file, differs)
	if err != nil {
		return row{}, err
	}
	return row{
		what:    fmt.Sprintf("`diff` of %s records through a mirror, %d changed on the server", thousands(p.mirrored), changedObjects),
		ours:    used.String(),
		theirs:  "–",
		ratio:   fmt.Sprintf("%d calls", calls),
		goal:    fmt.Sprintf("%d calls", 1+changedObjects),
		command: "aimsio joborders diff -f jobs.csv",
	}, nil
}

// applied carries out a file of which few records differ.
func (p *planning) applied(ctx context.Context) (row, error) {
	content, err := os.ReadFile(p.file)
	if err != nil {
		return row{}, fmt.Errorf("reading the file: %w", err)
	}
	rows, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
	if err != nil {
		return row{}, fmt.Errorf("reading the file: %w", err)
	}
	rows = rows[:min(len(rows), 1+appliedRecords)]
	apart := max(1, (len(rows)-1)/differingRecords)
	for i, changed := 1, 0; i < len(rows) && changed < differingRecords; i, changed = i+apart, changed+1 {
		rows[i][1] = "Renamed " + rows[i][0]
	}
	// What was changed on the server before would differ too.
	for i := range rows {
		rows[i] = rows[i][:2]
	}
	var edited bytes.Buffer
	if err := csv.NewWriter(&edited).WriteAll(rows); err != nil {
		return row{}, fmt.Errorf("writing the file: %w", err)
	}
	file := filepath.Join(p.scratch, "edited.csv")
	if err := os.WriteFile(file, edited.Bytes(), 0o600); err != nil {
		return row{}, fmt.Errorf("writing the file: %w", err)
	}
	before, err := count(p.log, " POST ")
	if err != nil {
		return row{}, err
	}
	used, _, err := p.run(ctx, "joborders apply --yes -q -o ndjson -f "+file, 0)
	if err != nil {
		return row{}, err
	}
	after, err := count(p.log, " POST ")
	return row{
		what:    fmt.Sprintf("`apply` of a file of %s records of which %d differ", thousands(len(rows)-1), differingRecords),
		ours:    used.String(),
		theirs:  fmt.Sprintf("%d calls that write", (len(rows)-1+49)/50),
		ratio:   fmt.Sprintf("%d call that writes", after-before),
		goal:    "1 call that writes",
		command: "aimsio joborders apply -f edited.csv --yes",
	}, err
}

// large makes and keeps a plan of many records.
func (p *planning) large(ctx context.Context) (row, error) {
	file, kept := filepath.Join(p.scratch, "employees.csv"), filepath.Join(p.scratch, "plan.json")
	if err := os.WriteFile(file, employees(plannedRecords, "BI-005", nil), 0o600); err != nil {
		return row{}, fmt.Errorf("writing the input: %w", err)
	}
	used, _, err := p.run(ctx, "employees diff -q -o ndjson -f "+file+" --save "+kept, differs)
	if err != nil {
		return row{}, err
	}
	planned, err := count(kept, `"action":"create"`)
	return row{
		what:    fmt.Sprintf("a plan of %s new records, made, kept and shown", thousands(planned)),
		ours:    fmt.Sprintf("%s, %.2f s of processor", used, used.cpu.Seconds()),
		theirs:  "–",
		ratio:   "–",
		goal:    "< 120 MB",
		command: "aimsio employees diff -f employees.csv --save plan.json -o ndjson",
	}, err
}
