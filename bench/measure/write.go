package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// writeArgs write employees from a file.
const writeArgs = "employees create -f employees.csv -o ndjson"

// write measures writing from CSV to the simulator, which keeps the vendor's limits: all records
// right, and seven of a thousand wrong. There is no usual program to hold it against.
func (b *bench) write(ctx context.Context) ([]row, error) {
	good, err := b.writeRow(ctx, b.records, nil)
	if err != nil {
		return nil, err
	}
	good.goal = fmt.Sprintf("%d calls, < 1 s of processor, ≤ 60 MB", (b.records+49)/50)
	bad, err := b.writeRow(ctx, 1000, []int{3, 77, 200, 350, 511, 720, 999})
	if err != nil {
		return nil, err
	}
	bad.goal = "993 written once, 7 named, < 130 calls"
	return []row{good, bad}, nil
}

// writeRow writes so many employees, of which some refer to a trade that does not exist.
func (b *bench) writeRow(ctx context.Context, records int, wrong []int) (row, error) {
	log := filepath.Join(b.scratch, fmt.Sprintf("requests-%d.log", records))
	s, err := b.launch(exec.CommandContext(ctx, filepath.Join(b.bin, "aimsio"), "simulate", "--addr", "127.0.0.1:0", "--log", log, "--quiet"))
	if err != nil {
		return row{}, err
	}
	defer s.stop()
	trade, err := b.aimsio(ctx, s.url, strings.Fields("employees list --full --limit 1 --jq .[0].employeeTradeCode -q")...).Output()
	if err != nil {
		return row{}, fmt.Errorf("asking for a trade: %w", err)
	}
	file := filepath.Join(b.scratch, "employees.csv")
	if err := os.WriteFile(file, employees(records, strings.TrimSpace(string(trade)), wrong), 0o600); err != nil {
		return row{}, fmt.Errorf("writing the input: %w", err)
	}
	cmd := b.aimsio(ctx, s.url, "employees", "create", "-f", file, "-o", "ndjson")
	results := filepath.Join(b.scratch, "results.ndjson")
	used, err := measure(cmd, results)
	if err != nil && cmd.ProcessState.ExitCode() != 6 { // 6: some records failed, as they should
		return row{}, err
	}
	calls, err := count(log, " POST ")
	if err != nil {
		return row{}, err
	}
	written, err := count(results, `"outcome":"written"`)
	if err != nil {
		return row{}, err
	}
	return row{
		what:    fmt.Sprintf("%s employees from CSV, %d of them wrong", thousands(records), len(wrong)),
		ours:    fmt.Sprintf("%.1f s, %.2f s of processor, %.0f MB", used.wall.Seconds(), used.cpu.Seconds(), float64(used.peak)/1e6),
		theirs:  "–",
		ratio:   fmt.Sprintf("%d calls, %s written", calls, thousands(written)),
		command: "aimsio " + writeArgs,
	}, nil
}

// employees makes a CSV file.
func employees(records int, trade string, wrong []int) []byte {
	var b bytes.Buffer
	b.WriteString("employeeCode,employmentType,employeeStatusUname,employeeFirstName,employeeLastName,employeeTradeCode,employmentHireDate\n")
	for i := range records {
		code := trade
		if slices.Contains(wrong, i) {
			code = "NOPE"
		}
		fmt.Fprintf(&b, "N%05d,DIRECT_HIRE,active_employee_status,First %d,Last %d,%s,2026-01-05\n", i, i, i, code)
	}
	return b.Bytes()
}

// count counts the lines of a file that have a text.
func count(file, text string) (int, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return 0, fmt.Errorf("counting lines: %w", err)
	}
	return bytes.Count(content, []byte(text)), nil
}
