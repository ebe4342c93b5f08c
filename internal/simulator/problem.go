package simulator

import (
	"net/http"
	"strconv"
)

// problem is what was wrong with one record of a write.
type problem struct {
	// record is the record's number in the body, from 1.
	record int
	// key names the record as people know it: `employeeCode "E-0003"`, or is empty.
	key     string
	field   string
	message string
}

func (p problem) text() string {
	text := "record " + strconv.Itoa(p.record)
	if p.key != "" {
		text += " (" + p.key + ")"
	}
	if p.field != "" {
		text += ": " + p.field
	}
	return text + ": " + p.message
}

// sendProblem answers an error. How the vendor words errors is not documented; an object with a
// message is the most usual form.
func sendProblem(w http.ResponseWriter, status int, message string) {
	sendJSON(w, status, append(quote([]byte(`{"message":`), message), '}'))
}

// problemBody lists everything that was wrong with the records of a write.
func problemBody(problems []problem) []byte {
	body := quote([]byte(`{"message":`), problems[0].text())
	body = append(body, `,"errors":[`...)
	for i, p := range problems {
		if i > 0 {
			body = append(body, ',')
		}
		body = append(body, `{"record":`...)
		body = strconv.AppendInt(body, int64(p.record), 10)
		body = quote(append(body, `,"field":`...), p.field)
		body = quote(append(body, `,"message":`...), p.text())
		body = append(body, '}')
	}
	return append(body, "]}"...)
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
