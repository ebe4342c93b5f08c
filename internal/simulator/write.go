package simulator

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

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

// write carries out a POST: all records that are asked for, or none where one of them is refused.
func (s *Simulator) write(r *http.Request, to match, applied part) reply {
	records, refused := readBody(r, to.operation.Wrapper)
	if refused != nil {
		return *refused
	}
	records = records[:applied.of(len(records))]
	var answer reply
	err := s.change(func(w *world) []change {
		x := &writer{world: w, kind: w.kinds[to.entity.Resource], operation: to.operation, now: s.clock().UnixMilli()}
		for i, rec := range records {
			x.write(i+1, rec)
		}
		if len(x.problems) > 0 {
			x.undoAll()
			answer = reply{status: http.StatusBadRequest, contentType: "application/json", body: problemBody(x.problems)}
			return nil
		}
		answer = w.confirm(s.options.Answer, x.kind, to.operation.Wrapper, x.ordinals)
		return x.changes()
	})
	if err != nil {
		return problemReply(http.StatusInsufficientStorage, err.Error())
	}
	return answer
}

// readBody takes the records out of a body, or says why there are none.
func readBody(r *http.Request, wrapper string) ([]jsontext.Value, *reply) {
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
	if err != nil {
		return refuse(http.StatusBadRequest, "the body could not be read: %v", err)
	}
	object := jsontext.Value(body)
	if !object.IsValid(jsontext.AllowDuplicateNames(true)) || object.Kind() != jsontext.KindBeginObject {
		return refuse(http.StatusBadRequest, "the body is not a JSON object")
	}
	list, has := membersOf(object).get(wrapper)
	if !has || list.Kind() != jsontext.KindBeginArray {
		return refuse(http.StatusBadRequest, "the body has no array %s", wrapper)
	}
	return slices.Collect(record.Elements(list)), nil
}
