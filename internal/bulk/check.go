package bulk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/check"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// inputCheck goes through a whole input before anything is sent.
type inputCheck struct {
	run     *Run
	name    string
	checker *check.Checker
	damage  *check.ExcelDamage
	// rowDamage looks at the elements of a list in each row, nil where rows are records.
	rowDamage *check.ExcelDamage
	refers    *referenceCheck
	labels    *labelCheck
	seen      keysSeen
	// dropped counts the records in which a read-only field is left out.
	dropped map[string]int
	// strange says for which record the results to resume from have another one, mixed for which they do not
	// tell whether it is done if lines hold several.
	strange, mixed error
	// last is the line of the record before.
	last int
	// count is how many records there are, broken how many cannot be read, refused how many faults.
	count, broken, refused int
	// there counts the records that are to be created and are there, disagreeing the faults of rows
	// of one record, and of records that cannot be told from one another.
	there, disagreeing int
	// unknown tells that a field was refused which the description does not know.
	unknown  bool
	warnings warnings
}

// check counts the records of the input and refuses it if any is wrong. All faults are reported,
// up to --max-errors.
func (w *Run) check(ctx context.Context, source *Source) (int, error) {
	c := &inputCheck{
		run: w, name: source.Name, seen: newKeysSeen(), dropped: map[string]int{},
		checker: check.New(w.entity, w.checked()), damage: check.NewExcelDamage(w.entity, w.fields()), refers: w.newReferenceCheck(),
	}
	var err error
	if c.labels, err = w.newLabelCheck(ctx); err != nil {
		return 0, err
	}
	if w.rows != nil {
		c.rowDamage = check.NewExcelDamage(w.entity, w.rows.Members())
	}
	for item, err := range source.Items() {
		if err == nil && ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		if broken, ok := errors.AsType[*input.Error](err); ok {
			c.unreadable(broken) // the records behind it may be right
			continue
		}
		if err != nil {
			return 0, fmt.Errorf("%w: nothing was sent", err)
		}
		if err := c.item(ctx, item); err != nil {
			return 0, err
		}
	}
	for _, late := range c.damage.Deferred() {
		c.fault(late.Line, late.Fault)
	}
	if w.rows != nil {
		for _, late := range c.rowDamage.Deferred() {
			late.Path = w.rows.Member() + "." + late.Path
			c.fault(late.Line, late.Fault)
		}
	}
	switch {
	case c.mixed != nil && w.shared:
		return 0, c.mixed
	case c.strange != nil && !w.shared:
		return 0, c.strange
	}
	return c.count, c.verdict()
}

// item checks one record as it will go out.
func (c *inputCheck) item(ctx context.Context, item input.Item) error {
	c.count++
	c.run.shared = c.run.shared || item.Line == c.last
	c.last = item.Line
	identified, err := c.run.identified(ctx, c.run.ownFields(item.Record))
	if err != nil {
		return err
	}
	whole, err := c.whole(item, identified)
	if err != nil {
		return err
	}
	c.resumed(item)
	c.duplicate(item.Line, whole)
	c.agree(item)
	readOnly, refused := c.run.unsendable(whole)
	for _, name := range append(check.ReadOnly(c.run.fields(), whole.Raw()), readOnly...) {
		c.dropped[name]++
	}
	for _, name := range refused { // also with --no-validate: the server would not hear of them
		c.fault(item.Line, c.run.notTaken(name))
	}
	if err := c.overwritten(ctx, item.Line, whole); err != nil || c.run.flags.NoValidate {
		return err
	}
	faults := slices.DeleteFunc(c.faultsOf(ctx, whole), func(f check.Fault) bool {
		return slices.Contains(refused, f.Path) ||
			slices.ContainsFunc(item.Faults, func(read check.Fault) bool { return read.Path != "" && read.Path == f.Path })
	})
	if c.run.action != service.ActionDelete {
		faults = slices.Concat(item.Faults, faults, c.damage.Add(item.Line, whole.Raw()))
	}
	missing, err := c.refers.faults(ctx, c.checker.References())
	if c.run.action != service.ActionDelete {
		missing = append(missing, c.labels.faults(whole)...)
	}
	for _, fault := range append(c.run.explainTimes(whole, faults), missing...) {
		c.faultIn(item, fault)
	}
	c.checkRows(item)
	return err
}

// resumed holds a record against the results to resume from, so that what they do not fit is refused before
// anything is sent.
func (c *inputCheck) resumed(item input.Item) {
	key := c.run.keyOf(item.Record)
	if c.strange == nil && !c.run.resume.Matches(item.Line, key) {
		c.strange = c.run.resume.OtherInputError(item.Line, key)
	}
	if c.mixed == nil {
		c.mixed = c.run.resume.Mixed(item.Line, key)
	}
}

// whole gives a record of the input with what --set says. What it says of parts of fields depends on the
// record that is there, but where a new one is made.
func (c *inputCheck) whole(item input.Item, identified record.Record) (record.Record, error) {
	whole, err := record.Merge(identified, c.run.change)
	if err != nil {
		return whole, fmt.Errorf("setting fields in line %d of %s: %w", item.Line, c.name, err)
	}
	if c.run.action != service.ActionCreate {
		return whole, nil
	}
	whole, err = c.run.withElements(whole)
	if err != nil && c.run.flags.File != "" {
		return whole, fail.Usagef("line %d of %s: %w", item.Line, c.name, err)
	}
	return whole, err
}

