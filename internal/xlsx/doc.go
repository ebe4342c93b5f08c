// Package xlsx writes and reads Excel workbooks, both as a stream: memory does not grow with the number of rows.
//
// To write, make a Workbook, give it sheets with their columns, give each sheet its rows, and close the workbook:
//
//	book := xlsx.NewWorkbook(file)
//	jobs, err := book.Sheet("Jobs", xlsx.Layout{Header: true, Columns: []xlsx.Column{
//		{Name: "number"}, {Name: "status", Choices: []string{"Active", "Finished"}}, {Name: "start", Kind: xlsx.Day},
//	}})
//	err = jobs.Row(xlsx.TextOf("0012"), xlsx.TextOf("Active"), xlsx.DayOf(2026, time.March, 1))
//	err = book.Close()
//
// Rows of several sheets may come in any order; the sheets stand in the order in which they were added. Until Close
// everything is kept compressed, in memory while it is little and else in temporary files without a name, which are
// gone when the program is.
//
// To read, Open a workbook, choose a sheet, and take its rows, each with its number in the sheet and its cells as
// they were stored: of a formula the value, of a date its text.
//
// The package knows no record, no field of the API and no format of --output; of the file format it holds what rows
// of values need, and nothing of charts, pictures and formulas.
package xlsx
