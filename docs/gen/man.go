package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/cmd/help"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/helptext"
)

// writeMan writes the manual pages below a folder, as they lie in a system's share/man and packed as packages
// want them. The date in them is SOURCE_DATE_EPOCH where that is set, so that they come out the same again.
func writeMan(folder string, root *cobra.Command) error {
	date, err := manDate()
	if err != nil {
		return err
	}
	for name, page := range manPages(root, date) {
		path := filepath.Join(folder, name+".gz")
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil { //nolint:gosec // everybody may read a manual
			return fmt.Errorf("making the folder of the manual: %w", err)
		}
		var packed bytes.Buffer
		packer, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
		if err != nil {
			return fmt.Errorf("packing a page: %w", err)
		}
		if _, err := packer.Write([]byte(page)); err != nil {
			return fmt.Errorf("packing a page: %w", err)
		}
		if err := packer.Close(); err != nil {
			return fmt.Errorf("packing a page: %w", err)
		}
		if err := os.WriteFile(path, packed.Bytes(), 0o644); err != nil { //nolint:gosec // everybody may read a manual
			return fmt.Errorf("writing a page: %w", err)
		}
	}
	return nil
}

// manDate is the day that the pages bear.
func manDate() (time.Time, error) {
	epoch := os.Getenv("SOURCE_DATE_EPOCH")
	if epoch == "" {
		return time.Now().UTC(), nil
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("SOURCE_DATE_EPOCH: %q is no number of seconds", epoch)
	}
	return time.Unix(seconds, 0).UTC(), nil
}

// manPages gives the text of each page by its path below share/man: one for every command in section 1, and for every
// topic of help in section 7.
func manPages(root *cobra.Command, date time.Time) map[string]string {
	pages := map[string]string{}
	var add func(*cobra.Command)
	add = func(command *cobra.Command) {
		command.InitDefaultHelpFlag()
		pages["man1/"+manName(command)+".1"] = manPage(command, date)
		for _, sub := range command.Commands() {
			if sub.IsAvailableCommand() && sub.Name() != "help" {
				add(sub)
			}
		}
	}
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	add(root)
	for _, topic := range help.Topics() {
		name := root.Name() + "-" + topic.Name
		pages["man7/"+name+".7"] = manHead(name, "7", date, topic.Short) + ".SH DESCRIPTION\n" + roffParagraphs(topic.Text) +
			".SH SEE ALSO\n.BR " + roff(root.Name()) + " (1)\n"
	}
	return pages
}

// manName is the name of a command's page.
func manName(command *cobra.Command) string {
	return strings.ReplaceAll(command.CommandPath(), " ", "-")
}

// manHead is the beginning of a page.
func manHead(name, section string, date time.Time, short string) string {
	return fmt.Sprintf(".\\\" Generated from the commands; do not edit.\n.TH \"%s\" \"%s\" \"%s\" \"aimsio\" \"aimsio manual\"\n"+
		".nh\n.ad l\n.SH NAME\n%s \\- %s\n",
		roff(strings.ToUpper(name)), section, date.Format(time.DateOnly), roff(name), roff(short))
}

func manPage(command *cobra.Command, date time.Time) string {
	page := &strings.Builder{}
	page.WriteString(manHead(manName(command), "1", date, command.Short))
	page.WriteString(".SH SYNOPSIS\n")
	usage := command.UseLine()
	if command.HasAvailableSubCommands() {
		usage = command.CommandPath() + " COMMAND"
	}
	rest := strings.TrimPrefix(usage, command.CommandPath())
	fmt.Fprintf(page, "\\fB%s\\fR%s\n", roff(command.CommandPath()), roff(rest))
	page.WriteString(".SH DESCRIPTION\n" + roffParagraphs(described(command)))
	if len(command.Aliases) > 0 {
		fmt.Fprintf(page, ".PP\nAlso called: %s.\n", roff(strings.Join(command.Aliases, ", ")))
	}
	manCommands(page, command)
	if flags := command.NonInheritedFlags(); flags.HasAvailableFlags() {
		page.WriteString(".SH OPTIONS\n" + roffList(cmdkit.FlagList(flags)))
	}
	if flags := command.InheritedFlags(); flags.HasAvailableFlags() {
		page.WriteString(".SH OPTIONS OF EVERY COMMAND\n" + roffList(cmdkit.FlagList(flags)))
	}
	if command.Example != "" {
		page.WriteString(".SH EXAMPLES\n" + strings.TrimPrefix(roffLiteral(command.Example), ".PP\n"))
	}
	manSeeAlso(page, command)
	return page.String()
}

// described is what a command says of itself.
func described(command *cobra.Command) string {
	if command.Long == "" {
		return command.Short + "."
	}
	return command.Long
}

// manCommands lists the commands below a command.
func manCommands(page *strings.Builder, command *cobra.Command) {
	var entries []helptext.Entry
	for _, sub := range command.Commands() {
		if sub.IsAvailableCommand() && sub.Name() != "help" {
			entries = append(entries, helptext.Entry{Word: sub.Name(), Meaning: sub.Short})
		}
	}
	if len(entries) > 0 {
		page.WriteString(".SH COMMANDS\n" + roffList(entries))
	}
}

// manSeeAlso names the pages above and below that of a command.
func manSeeAlso(page *strings.Builder, command *cobra.Command) {
	var names []string
	for above := command.Parent(); above != nil; above = above.Parent() {
		names = append(names, manName(above))
	}
	for _, sub := range command.Commands() {
		if sub.IsAvailableCommand() && sub.Name() != "help" {
			names = append(names, manName(sub))
		}
	}
	page.WriteString(".SH SEE ALSO\n")
	for _, name := range names {
		fmt.Fprintf(page, ".BR %s (1),\n", roff(name))
	}
	for i, topic := range help.Topics() {
		end := ","
		if i == len(help.Topics())-1 {
			end = ""
		}
		fmt.Fprintf(page, ".BR aimsio\\-%s (7)%s\n", roff(topic.Name), end)
	}
}
