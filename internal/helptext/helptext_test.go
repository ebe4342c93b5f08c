package helptext_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/helptext"
)

func TestWrap(t *testing.T) {
	t.Parallel()
	const page = `
What flows is filled,
wherever its lines
were broken.

  key      what it means, in a good many words
  other    short
		indented by tabs

The end.
`
	for width, want := range map[int]string{
		100: `What flows is filled, wherever its lines were broken.

  key      what it means, in a good many words
  other    short
        indented by tabs

The end.`,
		30: `What flows is filled, wherever
its lines were broken.

  key      what it means, in a
           good many words
  other    short
        indented by tabs

The end.`,
		20: `What flows is
filled, wherever its
lines were broken.

  key
    what it means,
    in a good many
    words
  other    short
        indented by
        tabs

The end.`,
	} {
		if diff := cmp.Diff(want, helptext.Wrap(page, width)); diff != "" {
			t.Errorf("%d columns: %s", width, diff)
		}
	}
	if helptext.Wrap(page, 3) != helptext.Wrap(page, helptext.Narrowest) {
		t.Error("a width that nothing fits in is not taken for the narrowest")
	}
	if got := helptext.Wrap("", 80); got != "" {
		t.Errorf("of nothing comes %q", got)
	}
}

// TestLiteralBesideFlow: a list that follows a sentence without an empty line keeps its lines.
func TestLiteralBesideFlow(t *testing.T) {
	t.Parallel()
	want := []helptext.Paragraph{
		{Lines: []string{"Settings:"}},
		{Literal: true, Lines: []string{"  a  b", "  c  d"}},
		{Lines: []string{"And so on,", "and on."}},
	}
	if diff := cmp.Diff(want, helptext.Paragraphs("Settings:\n  a  b\n  c  d\nAnd so on,\nand on.")); diff != "" {
		t.Error(diff)
	}
}

func TestCommandsKeepTheirLines(t *testing.T) {
	t.Parallel()
	const example = "  # what is said of a command\n  aimsio joborders list --env demo --filter 'jobName~# 1'"
	const want = "  # what is said of a\n  # command\n  aimsio joborders list --env demo --filter 'jobName~# 1'"
	if diff := cmp.Diff(want, helptext.Commands(example, 22)); diff != "" {
		t.Error(diff)
	}
}

func TestList(t *testing.T) {
	t.Parallel()
	entries := []helptext.Entry{
		{"--one", "does the first thing that there is to do"},
		{"--another", "短い説明は幅が広い"},
		{"--bare", ""},
	}
	for width, want := range map[int]string{
		100: `  --one       does the first thing that there is to do
  --another   短い説明は幅が広い
  --bare
`,
		40: `  --one       does the first thing that
              there is to do
  --another   短い説明は幅が広い
  --bare
`,
		20: `  --one
      does the first
      thing that
      there is to do
  --another
      短い説明は幅が
      広い
  --bare
`,
	} {
		got := helptext.List(entries, width)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%d columns: %s", width, diff)
		}
		if strings.Contains(got, " \n") {
			t.Errorf("%d columns: a line ends in blanks", width)
		}
	}
}
