package bulk

import (
	"net/http"

	"github.com/aimsio-cli/aimsio/internal/service"
)

// neverAnswered tells whether the server was not reached, or was not able to answer.
func neverAnswered(outcome service.Outcome) bool {
	open := outcome.Outcome == service.Failed || outcome.Outcome == service.Unknown
	unable := outcome.Status == http.StatusTooManyRequests || outcome.Status/100 == http.StatusInternalServerError/100
	return open && (unable || outcome.Status == 0 && !outcome.Answered)
}

// notThere says of a record that was named and cannot be read.
const notThere = "there is no record with this GUID; it is gone, or hidden from this user"
