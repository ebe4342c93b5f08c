package service

import (
	"net/http"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/service/answer"
)

// judge tells what the end of a call means for the records in it.
type judge struct {
	entity    *api.Entity
	operation *api.Operation
	// hide blots out the password in words of the server.
	hide func(string) string
}

// answer reads an answer whose status is a success.
func (j judge) answer(a *client.Response, body []byte, pending []*pendingChange) verdict {
	call := answer.Call{Entity: j.entity, Operation: j.operation}
	for _, r := range pending {
		call.Sent = append(call.Sent, answer.Sent{Key: r.change.Key, ID: r.change.ID, Body: r.change.Body, Before: r.change.Before})
	}
	result := answer.Read(call, a.Status, a.Header, body)
	if result.Fault != "" {
		return j.unreadable(a.Status, result.Fault, pending)
	}
	v := verdict{outcome: Written, status: a.Status, message: j.remark(a.Status, result.Remark)}
	remark := v.message
	for _, of := range result.Records {
		one := j.recordVerdict(of, remark, pending)
		if one.outcome != Written {
			v.outcome, v.message = Unknown, ""
		}
		v.each = append(v.each, one)
	}
	return v
}

func (j judge) recordVerdict(of answer.Verdict, remark string, pending []*pendingChange) recordVerdict {
	one := recordVerdict{outcome: Written, message: remark, guid: of.GUID, pending: of.Pending}
	switch {
	case of.Outcome == answer.Failed:
		one.outcome, one.message = Failed, j.quoted(of.Words)
	case of.Outcome == answer.Unknown:
		one.outcome, one.message = Unknown, unsure(of.Reason+j.quoted(of.Words), pending)
	case of.Confirmed:
		one.message = ""
	}
	return one
}

// unreadable is the verdict on an answer that no server gives to a write that it carried out.
func (j judge) unreadable(status int, what string, pending []*pendingChange) verdict {
	err := &client.Error{
		Kind: client.BadAnswer, Status: status, Request: j.operation.Method + " " + j.operation.Path,
		Message: what, Tries: 1, Unsure: true,
	}
	return verdict{outcome: Unknown, status: status, message: unsure(what, pending), err: err, lost: true}
}

// remark repeats what a server said beside "OK".
func (j judge) remark(status int, words string) string {
	switch {
	case words != "":
		return "the server said: " + j.quoted(words)
	case status == http.StatusAccepted:
		return "the server accepted it (202), which may mean that it is yet to be carried out"
	}
	return ""
}

// maxQuoted is how much of what a server said goes into a message, in bytes.
const maxQuoted = 300

// quoted makes words of the server fit for a message: without the password, cut, on one line.
func (j judge) quoted(text string) string {
	text = j.hide(text)
	if len(text) > maxQuoted {
		text = strings.ToValidUTF8(text[:maxQuoted], "") + "…"
	}
	return strings.Join(strings.Fields(text), " ")
}
