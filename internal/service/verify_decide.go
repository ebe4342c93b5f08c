package service

import (
	"errors"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Decide tells from its reading back what became of a record whose outcome was unknown: the word of one
// that was written by the action if the server has any of what was sent, Failed if it has nothing of it
// or no such record, and Unknown where it cannot be read, or where the server may yet carry it out.
func (v Verified) Decide(entity *api.Entity, action string) string {
	switch {
	case v.Err == nil && v.took(entity):
		return doneWord(Change{Action: action, Before: v.Before})
	case v.Pending:
		return Unknown
	case v.Err == nil, errors.Is(v.Err, ErrNotFound), isGone(v.Err):
		return Failed
	default:
		return Unknown
	}
}

// took tells whether the server has any of the fields that the write was to change.
func (v Verified) took(entity *api.Entity) bool {
	if len(v.Differences) == 0 {
		return true
	}
	for _, path := range v.changed(entity) {
		lost := slices.ContainsFunc(v.Differences, func(d record.Difference) bool {
			return d.Path == path || strings.HasPrefix(d.Path, path+".")
		})
		if !lost {
			return true
		}
	}
	return false
}

// changed gives the paths that a write was to change: those in which the record was another before, or
// all but what names it.
func (v Verified) changed(entity *api.Entity) []string {
	var paths []string
	if v.Before != nil {
		for d := range record.Diff(*v.Before, v.Body) {
			if d.New != nil {
				paths = append(paths, d.Path)
			}
		}
		return paths
	}
	for path := range v.Body.Leaves() {
		if path != entity.GUID && !slices.Contains(entity.Key, path) {
			paths = append(paths, path)
		}
	}
	return paths
}
