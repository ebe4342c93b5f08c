package help

import "github.com/aimsio-cli/aimsio/internal/helptext"

// formatMeanings say what each format of --output is.
func formatMeanings() []helptext.Entry {
	return []helptext.Entry{
		{Word: "table", Meaning: "Columns for people. On a terminal it keeps to the width, and says what has no room; in a pipe nothing is cut."},
		{Word: "wide", Meaning: "A table with all columns of the entity and more, whatever the width."},
		{Word: "json", Meaning: "list: an array; get of one: an object; of several: an array."},
		{Word: "ndjson", Meaning: "One compact object a line, written as it arrives. The best one for scripts and many records."},
		{Word: "csv", Meaning: "RFC 4180 in UTF-8, a header of dotted paths, lists as JSON in a cell. --excel makes it fit for Excel."},
		{Word: "yaml", Meaning: "Like JSON, to be read and edited; create, update and apply take it back."},
		{Word: "markdown", Meaning: "A table for job summaries, wikis and issues."},
		{Word: "html", Meaning: "One page that needs nothing else: no network, sorted by a click on a head, fit to print."},
		{Word: "xlsx", Meaning: "An Excel sheet: texts as texts, days as dates, choices as drop-downs. It goes into a file: --out jobs.xlsx."},
	}
}

// formats is the topic of that name.
func formats() string {
	return `-o FORMAT, else AIMSIO_OUTPUT, else "output" of the configuration, else what the ending of --out says, else a
table. On a terminal and in a pipe alike.

` + table(formatMeanings()) + `

Standard output carries data alone: progress, hints, warnings and errors go to standard error, and with --quiet
only errors are left there. A table that is longer than the screen goes through a pager on a terminal;
--no-pager leaves it out.

JSON, NDJSON and YAML carry every field as the server sent it, numbers digit for digit and times as epoch
milliseconds. Table, CSV, Markdown and HTML show times as RFC 3339, and a day as 2026-10-29. --time epoch, utc,
local or a zone such as America/Edmonton changes that in any format.

What of it:

  --columns a,b.c   These fields, in this order; a dotted path leads into objects and lists.
  --explode LIST    A row for each element of a list.
  --sort FIELD      In the order of a field; -FIELD for the largest first.
  --limit N         At most so many; standard error says how many there are.
  --jq PROGRAM      A jq program over the JSON; with -o ndjson over each record.
  --out FILE        Into a file, which appears whole or not at all.

  aimsio joborders list --env demo --full --columns jobNumber,jobStatus -o csv
  aimsio joborders list --env demo --full -o ndjson --jq .jobNumber`
}
