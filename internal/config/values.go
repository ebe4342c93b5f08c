package config

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/scrub"
)

// Check brings a value to its usual form ("JSON" to "json", "yes" to "true"), or tells which
// values the setting takes. The error is a *ValueError without a source.
func (d Definition) Check(value string) (string, error) {
	value = strings.TrimSpace(value)
	checked, ok := d.check(value)
	if !ok {
		shown := value
		switch d.Kind {
		case Server:
			shown = scrub.URL(value)
		case Database:
			shown = databaseShown(value)
		default:
		}
		return "", &ValueError{Key: d.Key, Value: shown, Expected: d.expected(value)}
	}
	return checked, nil
}

func (d Definition) check(value string) (string, bool) {
	switch d.Kind {
	case Whole, Number, Duration:
		return d.quantity(value)
	case Switch:
		return switchValue(value)
	case Choice:
		return d.choice(value)
	case Zone:
		if choice, ok := d.choice(value); ok {
			return choice, true
		}
		zone, err := Location(value)
		return zoneName(zone), err == nil
	case Server:
		u, err := parseURL(value)
		if err != nil {
			return "", false
		}
		return u.String(), true
	case Name:
		return value, checkName(value) == nil
	case Command:
		return value, value != ""
	case User:
		return value, value != "" && !hasControl(value) && !strings.Contains(value, ":")
	case Database:
		return value, value != "" && !hasControl(value) && isDatabase(value)
	default:
		return value, value != "" && !hasControl(value)
	}
}

// quantity checks what has a smallest and a largest value.
func (d Definition) quantity(value string) (string, bool) {
	switch d.Kind {
	case Whole:
		n, err := strconv.Atoi(value)
		return strconv.Itoa(n), err == nil && d.within(float64(n))
	case Duration:
		n, err := time.ParseDuration(value)
		return value, err == nil && d.within(n.Seconds())
	default:
		n, err := strconv.ParseFloat(value, 64)
		return value, err == nil && d.within(n)
	}
}

// within refuses what is no number as well, since that compares with nothing.
func (d Definition) within(n float64) bool { return n >= d.Min && n <= d.Max }

func (d Definition) choice(value string) (string, bool) {
	for _, choice := range d.Choices {
		if strings.EqualFold(choice, value) {
			return choice, true
		}
	}
	return "", false
}

// CheckChoice refuses the value of a flag that sets one of a few words, as --color does, and is none of
// them. It knows nothing of other flags.
func CheckChoice(flag, value string) error {
	for _, d := range Definitions() {
		if _, ok := d.choice(value); d.Flag == flag && d.Kind == Choice && !ok {
			return &ValueError{Key: d.Key, Value: value, Source: Source{Kind: FromFlag, Name: "--" + flag}, Expected: d.expected(value)}
		}
	}
	return nil
}

// expected describes the values that the setting takes, in view of the one that it does not.
func (d Definition) expected(value string) string {
	switch d.Kind {
	case Switch:
		return "true or false"
	case Whole:
		return fmt.Sprintf("a whole number from %g to %g", d.Min, d.Max)
	case Number:
		return fmt.Sprintf("a number from %g to %g", d.Min, d.Max)
	case Duration:
		return fmt.Sprintf("a time such as 90s or 2m, from %s to %s", seconds(d.Min), seconds(d.Max))
	case Choice:
		return "one of " + strings.Join(d.Choices, ", ")
	case Zone:
		return strings.Join(append(slices.Clone(d.Choices), "local", "utc or a zone such as America/Edmonton"), ", ")
	case Server:
		if _, err := parseURL(value); err != nil {
			return err.Error()
		}
	case Name:
		if err := checkName(value); err != nil {
			return err.Error()
		}
	case User:
		return "a user name without a colon and control characters"
	case Database:
		return "the path of a file, or an address postgres://USER@HOST/DATABASE"
	case Text, Command:
	}
	return "text without control characters"
}

func switchValue(value string) (string, bool) {
	switch strings.ToLower(value) {
	case "true", "yes", "on", "1":
		return "true", true
	case "false", "no", "off", "0":
		return "false", true
	}
	return "", false
}

func seconds(n float64) time.Duration { return time.Duration(n * float64(time.Second)) }

// Location finds a time zone; "local" and "utc" may be written in any letter case.
func Location(name string) (*time.Location, error) {
	switch strings.ToLower(name) {
	case "local":
		return time.Local, nil
	case "utc":
		return time.UTC, nil
	case "":
		return nil, errors.New("a time zone has a name")
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("finding the time zone: %w", err)
	}
	return zone, nil
}

func zoneName(zone *time.Location) string {
	switch zone {
	case nil:
		return ""
	case time.Local:
		return "local"
	case time.UTC:
		return "utc"
	}
	return zone.String()
}
