package http

import (
	"fmt"
	"net/http"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/simulator/store"
)

// endpoints gives each call its true answer.
type endpoints struct {
	routes routes
	store  *store.Store
	clock  func() time.Time
	shape  Answer
}

func (a *endpoints) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	found, status := a.routes.find(r)
	switch status {
	case http.StatusNotFound:
		sendProblem(w, status, "there is nothing at "+r.URL.Path)
		return
	case http.StatusMethodNotAllowed:
		w.Header().Set("Allow", found.allow())
		sendProblem(w, status, fmt.Sprintf("%s is not possible at %s", r.Method, r.URL.Path))
		return
	}
	dataset, err := a.store.Current()
	if err != nil {
		sendProblem(w, http.StatusInsufficientStorage, err.Error())
		return
	}
	switch found.operation.Verb {
	case api.List:
		list(w, r, dataset, found.route)
	case api.Get:
		get(w, dataset, found)
	default:
		a.write(r, found, whole).send(w)
	}
}

// carryOut applies the given part of a write whose answer gets lost.
func (a *endpoints) carryOut(r *http.Request, applied part) {
	found, status := a.routes.find(r)
	if status == http.StatusOK && found.operation.Verb != api.List && found.operation.Verb != api.Get {
		a.write(r, found, applied)
	}
}
