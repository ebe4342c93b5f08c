package doctor

import (
	"context"
	"fmt"
	"time"

	"github.com/aimsio-cli/aimsio/internal/config"
)

// configuration reads it once, and timeZone gives one, or why it is unknown.
type (
	configuration = func() (*config.Config, error)
	timeZone      = func() (*time.Location, error)
)

// target is the environment that is looked at, nil until its check has found it.
type target struct{ *config.Environment }

// chosenCheck tells which environment it is, and of variables that were left out of account.
func (t *target) chosenCheck(load configuration, choose func() (*config.Environment, error), zone timeZone) check {
	return check{checkEnvironment, needs(checkConfiguration), func(context.Context) []finding {
		environment, err := choose()
		if err != nil {
			return []finding{failed(err, "`aimsio env show` tells where each setting comes from")}
		}
		t.Environment = environment
		found := []finding{passed("%s", t.chosenBy(load))}
		if _, err := zone(); err != nil {
			found = append(found, failed(err, "until then no command shows or reads a time"))
		}
		for _, words := range environment.Warnings {
			found = append(found, warning("", "%s", words))
		}
		return found
	}}
}

func (t *target) chosenBy(load configuration) string {
	words := t.Name
	if loaded, err := load(); err == nil {
		if current, err := loaded.Current(); err == nil {
			words += fmt.Sprintf(" (%s)", current.Source)
		}
	}
	if t.Demo() {
		return words + ": inside the program"
	}
	server := t.Setting("url")
	return fmt.Sprintf("%s: %s (%s)", words, server.Value, server.Source)
}

// writesCheck tells whether a guard stands before them.
func (t *target) writesCheck() check {
	return check{"writes", needs(checkEnvironment), one(func(context.Context) finding {
		switch {
		case t.ReadOnly:
			return passed("refused: read_only (%s)", t.Setting("read_only").Source)
		case t.Protected:
			return passed("asked about first: protected (%s)", t.Setting("protected").Source)
		default:
			return passed("allowed")
		}
	})}
}

// outside makes a check of the network one that is skipped where the server is a part of the program.
func (t *target) outside(c check) check {
	look := c.run
	c.run = func(ctx context.Context) []finding {
		if t.Demo() {
			return []finding{skipped("inside the program")}
		}
		return look(ctx)
	}
	return c
}
