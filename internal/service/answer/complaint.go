package answer

import (
	"net/http"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// Complaint says why an answer with the status of a success leaves it open whether the write that it answers
// was carried out, "" where it does not. It knows nothing of what was sent. entity is what the call is about;
// nil is anything. The words may be the server's own, of any length.
func Complaint(entity *api.Entity, status int, header http.Header, body []byte) string {
	value := valueOf(body)
	if status == http.StatusPartialContent { // which was asked for
		status = http.StatusOK
	}
	if fault := faultOf(status, header, value); fault != "" {
		return fault
	}
	if entity == nil {
		entity = &api.Entity{}
	}
	x := newReading(Call{Entity: entity, Operation: &api.Operation{}})
	switch {
	case len(value) == 0 || status == http.StatusNoContent:
	case value.Kind() == jsontext.KindBeginObject && x.looksLikeRecord(value, noRecord):
		x.whole = x.entrySays(value, noRecord)
	case isStructure(value):
		x.read(value)
	default:
		x.readText(value)
	}
	x.heed(status, header)
	switch missing := x.counts.missing(0); {
	case x.whole.claim > good:
		reason, words := x.whole.doubt()
		return reason + words
	case missing > 0:
		return "by the numbers of the answer, not all records were written"
	default:
		return ""
	}
}
