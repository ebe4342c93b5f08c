package test

import (
	"compress/gzip"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// TestOrder: whole records come in the order of the index, whatever the order of the answers, with
// ten calls under way and never more.
func TestOrder(t *testing.T) {
	t.Parallel()
	const count = 120
	var index, want strings.Builder
	for i := range count {
		fmt.Fprintf(&index, `,{"guid":"%d"}`, i)
		fmt.Fprintf(&want, "{\"jobGuid\":%d}\n", i)
	}
	var arrived, underWay, most atomic.Int32
	full := make(chan struct{})
	server := serving(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/JobOrder") {
			_, _ = fmt.Fprint(w, "["+index.String()[1:]+"]")
			return
		}
		for now := underWay.Add(1); now > most.Load(); {
			most.Store(now)
		}
		defer underWay.Add(-1)
		n, err := strconv.Atoi(path.Base(r.URL.Path))
		if err != nil {
			t.Error(err)
		}
		if arrived.Add(1) == 10 {
			close(full)
		}
		select {
		case <-full:
		case <-time.After(longestWait): // the tenth does not come
		}
		time.Sleep(time.Duration(15-n%10) * time.Millisecond) // later ones answer first
		_, _ = fmt.Fprintf(w, `{"jobGuid":%d}`, n)
	})
	got := run(variables(t, server), "joborders", "list", "--full", "-o", "ndjson")
	if got.code != 0 || got.out != want.String() {
		t.Errorf("code %d, records in another order:\n%s%s", got.code, got.out, got.err)
	}
	if most.Load() != 10 {
		t.Errorf("%d calls at once, want 10", most.Load())
	}
}

// TestTLS: the server's certificate must be trusted, by the system or by ca_file.
func TestTLS(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			t.Error("gzip is not asked for")
		}
		w.Header().Set("Content-Encoding", "gzip")
		compressed := gzip.NewWriter(w)
		_, _ = fmt.Fprint(compressed, `[{"guid":"1"}]`)
		_ = compressed.Close()
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // the first client refuses the certificate
	t.Cleanup(server.Close)
	environment := variables(t, server.URL)
	if got := run(environment, "joborders", "list"); got.code != 7 || got.out != "" || !strings.Contains(got.err, "certificate") {
		t.Errorf("an unknown certificate: %+v", got)
	}
	file := environment["HOME"] + "/ca.pem"
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(file, block, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := run(with(environment, "AIMSIO_CA_FILE="+file), "joborders", "list", "-o", "ndjson"); got.out != "{\"guid\":\"1\"}\n" {
		t.Errorf("with ca_file: %+v", got)
	}
	if got := run(with(environment, "AIMSIO_CA_FILE="+file+"x"), "joborders", "list"); got.code != 2 {
		t.Errorf("with a ca_file that is not there: %+v", got)
	}
}
