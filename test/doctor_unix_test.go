//go:build unix

package test

import (
	"cmp"
	"net/http"
	"syscall"
	"testing"
	"time"
)

// TestDoctorIsStopped: Ctrl-C ends it at once, and what was found so far is printed.
func TestDoctorIsStopped(t *testing.T) {
	t.Parallel()
	reached := make(chan struct{}, 1)
	server := serving(t, func(_ http.ResponseWriter, r *http.Request) {
		reached <- struct{}{}
		<-r.Context().Done()
	})
	command := process(with(variables(t, server), "AIMSIO_TIMEOUT=24h"), "doctor", "-o", "json")
	var out, said safeBuffer
	command.Stdout, command.Stderr = &out, &said
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	<-reached
	defer time.AfterFunc(longestEnd, func() { _ = command.Process.Kill() }).Stop()
	if err := cmp.Or(command.Process.Signal(syscall.SIGINT), command.Wait()); err == nil {
		t.Error("it ended as if all were well")
	}
	if code := command.ProcessState.ExitCode(); code != 130 {
		t.Errorf("code %d: %s", code, said.String())
	}
	found := diagnosis(t, outcome{out: out.String()})
	if found["configuration"].Result != "ok" || found["connection"].Check != "" {
		t.Errorf("%+v", found)
	}
}
