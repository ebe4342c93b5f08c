package input

// ReasonColumn is the last column of rejected rows, which says why. In an input it is passed over, so that what was
// rejected can be mended and fed back as it is.
const ReasonColumn = "aimsio_reason"
