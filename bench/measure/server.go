package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// server is a running bench/serve.
type server struct {
	url string
	cmd *exec.Cmd
}

// serve starts a server and waits for its address.
func (b *bench) serve(ctx context.Context, args ...string) (*server, error) {
	return b.launch(exec.CommandContext(ctx, filepath.Join(b.bin, "serve"), args...))
}

// launch starts a program that prints its address first.
func (b *bench) launch(cmd *exec.Cmd) (*server, error) {
	cmd.Env = b.environ("")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("starting the server: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting the server: %w", err)
	}
	s := &server{cmd: cmd}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		s.stop()
		return nil, fmt.Errorf("waiting for the server's address: %w", err)
	}
	s.url = strings.TrimSpace(line)
	return s, nil
}

// stop ends the server. It has nothing to save, and that it was killed is no news.
func (s *server) stop() {
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
}

// counts are what a server has seen.
type counts struct {
	Answered int     `json:"answered"`
	Refused  int     `json:"refused"`
	Most     int     `json:"most"`
	Seconds  float64 `json:"seconds"`
	Each     []each  `json:"each"`
}

// each is what came in a second.
type each struct {
	Answered int `json:"answered"`
	Refused  int `json:"refused"`
}

// rate gives the calls per second.
func (c counts) rate() float64 {
	if c.Seconds == 0 {
		return 0
	}
	return float64(c.Answered+c.Refused-1) / c.Seconds
}

func (s *server) stats(ctx context.Context) (counts, error) {
	var seen counts
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+"/stats", http.NoBody)
	if err != nil {
		return seen, fmt.Errorf("asking the server what it saw: %w", err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return seen, fmt.Errorf("asking the server what it saw: %w", err)
	}
	defer func() { _ = answer.Body.Close() }() // read to its end
	if err := json.NewDecoder(answer.Body).Decode(&seen); err != nil {
		return seen, fmt.Errorf("reading what the server saw: %w", err)
	}
	return seen, nil
}
