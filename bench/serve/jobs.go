package main

import (
	"fmt"
	"net/http"
	"strconv"
	"sync"
)

const (
	// firstUpdate is the updatedAt of the first entry, in epoch milliseconds. Each further one is a
	// second later. Whole seconds, because jq drops what is below one and the outputs are compared.
	firstUpdate = 1_700_000_000_000
	// changeTakes is how much later a job order is after each change.
	changeTakes = 60_000
	// gone marks a job order that was removed.
	gone = -1
)

// jobs are the job orders of a server. Each is made from its number and how often it was changed.
type jobs struct {
	mu        sync.RWMutex
	revisions []int
	// body is the index as it is now.
	body []byte
}

func newJobs(n int) *jobs {
	j := &jobs{revisions: make([]int, n)}
	j.makeIndex()
	return j
}

// guid is that of the n-th job order.
func guid(n int) string {
	return fmt.Sprintf("%08x-5eed-4a1b-8c2d-%012x", n*2654435761%(1<<32), n)
}

func updatedAt(n, revision int) int64 {
	return firstUpdate + int64(n)*1000 + int64(revision)*changeTakes
}

// makeIndex makes the stubs, 93 bytes each, once and not for every call.
func (j *jobs) makeIndex() {
	body := append(make([]byte, 0, 93*len(j.revisions)+2), '[')
	for n, revision := range j.revisions {
		if revision == gone {
			continue
		}
		if len(body) > 1 {
			body = append(body, ',')
		}
		body = append(body, `{"dtype":"JobOrder","guid":"`...)
		body = append(body, guid(n)...)
		body = append(body, `","updatedAt":`...)
		body = strconv.AppendInt(body, updatedAt(n, revision), 10)
		body = append(body, '}')
	}
	body = append(body, ']')
	j.body = body
}

// index serves the stubs.
func (j *jobs) index(w http.ResponseWriter, _ *http.Request) {
	j.mu.RLock()
	body := j.body
	j.mu.RUnlock()
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	// An error means that the client went away, which is its own affair.
	_, _ = w.Write(body)
}

// object serves a job order.
func (j *jobs) object(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("guid")
	n, revision, found := j.find(id)
	if !found {
		http.Error(w, "no such job order", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	// As above: the client went away.
	_, _ = w.Write(jobOrder(n, revision))
}

// find gives the number that a GUID ends with, and how often its job order was changed.
func (j *jobs) find(id string) (n, revision int, found bool) {
	number, err := strconv.ParseInt(id[max(0, len(id)-12):], 16, 64)
	if n = int(number); err != nil || n < 0 || n >= len(j.revisions) || guid(n) != id {
		return 0, 0, false
	}
	j.mu.RLock()
	defer j.mu.RUnlock()
	return n, j.revisions[n], j.revisions[n] != gone
}

// change changes and removes as many job orders as ?changed= and ?gone= say, all over the index.
func (j *jobs) change(w http.ResponseWriter, r *http.Request) {
	changed, errChanged := strconv.Atoi(r.FormValue("changed"))
	removed, errRemoved := strconv.Atoi(r.FormValue("gone"))
	if errChanged != nil || errRemoved != nil || changed < 0 || removed < 0 || changed+removed > len(j.revisions) {
		http.Error(w, "so many cannot be changed", http.StatusBadRequest)
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	for i := range changed + removed {
		n := i * (len(j.revisions) / (changed + removed))
		if j.revisions[n] != gone {
			j.revisions[n]++
		}
		if i >= changed {
			j.revisions[n] = gone
		}
	}
	j.makeIndex()
}
