package service

import (
	"net/http"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/service/answer"
)

// Complaint is answer.Complaint.
func Complaint(entity *api.Entity, status int, header http.Header, body []byte) string {
	return answer.Complaint(entity, status, header, body)
}
