package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
)

// machine says in a line what the numbers were measured on.
func machine(ctx context.Context) string {
	return fmt.Sprintf("%s, %d cores, %s/%s, %s, %s, %s", processor(), runtime.NumCPU(), runtime.GOOS, runtime.GOARCH,
		runtime.Version(), firstWords(ctx, "curl", 2), firstWords(ctx, "jq", 1))
}

// processor gives the name that the system has for the processor, where it says so.
func processor() string {
	info, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return "processor unknown"
	}
	for line := range strings.Lines(string(info)) {
		if name, found := strings.CutPrefix(line, "model name"); found {
			return strings.TrimLeft(strings.TrimSpace(name), ": \t")
		}
	}
	return "processor unknown"
}

// firstWords gives the beginning of what a program says of its version.
func firstWords(ctx context.Context, program string, n int) string {
	out, err := exec.CommandContext(ctx, program, "--version").Output()
	if err != nil {
		return program
	}
	words := strings.Fields(string(out))
	return strings.Join(words[:min(n, len(words))], " ")
}
