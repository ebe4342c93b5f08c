package bulk_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
)

// wire notes the calls that it lets through, or answers them in the server's place.
type wire struct {
	next http.RoundTripper
	// instead answers a call, or lets it pass with nil. Calls that write count from 1, others are 0.
	instead func(write int, r *http.Request) *http.Response
	// lose tells of a call that writes whether its answer does not arrive.
	lose func(write int) bool
	// after is told of a call that writes once its answer is there.
	after func(write int)

	mu     sync.Mutex
	writes []sentCall
	reads  []string
}

// sentCall is a call that writes.
type sentCall struct{ name, body string }

func (w *wire) forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.writes, w.reads = nil, nil
}

func (w *wire) bodies() []string {
	var list []string
	for _, one := range w.writes {
		list = append(list, one.body)
	}
	return list
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	number, err := w.note(r)
	if err != nil {
		return nil, err
	}
	if w.instead != nil {
		if answer := w.instead(number, r); answer != nil {
			if answer.StatusCode == 0 {
				return nil, errors.New("the connection broke")
			}
			return answer, nil
		}
	}
	answer, err := w.next.RoundTrip(r)
	if number > 0 && w.after != nil {
		w.after(number)
	}
	if err == nil && number > 0 && w.lose != nil && w.lose(number) {
		_ = answer.Body.Close()
		return says(http.StatusBadGateway, `{"message":"who knows"}`), nil
	}
	return answer, err
}

func (w *wire) note(r *http.Request) (number int, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	name := r.Method + " " + r.URL.RequestURI()
	if r.Method == http.MethodGet {
		w.reads = append(w.reads, name)
		return 0, nil
	}
	var body []byte
	if r.GetBody != nil {
		copied, err := r.GetBody()
		if err != nil {
			return 0, err
		}
		if body, err = io.ReadAll(copied); err != nil {
			return 0, err
		}
	}
	w.writes = append(w.writes, sentCall{name, string(body)})
	return len(w.writes), nil
}

// says makes an answer in JSON; status 0 is a connection that breaks.
func says(status int, body string) *http.Response {
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
	}
}
