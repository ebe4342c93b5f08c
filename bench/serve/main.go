// Command serve is the server of the benchmarks. It is not the simulator of aimsio: that one is
// made for believable answers, this one for cheap ones, so that the clients are measured and not
// the server. It prints its address and serves until it is killed.
package main

import (
	"context"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"
)

// collection is where job orders are on Aimsio's servers.
const collection = "/rest/api/standard/v1/JobOrder"

func main() {
	watch := &gate{}
	stubs := flag.Int("stubs", 1_000_000, "entries of the index")
	flag.BoolVar(&watch.strict, "strict", false, "refuse an eleventh call in any second")
	flag.DurationVar(&watch.latency, "latency", 0, "what an answer takes")
	flag.DurationVar(&watch.slowFrom, "slow-from", 0, "when after the first call a strict server refuses a fifth call in any second")
	flag.DurationVar(&watch.slowUntil, "slow-until", 0, "when after the first call it is over that")
	flag.Parse()
	if err := serve(*stubs, watch); err != nil {
		fmt.Fprintln(os.Stderr, "serve:", err)
		os.Exit(1)
	}
}

// serve listens on a free port and answers until the process ends.
func serve(stubs int, watch *gate) error {
	orders := newJobs(stubs)
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	fmt.Printf("http://%s\n", listener.Addr())
	mux := http.NewServeMux()
	mux.Handle("GET "+collection, watch.guard(orders.index))
	mux.Handle("GET "+collection+"/{guid}", watch.guard(orders.object))
	mux.HandleFunc("GET /stats", watch.stats)
	mux.HandleFunc("POST /change", orders.change)
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	return server.Serve(listener)
}