// overwritten refuses a record that is to be created and is there, also with --no-validate: the server
// would change it.
func (c *inputCheck) overwritten(ctx context.Context, line int, r record.Record) error {
	there, err := c.run.existing.fault(ctx, r)
	if there != nil {
		c.there++
		c.fault(line, *there)
	}
	return err
}

// faultsOf checks a record against the description. An update carries only what changes, so that
// nothing is missing in it but the GUID by which it is read.
func (c *inputCheck) faultsOf(ctx context.Context, r record.Record) []check.Fault {
	if c.run.action == service.ActionCreate || c.run.action == ActionApply && c.run.keyOf(r) == "" {
		return c.checker.Check(r.Raw())
	}
	var faults []check.Fault
	if c.run.action != service.ActionDelete { // of which nothing is sent but which one it is
		faults = slices.DeleteFunc(c.checker.CheckPart(r.Raw()), func(f check.Fault) bool { return f.Warning && f.Value == "" })
	}
	if c.run.action == ActionApply {
		return faults // it may be a new one
	}
	if guid, _ := r.Get(record.Path{c.run.entity.GUID}); record.Text(guid) == "" && !c.run.isUnknown(ctx, r) {
		faults = append(faults, c.unnamed(r))
	}
	if status, _ := r.Get(record.Path{c.run.entity.Status}); c.run.action == service.ActionUpdateStatus && record.Text(status) == "" {
		faults = append(faults, check.Fault{Path: c.run.entity.Status, Expected: "the new status"})
	}
	return faults
}

// unnamed says what is missing in an update that does not tell which record is meant.
func (c *inputCheck) unnamed(r record.Record) check.Fault {
	fault := check.Fault{Path: c.run.entity.GUID, Expected: "the GUID of the record to change"}
	key := c.run.keyOf(r)
	switch {
	case key == "":
	case c.run.resolver.Store == nil:
		fault.Expected += " (with a mirror, which \"aimsio sync\" makes, the key would do)"
	default:
		fault.Expected += fmt.Sprintf(", since the mirror has several with the key %q", key)
	}
	return fault
}

// unreadable reports a record that cannot be read at all.
func (c *inputCheck) unreadable(err *input.Error) {
	c.count++
	c.broken++
	if c.refused++; c.refused <= c.run.flags.MaxErrors {
		c.run.setup.Problemf("%s", err)
	}
}

// fault reports what is wrong, up to --max-errors refusals. Warnings wait for the end, because the
// same one often holds for every record.
func (c *inputCheck) fault(line int, fault check.Fault) {
	if c.run.flags.onlyWarns(fault) {
		c.warnings.add(line, fault)
		return
	}
	c.unknown = c.unknown || fault.Unknown
	if c.refused++; c.refused <= c.run.flags.MaxErrors {
		c.run.setup.Problemf("%s:%d: %s", c.name, line, check.FaultText(fault))
	}
}

// verdict tells what was left out of the report, and refuses an input with faults.
func (c *inputCheck) verdict() error {
	c.warnings.tell(c.run.setup, c.name, c.run.flags.MaxErrors)
	if c.run.action == ActionApply {
		c.tellIgnored()
		return c.refusal()
	}
	for _, field := range c.run.entity.Fields {
		if field.Name == c.run.entity.GUID && c.run.action != service.ActionCreate {
			continue // it says which record is meant
		}
		if n := c.dropped[field.Name]; n > 0 && c.run.action != service.ActionDelete {
			c.run.setup.Notef("%s is read-only and not sent (in %s)", field.Name, text.Counted(n, "record"))
		}
	}
	return c.refusal()
}

// tellIgnored names the fields of an input that are not compared, since only the API sets them. A whole export
// has many of them in every record.
func (c *inputCheck) tellIgnored() {
	var names []string
	for _, field := range c.run.entity.Fields {
		if c.dropped[field.Name] > 0 && field.Name != c.run.entity.GUID && !api.IsKey(c.run.entity, field.Name) {
			names = append(names, field.Name)
		}
	}
	if len(names) > 0 {
		c.run.setup.Notef("%s ignored, which the API only reads: %s", text.Counted(len(names), "field"), strings.Join(names, ", "))
	}
}

// refusal refuses an input with faults.
func (c *inputCheck) refusal() error {
	if c.refused == 0 {
		return nil
	}
	if left := c.refused - c.run.flags.MaxErrors; left > 0 {
		c.run.setup.Problemf("and %s more", text.Count(left))
	}
	hint := "--no-validate leaves the checks to the server"
	if c.unknown {
		hint = "--allow-unknown sends fields that the API description does not know; " + hint
	}
	if c.there == c.refused {
		hint = c.run.existing.hint()
	}
	if c.broken+c.disagreeing > 0 || c.run.flags.NoValidate && c.there < c.refused {
		hint = "" // what cannot be read or is not taken cannot be sent unchecked either
	}
	return fail.New(fail.Invalid, hint,
		"%s in %s of %s: nothing was sent", text.Counted(c.refused, "fault"), text.Counted(c.count, "record"), c.name)
}
