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
	command := process(variables(t, server), "doctor", "-o", "json")
	var out, said safeBuffer
	command.Stdout, command.Stderr = &out, &said
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	<-reached
	begun := time.Now()
	if err := cmp.Or(command.Process.Signal(syscall.SIGINT), command.Wait()); err == nil {
		t.Error("it ended as if all were well")
	}
	if code, took := command.ProcessState.ExitCode(), time.Since(begun); code != 130 || took > time.Second {
		t.Errorf("code %d after %s: %s", code, took, said.String())
	}
	found := diagnosis(t, outcome{out: out.String()})
	if found["configuration"].Result != "ok" || found["connection"].Check != "" {
		t.Errorf("%+v", found)
	}
}
