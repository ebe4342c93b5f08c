package service

import (
	"errors"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
)

// probedBytes is how much of a list shows that it is one, in bytes.
const probedBytes = 1 << 10

// ProbeRequest gives the smallest call that tells whether an entity can be read: its list, of which only
// the start is wanted, else a record that is not there. It is false where the API reads neither, or
// not without a parameter that nobody can guess.
func ProbeRequest(entity *api.Entity) (request client.Request, found bool) {
	if list, ok := entity.Operation(api.List); ok && missing(list, nil) == nil {
		expect := client.JSONArray
		if list.Wrapper != "" {
			expect = client.JSONList
		}
		return client.Request{Method: list.Method, Path: list.Path, Header: list.Header(), Expect: expect, Start: probedBytes, Also: list.Statuses}, true
	}
	if get, ok := entity.Operation(api.Get); ok && missing(get, nil) == nil {
		nobody := MissingID
		if id, _ := api.Find(entity.Fields, entity.GUID); id != nil && id.Type == api.Integer {
			nobody = "0"
		}
		return client.Request{
			Method: get.Method, Path: fillPath(get, nobody), Header: get.Header(), Expect: client.JSONObject, Start: probedBytes, Also: get.Statuses,
		}, true
	}
	return client.Request{}, false
}

// CanRead tells whether the outcome of a Sample shows that the entity can be read. That the record
// is not there, or that its GUID is none, is said only to those who may read.
func CanRead(request client.Request, err error) bool {
	if err == nil || request.Expect != client.JSONObject {
		return err == nil
	}
	called, ok := errors.AsType[*client.Error](err)
	return ok && (called.Kind == client.NotFound || called.Kind == client.Rejected)
}
