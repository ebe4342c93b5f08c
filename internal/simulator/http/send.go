package http

import (
	"net/http"
	"strconv"

	"github.com/aimsio-cli/aimsio/internal/simulator/data"
)

// sendProblem answers an error. How the vendor words errors is not documented; an object with a
// message is the most usual form.
func sendProblem(w http.ResponseWriter, status int, message string) {
	problemReply(status, message).send(w)
}

func problemReply(status int, message string) reply {
	body := append(data.Quote([]byte(`{"message":`), message), '}')
	return reply{status: status, contentType: "application/json", body: body}
}

func sendJSON(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	send(w, status, body)
}

// send writes a whole answer. That the caller has gone away is no error of the simulator's.
func send(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

// reply is an answer that is put together before it is sent.
type reply struct {
	status      int
	contentType string
	body        []byte
}

func (r reply) send(w http.ResponseWriter) {
	if r.status == http.StatusNoContent {
		w.WriteHeader(r.status)
		return
	}
	if r.contentType != "" {
		w.Header().Set("Content-Type", r.contentType)
	}
	send(w, r.status, r.body)
}
