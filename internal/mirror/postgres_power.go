package mirror

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// PowerError says that a role of PostgreSQL may do what no transaction that only reads keeps it from.
type PowerError struct {
	// Place is the address without its password, Role who connects.
	Place, Role string
	// Powers are what it may do.
	Powers []string
}

func (e *PowerError) Error() string {
	return fmt.Sprintf("a query of the role %s could do more than read, whatever the transaction allows: it %s", e.Role, strings.Join(e.Powers, ", "))
}

// powerRoles are the roles of PostgreSQL whose members act outside of a transaction.
const powerRoles = `'pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files', 'pg_signal_backend'`

// powerFunctions are functions that do so, where somebody may carry them out. Who may not is refused
// by the database.
const powerFunctions = `'pg_read_file', 'pg_read_binary_file', 'pg_ls_dir', 'pg_file_write', 'pg_file_unlink', 'pg_file_rename',
	'lo_import', 'lo_export', 'pg_reload_conf', 'pg_rotate_logfile', 'pg_promote', 'pg_switch_wal', 'pg_create_restore_point',
	'dblink', 'dblink_connect', 'dblink_connect_u', 'dblink_exec', 'dblink_open', 'dblink_send_query'`

// powers asks what the role that connects may do. A role that it is a member of counts, also where it
// took on another one: any query can change that. A superuser may do everything, so no more is said of it.
const powers = `with me as (select oid, rolsuper, rolreplication from pg_roles where rolname = session_user)
select session_user::text, array_to_string(array(
	select 'is a superuser' from me where rolsuper
	union all select 'may replicate' from me where rolreplication and not rolsuper
	union all select 'may become the superuser ' || r.rolname from me, pg_roles r
		where r.rolsuper and r.oid <> me.oid and not me.rolsuper and pg_has_role(me.oid, r.oid, 'MEMBER')
	union all select 'is a member of ' || r.rolname from me, pg_roles r
		where r.rolname in (` + powerRoles + `) and not me.rolsuper and pg_has_role(me.oid, r.oid, 'MEMBER')
	union all select distinct 'may call ' || p.proname from me, pg_proc p
		where p.proname in (` + powerFunctions + `) and not me.rolsuper and has_function_privilege(me.oid, p.oid, 'EXECUTE')
	union all select distinct 'may call functions in ' || l.lanname from me, pg_proc p join pg_language l on l.oid = p.prolang
		where l.lanispl and not l.lanpltrusted and not me.rolsuper and has_function_privilege(me.oid, p.oid, 'EXECUTE')), chr(10))`

// checkPower refuses a role that could do more than read. A role that may write to the mirror can
// read it: its writes are what the transaction keeps it from.
func checkPower(ctx context.Context, db *sql.DB, place string) error {
	var role, found string
	if err := db.QueryRowContext(ctx, powers).Scan(&role, &found); err != nil {
		return fmt.Errorf("asking what the role may do: %w", err)
	}
	if found == "" {
		return nil
	}
	return &PowerError{Place: place, Role: role, Powers: strings.Split(found, "\n")}
}
