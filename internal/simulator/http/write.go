package http

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/simulator/data"
	"github.com/aimsio-cli/aimsio/internal/simulator/store"
)

// maxBody is the size above which a write is refused, in bytes.
const maxBody = 64 << 20

// write carries out a call that writes: all records that are asked for, or none where one of them is
// refused.
func (a *endpoints) write(r *http.Request, to match, applied part) reply {
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
	refusal, err := a.store.Write(store.Write{
		Entity: to.entity, Operation: to.operation, ID: to.id, Now: a.clock().UnixMilli(),
		Records: records, Delete: deletes && applied == whole,
	}, func(written store.Written) { answer = a.shape.confirm(to.operation, written) })
	switch {
	case err != nil:
		return problemReply(http.StatusInsufficientStorage, err.Error())
	case refusal != nil:
		return refuseWrite(refusal)
	}
	return answer
}

// refuseWrite lists everything that was wrong with the records of a write.
func refuseWrite(refusal *store.Refusal) reply {
	r := reply{status: http.StatusBadRequest, contentType: "application/json"}
	if refusal.Missing {
		r.status = http.StatusNotFound
	}
	r.body = data.Quote([]byte(`{"message":`), refusal.Problems[0].Text())
	r.body = append(r.body, `,"errors":[`...)
	for i, p := range refusal.Problems {
		if i > 0 {
			r.body = append(r.body, ',')
		}
		r.body = append(r.body, `{"record":`...)
		r.body = strconv.AppendInt(r.body, int64(p.Record), 10)
		r.body = data.Quote(append(r.body, `,"field":`...), p.Field)
		r.body = data.Quote(append(r.body, `,"message":`...), p.Text())
		r.body = append(r.body, '}')
	}
	r.body = append(r.body, "]}"...)
	return r
}

// readBody takes the records out of a body, or says why there are none.
func readBody(r *http.Request, op *api.Operation) ([]jsontext.Value, *reply) {
	refuse := func(status int, format string, arguments ...any) ([]jsontext.Value, *reply) {
		answer := problemReply(status, fmt.Sprintf(format, arguments...))
		return nil, &answer
	}
	wanted := "application/json"
	if op.ContentType != "" {
		wanted = op.ContentType
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != wanted {
		return refuse(http.StatusUnsupportedMediaType, "the content type must be %s", wanted)
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxBody))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return refuse(http.StatusRequestEntityTooLarge, "the body is larger than %d bytes", tooLarge.Limit)
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return refuse(http.StatusRequestTimeout, "the body did not arrive within %s", TimeForBody)
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
	if op.Body == api.BodyRecord && op.Wrapper != "" {
		if list = lastMember(list, op.Wrapper); list.Kind() != jsontext.KindBeginObject {
			return refuse(http.StatusBadRequest, "the body has no object %s", op.Wrapper)
		}
	}
	if op.Body == api.BodyRecord {
		return []jsontext.Value{list}, nil
	}
	list = lastMember(list, op.Wrapper)
	if list.Kind() != jsontext.KindBeginArray {
		return refuse(http.StatusBadRequest, "the body has no array %s", op.Wrapper)
	}
	return slices.Collect(record.Elements(list)), nil
}

// lastMember gives a member of an object; of two with one name the later counts.
func lastMember(object jsontext.Value, wanted string) (value jsontext.Value) {
	for name, member := range record.Members(object) {
		if name == wanted {
			value = member
		}
	}
	return value
}
