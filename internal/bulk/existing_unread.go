package bulk

import (
	"errors"

	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// unreadRecords are the records that changed, or came, since the mirror was made, and cannot be read now: why,
// by id. Those that the list does not name come under "".
type unreadRecords map[string]error

func (u unreadRecords) add(fetched service.Fetched) {
	if fetched.Err != nil {
		u[fetched.ID] = fetched.Err
	}
}

// settle refuses a record that is one of them: what would be overwritten is not known, and the log could not
// keep it.
func (u unreadRecords) settle(settled *service.Outcome) {
	why := u[settled.GUID]
	settled.Outcome = service.Failed
	settled.Message = "not sent: it is there, has changed since the local copy has it, and cannot be read: " + fail.OneLine(why) +
		"; --no-mirror sends it all the same"
	if called, ok := errors.AsType[*client.Error](why); ok {
		settled.Status = called.Status
	}
}

// checkUnread says that some records which are there are not known by their keys. Where nothing may be
// overwritten unasked, that is refused, as it is without a mirror.
func (e *existing) checkUnread() error {
	if len(e.unread) == 0 {
		return nil
	}
	w := e.run
	count := text.Counted(len(e.unread), "record")
	if w.environment.Protected && e.policy != IfExistsUpdate {
		return w.refuse(fail.New(fail.Guarded, "try again when they can be read; --if-exists update says that those that are there shall change",
			"environment %q is protected, and %s that changed could not be read, so nobody knows which of the input are there: nothing was sent",
			w.environment.Name, count))
	}
	w.setup.Notef("warning: %s could not be read: whether they are among those of the input is not known", count)
	return nil
}
