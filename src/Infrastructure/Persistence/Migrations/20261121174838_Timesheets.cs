using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Satcom.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Timesheets : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "imports",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    is_dry_run = table.Column<bool>(type: "boolean", nullable: false),
                    invites = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    created_by = table.Column<Guid>(type: "uuid", nullable: false),
                    permissions = table.Column<List<string>>(type: "text[]", nullable: false),
                    is_proved = table.Column<bool>(type: "boolean", nullable: false),
                    file_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_imports", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_imports_kind", "kind IN ('employees', 'projects', 'holidays')");
                    table.ForeignKey(
                        name: "fk_imports_created_by",
                        columns: x => new { x.tenant_id, x.created_by },
                        principalTable: "users",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "projects",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    code_key = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "character varying(160)", maxLength: 160, nullable: false),
                    client = table.Column<string>(type: "character varying(160)", maxLength: 160, nullable: true),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: true),
                    ends_on = table.Column<DateOnly>(type: "date", nullable: true),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_projects", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_projects_dates", "ends_on >= starts_on");
                    table.CheckConstraint("ck_projects_status", "status IN ('active', 'archived')");
                    table.ForeignKey(
                        name: "fk_projects_owner",
                        columns: x => new { x.tenant_id, x.owner_id },
                        principalTable: "users",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "timesheet_policies",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    needs_notes = table.Column<bool>(type: "boolean", nullable: false),
                    is_bound_by_attendance = table.Column<bool>(type: "boolean", nullable: false),
                    tolerance_minutes = table.Column<int>(type: "integer", nullable: false),
                    due_days = table.Column<int>(type: "integer", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_timesheet_policies", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_timesheet_policies_one", "id = tenant_id");
                });

            migrationBuilder.CreateTable(
                name: "timesheet_weeks",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    employee_id = table.Column<Guid>(type: "uuid", nullable: false),
                    first_date = table.Column<DateOnly>(type: "date", nullable: false),
                    last_date = table.Column<DateOnly>(type: "date", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    step_count = table.Column<int>(type: "integer", nullable: false),
                    submitted_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_timesheet_weeks", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_timesheet_weeks_dates", "last_date >= first_date AND last_date - first_date < 7");
                    table.CheckConstraint("ck_timesheet_weeks_status", "status IN ('open', 'submitted', 'approved', 'rejected', 'locked')");
                    table.ForeignKey(
                        name: "fk_timesheet_weeks_employee",
                        columns: x => new { x.tenant_id, x.employee_id },
                        principalTable: "employees",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "import_batches",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    rows = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_batches", x => new { x.tenant_id, x.import_id, x.number });
                    table.ForeignKey(
                        name: "fk_import_batches_import",
                        columns: x => new { x.tenant_id, x.import_id },
                        principalTable: "imports",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "import_errors",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    line = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    field = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    bound = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_errors", x => new { x.tenant_id, x.import_id, x.line, x.number });
                    table.ForeignKey(
                        name: "fk_import_errors_import",
                        columns: x => new { x.tenant_id, x.import_id },
                        principalTable: "imports",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "import_progress",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    rows = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    done = table.Column<int>(type: "integer", nullable: false),
                    created = table.Column<int>(type: "integer", nullable: false),
                    updated = table.Column<int>(type: "integer", nullable: false),
                    unchanged = table.Column<int>(type: "integer", nullable: false),
                    refused = table.Column<int>(type: "integer", nullable: false),
                    next_batch = table.Column<int>(type: "integer", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_progress", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_import_progress_done", "done = created + updated + unchanged + refused AND done <= rows");
                    table.CheckConstraint("ck_import_progress_state", "state IN ('queued', 'running', 'completed', 'stopped')");
                    table.ForeignKey(
                        name: "fk_import_progress_import",
                        columns: x => new { x.tenant_id, x.id },
                        principalTable: "imports",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "project_members",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    employee_id = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_project_members", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_project_members_role", "role IN ('member', 'manager')");
                    table.ForeignKey(
                        name: "fk_project_members_employee",
                        columns: x => new { x.tenant_id, x.employee_id },
                        principalTable: "employees",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_project_members_project",
                        columns: x => new { x.tenant_id, x.project_id },
                        principalTable: "projects",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "project_tasks",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    code_key = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "character varying(160)", maxLength: 160, nullable: false),
                    is_archived = table.Column<bool>(type: "boolean", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_project_tasks", x => new { x.tenant_id, x.id });
                    table.UniqueConstraint("ak_project_tasks_tenant_id_project_id_id", x => new { x.tenant_id, x.project_id, x.id });
                    table.ForeignKey(
                        name: "fk_project_tasks_project",
                        columns: x => new { x.tenant_id, x.project_id },
                        principalTable: "projects",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "timesheet_days",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    employee_id = table.Column<Guid>(type: "uuid", nullable: false),
                    date = table.Column<DateOnly>(type: "date", nullable: false),
                    week_id = table.Column<Guid>(type: "uuid", nullable: false),
                    minutes = table.Column<int>(type: "integer", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_timesheet_days", x => new { x.tenant_id, x.employee_id, x.date });
                    table.CheckConstraint("ck_timesheet_days_minutes", "minutes BETWEEN 0 AND 1440");
                    table.ForeignKey(
                        name: "fk_timesheet_days_week",
                        columns: x => new { x.tenant_id, x.week_id },
                        principalTable: "timesheet_weeks",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "timesheet_steps",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    week_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    from_status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    to_status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    moved_by = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    note = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_timesheet_steps", x => new { x.tenant_id, x.week_id, x.number });
                    table.CheckConstraint("ck_timesheet_steps_from_status", "from_status IN ('open', 'submitted', 'approved', 'rejected', 'locked')");
                    table.CheckConstraint("ck_timesheet_steps_to_status", "to_status IN ('open', 'submitted', 'approved', 'rejected', 'locked')");
                    table.ForeignKey(
                        name: "fk_timesheet_steps_timesheet_weeks_tenant_id_week_id",
                        columns: x => new { x.tenant_id, x.week_id },
                        principalTable: "timesheet_weeks",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Append-only: who moved a week, when and why.");

            migrationBuilder.CreateTable(
                name: "timesheet_entries",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    week_id = table.Column<Guid>(type: "uuid", nullable: false),
                    employee_id = table.Column<Guid>(type: "uuid", nullable: false),
                    date = table.Column<DateOnly>(type: "date", nullable: false),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    task_id = table.Column<Guid>(type: "uuid", nullable: true),
                    minutes = table.Column<int>(type: "integer", nullable: false),
                    notes = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    attachment_ids = table.Column<List<Guid>>(type: "uuid[]", nullable: false, defaultValueSql: "'{}'::uuid[]"),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_timesheet_entries", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_timesheet_entries_minutes", "minutes BETWEEN 1 AND 1440");
                    table.ForeignKey(
                        name: "fk_timesheet_entries_day",
                        columns: x => new { x.tenant_id, x.employee_id, x.date },
                        principalTable: "timesheet_days",
                        principalColumns: new[] { "tenant_id", "employee_id", "date" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_timesheet_entries_project",
                        columns: x => new { x.tenant_id, x.project_id },
                        principalTable: "projects",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_timesheet_entries_task",
                        columns: x => new { x.tenant_id, x.project_id, x.task_id },
                        principalTable: "project_tasks",
                        principalColumns: new[] { "tenant_id", "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_timesheet_entries_week",
                        columns: x => new { x.tenant_id, x.week_id },
                        principalTable: "timesheet_weeks",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_import_progress_state",
                table: "import_progress",
                columns: new[] { "tenant_id", "state", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_imports_created",
                table: "imports",
                columns: new[] { "tenant_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_imports_kind",
                table: "imports",
                columns: new[] { "tenant_id", "kind", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_imports_tenant_id_created_by",
                table: "imports",
                columns: new[] { "tenant_id", "created_by" });

            migrationBuilder.CreateIndex(
                name: "ix_project_members_projects",
                table: "project_members",
                columns: new[] { "tenant_id", "employee_id", "project_id" });

            migrationBuilder.CreateIndex(
                name: "ux_project_members_employee",
                table: "project_members",
                columns: new[] { "tenant_id", "project_id", "employee_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_project_tasks_code",
                table: "project_tasks",
                columns: new[] { "tenant_id", "project_id", "code_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_projects_owner",
                table: "projects",
                columns: new[] { "tenant_id", "owner_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_projects_status",
                table: "projects",
                columns: new[] { "tenant_id", "status", "id" });

            migrationBuilder.CreateIndex(
                name: "ux_projects_code",
                table: "projects",
                columns: new[] { "tenant_id", "code_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_timesheet_days_week",
                table: "timesheet_days",
                columns: new[] { "tenant_id", "week_id" });

            migrationBuilder.CreateIndex(
                name: "ix_timesheet_entries_date",
                table: "timesheet_entries",
                columns: new[] { "tenant_id", "date", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_timesheet_entries_employee",
                table: "timesheet_entries",
                columns: new[] { "tenant_id", "employee_id", "date", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_timesheet_entries_project",
                table: "timesheet_entries",
                columns: new[] { "tenant_id", "project_id", "date", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_timesheet_entries_task",
                table: "timesheet_entries",
                columns: new[] { "tenant_id", "task_id", "date", "id" },
                filter: "task_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_timesheet_entries_tenant_id_project_id_task_id",
                table: "timesheet_entries",
                columns: new[] { "tenant_id", "project_id", "task_id" });

            migrationBuilder.CreateIndex(
                name: "ix_timesheet_entries_tenant_id_week_id",
                table: "timesheet_entries",
                columns: new[] { "tenant_id", "week_id" });

            migrationBuilder.CreateIndex(
                name: "ix_timesheet_weeks_list",
                table: "timesheet_weeks",
                columns: new[] { "tenant_id", "first_date", "employee_id" });

            migrationBuilder.CreateIndex(
                name: "ix_timesheet_weeks_status",
                table: "timesheet_weeks",
                columns: new[] { "tenant_id", "status", "first_date", "employee_id" });

            migrationBuilder.CreateIndex(
                name: "ux_timesheet_weeks_start",
                table: "timesheet_weeks",
                columns: new[] { "tenant_id", "employee_id", "first_date" },
                unique: true);

            migrationBuilder.Sql(SchemaSql.TimesheetsHeld);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(SchemaSql.TimesheetsHeldDown);

            migrationBuilder.DropTable(
                name: "import_batches");

            migrationBuilder.DropTable(
                name: "import_errors");

            migrationBuilder.DropTable(
                name: "import_progress");

            migrationBuilder.DropTable(
                name: "project_members");

            migrationBuilder.DropTable(
                name: "timesheet_entries");

            migrationBuilder.DropTable(
                name: "timesheet_policies");

            migrationBuilder.DropTable(
                name: "timesheet_steps");

            migrationBuilder.DropTable(
                name: "imports");

            migrationBuilder.DropTable(
                name: "timesheet_days");

            migrationBuilder.DropTable(
                name: "project_tasks");

            migrationBuilder.DropTable(
                name: "timesheet_weeks");

            migrationBuilder.DropTable(
                name: "projects");
        }
    }
}
