package simulator

import (
	"net/http"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// chunk is how much of a list is put together before it is sent, in bytes: the list itself is
// never in memory.
const chunk = 64 << 10

// list answers the index: a bare array with an entry for every record, unless the description has it
// come in an object or in parts.
func (s *Simulator) list(w http.ResponseWriter, r *http.Request, world *world, k *kind, op *api.Operation) {
	if op.Page != nil || op.Wrapper != "" || len(op.Parameters) > 0 {
		s.part(w, r, world, k, op)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusOK)
	buffer := append(make([]byte, 0, chunk+chunk/4), '[')
	for ordinal, more := 0, true; more; {
		buffer, ordinal, more = world.listChunk(buffer, k, ordinal)
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

// listChunk appends index entries from an ordinal on until the buffer is full, and tells where
// to go on and whether there is more.
func (w *world) listChunk(buffer []byte, k *kind, ordinal int) ([]byte, int, bool) {
	w.lock.RLock()
	defer w.lock.RUnlock()
	for ; ordinal < k.count(); ordinal++ {
		if len(buffer) > chunk {
			return buffer, ordinal, true
		}
		if k.gone(ordinal) {
			continue
		}
		if last := len(buffer) - 1; last < 0 || buffer[last] != '[' {
			buffer = append(buffer, ',')
		}
		buffer = w.stubOf(buffer, k, ordinal)
	}
	return buffer, ordinal, false
}

// get answers one whole record.
func (s *Simulator) get(w http.ResponseWriter, world *world, k *kind, to match) {
	world.lock.RLock()
	ordinal, found := k.byIdentity(to.id)
	var body []byte
	if found {
		body = world.record(nil, k, ordinal)
	}
	world.lock.RUnlock()
	if !found {
		sendProblem(w, http.StatusNotFound, "there is no "+k.entity.Title+" "+to.id)
		return
	}
	if to.operation.Wrapper != "" {
		envelope := memberList{{name: to.operation.Wrapper, value: jsontext.Value(body)}}
		body = envelope.appendTo(nil)
	}
	sendJSON(w, http.StatusOK, body)
}
