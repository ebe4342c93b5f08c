package doctor

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/private"
)

// failed makes a finding of an error. The advice of one that knows what to do is taken out of its
// text; otherwise it is the one that is given, which may be empty.
func failed(err error, advice string) finding {
	said := cmdkit.ReportOf(err)
	f := finding{outcome: outcomeFailed, detail: said.Message, advice: cmp.Or(advice, said.Hint), kind: cmdkit.KindOf(err)}
	var (
		notChosen     *config.NoEnvironmentError
		unknown       *config.UnknownEnvironmentError
		noCredentials *config.NoCredentialsError
		open          *private.Error
		called        *client.Error
	)
	switch {
	case errors.As(err, &notChosen):
		f.detail = "no environment is chosen"
		f.advice = fmt.Sprintf("give --env NAME, set AIMSIO_ENV, or run `aimsio env use NAME`; there are %s", strings.Join(notChosen.Choices, ", "))
	case errors.As(err, &unknown):
		f.advice = "`aimsio env list` shows the environments"
	case errors.As(err, &noCredentials):
		f.detail = "there is no " + noCredentials.Missing
		if noCredentials.Err != nil {
			f.detail += fmt.Sprintf(" (%s)", fail.OneLine(noCredentials.Err))
		}
		f.advice = strings.Join(noCredentials.Help, ", or ")
	case errors.As(err, &open):
		f.detail, f.advice = open.Path+": "+open.Problem, open.Advice
	case errors.As(err, &called):
		f.advice = cmp.Or(called.Advice, advice, adviceFor(called))
		if called.Status == 0 {
			f.detail = called.Problem()
		}
	}
	return f
}

// adviceFor says what to do about a call that failed and does not say so itself.
func adviceFor(called *client.Error) string {
	switch called.Kind {
	case client.Unavailable:
		if called.Status == 0 {
			return "check the network, firewall and VPN, and the url of the environment"
		}
		return "try again later; where the server is called too often, give each program a share by `rate`"
	case client.BadAnswer:
		return "a sign-in page or a proxy may stand in between: check the url of the environment, and the proxy"
	case client.NotFound:
		return "check the url of the environment: it ends where the path of the API begins"
	default:
		return ""
	}
}
