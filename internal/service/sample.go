package service

import (
	"errors"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
)

const (
	// Nobody is a GUID that no record has: what it is asked for, the server answers without data.
	Nobody = "00000000-0000-0000-0000-000000000000"
	// sampled is how much of a list shows that it is one, in bytes.
	sampled = 1 << 10
)

// Sample gives the smallest call that tells whether an entity can be read: its list, of which only
// the start is wanted, else a record that is not there. It is false where the API reads neither.
func Sample(entity *api.Entity) (request client.Request, found bool) {
	if list, ok := entity.Operation(api.List); ok {
		return client.Request{Method: list.Method, Path: list.Path, Expect: client.JSONArray, Start: sampled}, true
	}
	if get, ok := entity.Operation(api.Get); ok {
		return client.Request{Method: get.Method, Path: fillPath(get.Path, Nobody), Expect: client.JSONObject, Start: sampled}, true
	}
	return client.Request{}, false
}

// Readable tells whether the outcome of a Sample shows that the entity can be read. That the record
// is not there, or that its GUID is none, is said only to those who may read.
func Readable(request client.Request, err error) bool {
	if err == nil || request.Expect == client.JSONArray {
		return err == nil
	}
	called, ok := errors.AsType[*client.Error](err)
	return ok && (called.Kind == client.NotFound || called.Kind == client.Rejected)
}
