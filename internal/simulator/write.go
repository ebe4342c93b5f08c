package simulator

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// maxBody is the size above which a write is refused, in bytes.
const maxBody = 64 << 20

// part is how much of a write is carried out.
type part string

const (
	none  part = "before"
	half  part = "middle"
	whole part = "after"
)

// of gives the number of records that are carried out.
func (p part) of(records int) int {
	switch p {
	case none:
		return 0
	case half:
		return records / 2
	default:
		return records
	}
}

// write carries out a call that writes: all records that are asked for, or none where one of them is
// refused.
func (s *Simulator) write(r *http.Request, to match, applied part) reply {
	deletes := to.operation.Verb == api.Delete
	var records []jsontext.Value
	if !deletes {
		var refused *reply
		if records, refused = readBody(r, to.operation); refused != nil {
			return *refused
		}
		records = records[:applied.of(len(records))]
	}
	var answer reply
	err := s.change(func(w *world) []change {
		x := &writer{world: w, kind: w.kinds[to.entity.Resource], operation: to.operation, now: s.clock().UnixMilli(), id: to.id}
		if deletes && applied == whole {
			x.delete()
		}
		for i, rec := range records {
			x.write(i+1, rec)
		}
		if len(x.problems) > 0 {
			x.undoAll()
			status := http.StatusBadRequest
			if x.missing {
				status = http.StatusNotFound
			}
			answer = reply{status: status, contentType: "application/json", body: problemBody(x.problems)}
			return nil
		}
		answer = w.confirm(s.options.Answer, x.kind, to.operation, x.ordinals)
		return x.changes()
	})
	if err != nil {
		return problemReply(http.StatusInsufficientStorage, err.Error())
	}
	return answer
}

// readBody takes the records out of a body, or says why there are none.
func readBody(r *http.Request, op *api.Operation) ([]jsontext.Value, *reply) {
	refuse := func(status int, format string, arguments ...any) ([]jsontext.Value, *reply) {
		answer := problemReply(status, fmt.Sprintf(format, arguments...))
		return nil, &answer
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return refuse(http.StatusUnsupportedMediaType, "the content type must be application/json")
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxBody))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return refuse(http.StatusRequestEntityTooLarge, "the body is larger than %d bytes", tooLarge.Limit)
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return refuse(http.StatusRequestTimeout, "the body did not arrive within %s", timeForBody)
	}
	if err != nil {
		return refuse(http.StatusBadRequest, "the body could not be read: %v", err)
	}
	list := jsontext.Value(bytes.TrimSpace(body))
	valid := list.IsValid(jsontext.AllowDuplicateNames(true))
	if op.Body == api.BodyArray {
		if !valid || list.Kind() != jsontext.KindBeginArray {
			return refuse(http.StatusBadRequest, "the body is not a JSON array")
		}
		return slices.Collect(record.Elements(list)), nil
	}
	if !valid || list.Kind() != jsontext.KindBeginObject {
		return refuse(http.StatusBadRequest, "the body is not a JSON object")
	}
	if op.Body == api.BodyRecord {
		return []jsontext.Value{list}, nil
	}
	list, has := membersOf(list).get(op.Wrapper)
	if !has || list.Kind() != jsontext.KindBeginArray {
		return refuse(http.StatusBadRequest, "the body has no array %s", op.Wrapper)
	}
	return slices.Collect(record.Elements(list)), nil
}
