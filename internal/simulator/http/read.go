package http

import (
	"net/http"

	"github.com/aimsio-cli/aimsio/internal/simulator/data"
	"github.com/aimsio-cli/aimsio/internal/simulator/store"
)

// chunk is how much of a list is put together before it is sent, in bytes: the list itself is
// never in memory.
const chunk = 64 << 10

// list answers the index: a bare array with an entry for every record, unless the description has it
// come in an object or in parts.
func list(w http.ResponseWriter, r *http.Request, d *store.Dataset, to route) {
	if op := to.operation; op.Page != nil || op.Wrapper != "" || len(op.Parameters) > 0 {
		page(w, r, d, to)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusOK)
	buffer := append(make([]byte, 0, chunk+chunk/4), '[')
	for next, more := 0, true; more; {
		buffer, next, more = d.Entries(buffer, to.entity, next, chunk)
		if !more {
			buffer = append(buffer, ']')
		}
		if _, err := w.Write(buffer); err != nil {
			// The caller has gone away.
			return
		}
		buffer = buffer[:0]
	}
}

// get answers one whole record.
func get(w http.ResponseWriter, d *store.Dataset, to match) {
	body, found := d.Get(to.entity, to.id)
	if !found {
		sendProblem(w, http.StatusNotFound, "there is no "+to.entity.Title+" "+to.id)
		return
	}
	if to.operation.Wrapper != "" {
		envelope := append(data.Quote([]byte{'{'}, to.operation.Wrapper), ':')
		body = append(append(envelope, body...), '}')
	}
	sendJSON(w, http.StatusOK, body)
}
