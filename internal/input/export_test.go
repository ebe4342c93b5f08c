package input

// Format is the format that was asked for or found out.
func (f *File) Format() Format { return f.format }

// Header gives the names of the columns of a CSV file, blanks and Excel's guards taken off, and
// nothing for other formats. A column without a name is an empty one.
func (f *File) Header() []string { return f.layout.names }
