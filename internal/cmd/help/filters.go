package help

// filters is the topic of that name.
func filters() string {
	return `--filter 'FIELD OP VALUE' keeps the records for which it holds. Of several, all must hold. Put it in quotes: the
shell takes < and > for itself.

  =  !=         Is, or is not, the value, letter by letter. =X,Y: any of them; !=X,Y: none of them.
  ~             Contains the value, in any letter case.
  <  <=  >  >=  Comes before or after: numbers as numbers, times as times, texts as texts.

  aimsio joborders list --env demo --full --filter 'jobStatus=Active,Assigned' --filter 'jobClientName~steam'
  aimsio nrbs list --env demo --full --filter 'nrbRate>=3500'
  aimsio joborders list --env demo --full --filter 'jobDirection='

The last one finds the records where the field is empty or missing. A comma that belongs to the value stands in
quotes of the filter's own: 'jobName="Smith, J"'. --ignore-case compares in any letter case.

--where is the same as --filter, and =@NAME is any of a group of statuses.

A dotted path leads into lists, where one element is enough: jobCrewList.employeeCode=0061 finds the job orders
with 0061 in their crew, and != those in which nobody is 0061. --columns joins what the elements have, and
--explode makes a row of each.

A filter on a day takes a day: timecardDate<=2026-10-29 has the whole of the 29th. --since and --until look at the
time of the last change, and they and filters on times take:

  2026-03-01                  a date, its first moment; with a time: 2026-03-01T08:00
  2026-03-01T08:00:00-07:00   RFC 3339
  1764000000000               epoch milliseconds
  90m, 24h, 7d, 2w            an age

What can be read as two times is refused. A field that no record has is an error that names those close to it;
"aimsio joborders fields" lists them. Without --full only the fields of the index can be asked for. The server
filters nothing: all of this happens on your side. For sums and joins there is "aimsio sql".`
}
