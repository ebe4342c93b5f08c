package cmdkit

// FileFlags gives the flags of a file as an entry of the configuration has them.
func FileFlags(columns []string, noHeader, excel bool, time string) OutputFlags {
	return OutputFlags{Columns: columns, noHeader: noHeader, excel: excel, time: time}
}

// File gives what they say of a file.
func (f *OutputFlags) File() (columns []string, noHeader, excel bool, time string) {
	return f.Columns, f.noHeader, f.excel, f.time
}
