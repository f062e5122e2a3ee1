using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Satcom.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Workforce : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_teams_tenant_id_name",
                table: "teams");

            migrationBuilder.DropIndex(
                name: "ix_employees_tenant_id_manager_id",
                table: "employees");

            migrationBuilder.DropIndex(
                name: "ix_employees_tenant_id_team_id",
                table: "employees");

            migrationBuilder.DropIndex(
                name: "ix_attendance_days_open_since",
                table: "attendance_days");

            migrationBuilder.DropCheckConstraint(
                name: "ck_attendance_days_seconds",
                table: "attendance_days");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "suspended_at",
                table: "tenants",
                type: "timestamptz",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "suspension_reason",
                table: "tenants",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_archived",
                table: "teams",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "calendars",
                table: "employees",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'::jsonb");

            migrationBuilder.AddColumn<string>(
                name: "managers",
                table: "employees",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'::jsonb");

            migrationBuilder.AddColumn<DateOnly>(
                name: "moves_on",
                table: "employees",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<List<Guid>>(
                name: "office_ids",
                table: "employees",
                type: "uuid[]",
                nullable: false,
                defaultValueSql: "'{}'::uuid[]");

            migrationBuilder.AddColumn<string>(
                name: "offices",
                table: "employees",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'::jsonb");

            migrationBuilder.AddColumn<string>(
                name: "rest_days",
                table: "employees",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'::jsonb");

            migrationBuilder.AddColumn<string>(
                name: "targets",
                table: "employees",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'::jsonb");

            migrationBuilder.AddColumn<string>(
                name: "teams",
                table: "employees",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'::jsonb");

            migrationBuilder.AddColumn<string>(
                name: "zones",
                table: "employees",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'::jsonb");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "device_at",
                table: "attendance_punches",
                type: "timestamptz",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "distance_meters",
                table: "attendance_punches",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "fence",
                table: "attendance_punches",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "fence_action",
                table: "attendance_punches",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_skewed",
                table: "attendance_punches",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "office_id",
                table: "attendance_punches",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "skew_seconds",
                table: "attendance_punches",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "amendment_count",
                table: "attendance_days",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "approved_overtime_seconds",
                table: "attendance_days",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "deducted_seconds",
                table: "attendance_days",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "due_at",
                table: "attendance_days",
                type: "timestamptz",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "entered_time_zone",
                table: "attendance_days",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "ordinary_seconds",
                table: "attendance_days",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "overtime_approved_at",
                table: "attendance_days",
                type: "timestamptz",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "overtime_approved_by",
                table: "attendance_days",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "overtime_daily_seconds",
                table: "attendance_days",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "overtime_holiday_seconds",
                table: "attendance_days",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "overtime_rest_day_seconds",
                table: "attendance_days",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "overtime_weekly_seconds",
                table: "attendance_days",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "parts",
                table: "attendance_days",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "payable_overtime_seconds",
                table: "attendance_days",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "attendance_amendments",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    day_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sequence = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    by = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    after_sequence = table.Column<int>(type: "integer", nullable: false),
                    events = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attendance_amendments", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_attendance_amendments_kind", "kind IN ('override', 'correction', 'autoClose')");
                    table.ForeignKey(
                        name: "fk_attendance_amendments_attendance_days_tenant_id_day_id",
                        columns: x => new { x.tenant_id, x.day_id },
                        principalTable: "attendance_days",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_attendance_amendments_users_tenant_id_by",
                        columns: x => new { x.tenant_id, x.by },
                        principalTable: "users",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Append-only: what was added to a day beside its punches.");

            migrationBuilder.CreateTable(
                name: "attendance_closings",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    through = table.Column<DateOnly>(type: "date", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attendance_closings", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_attendance_closings_one", "id = tenant_id");
                    table.ForeignKey(
                        name: "fk_attendance_closings_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "attendance_policies",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    history = table.Column<string>(type: "jsonb", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attendance_policies", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_attendance_policies_one", "id = tenant_id");
                    table.ForeignKey(
                        name: "fk_attendance_policies_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "correction_requests",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    employee_id = table.Column<Guid>(type: "uuid", nullable: false),
                    date = table.Column<DateOnly>(type: "date", nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    client_event_id = table.Column<Guid>(type: "uuid", nullable: true),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    decided_by = table.Column<Guid>(type: "uuid", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    note = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    events = table.Column<string>(type: "jsonb", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_correction_requests", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_correction_requests_decided", "(status = 'pending') = (decided_by IS NULL) AND decided_by IS DISTINCT FROM employee_id");
                    table.CheckConstraint("ck_correction_requests_status", "status IN ('pending', 'approved', 'rejected')");
                    table.ForeignKey(
                        name: "fk_correction_requests_employees_tenant_id_employee_id",
                        columns: x => new { x.tenant_id, x.employee_id },
                        principalTable: "employees",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_correction_requests_users_tenant_id_decided_by",
                        columns: x => new { x.tenant_id, x.decided_by },
                        principalTable: "users",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "geofence_failures",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    employee_id = table.Column<Guid>(type: "uuid", nullable: false),
                    date = table.Column<DateOnly>(type: "date", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    work_mode = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    result = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    action = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    office_id = table.Column<Guid>(type: "uuid", nullable: true),
                    distance_meters = table.Column<int>(type: "integer", nullable: true),
                    day_id = table.Column<Guid>(type: "uuid", nullable: true),
                    client_event_id = table.Column<Guid>(type: "uuid", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_geofence_failures", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_geofence_failures_action", "action IN ('record', 'warn', 'refuse')");
                    table.CheckConstraint("ck_geofence_failures_result", "result IN ('inside', 'outside', 'uncertain', 'notProvided')");
                    table.CheckConstraint("ck_geofence_failures_work_mode", "work_mode IN ('office', 'remote', 'field', 'clientSite', 'travel')");
                    table.ForeignKey(
                        name: "fk_geofence_failures_attendance_days_tenant_id_day_id",
                        columns: x => new { x.tenant_id, x.day_id },
                        principalTable: "attendance_days",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_geofence_failures_employees_tenant_id_employee_id",
                        columns: x => new { x.tenant_id, x.employee_id },
                        principalTable: "employees",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "geofence_policies",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    history = table.Column<string>(type: "jsonb", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_geofence_policies", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_geofence_policies_one", "id = tenant_id");
                    table.ForeignKey(
                        name: "fk_geofence_policies_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "holiday_calendars",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    is_archived = table.Column<bool>(type: "boolean", nullable: false),
                    holidays = table.Column<string>(type: "jsonb", nullable: false, defaultValueSql: "'[]'::jsonb"),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_holiday_calendars", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_holiday_calendars_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

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
                name: "leave_delegations",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    approver_id = table.Column<Guid>(type: "uuid", nullable: false),
                    delegate_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_date = table.Column<DateOnly>(type: "date", nullable: false),
                    to_date = table.Column<DateOnly>(type: "date", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_leave_delegations", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_leave_delegations_dates", "from_date <= to_date AND approver_id <> delegate_id");
                    table.ForeignKey(
                        name: "fk_leave_delegations_approver",
                        columns: x => new { x.tenant_id, x.approver_id },
                        principalTable: "employees",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_leave_delegations_delegate",
                        columns: x => new { x.tenant_id, x.delegate_id },
                        principalTable: "employees",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "leave_feeds",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    scope = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_leave_feeds", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_leave_feeds_scope", "scope IN ('own', 'calendar')");
                    table.ForeignKey(
                        name: "fk_leave_feeds_employees_tenant_id_id",
                        columns: x => new { x.tenant_id, x.id },
                        principalTable: "employees",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "leave_types",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    unit = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    is_paid = table.Column<bool>(type: "boolean", nullable: false),
                    needs_attachment = table.Column<bool>(type: "boolean", nullable: false),
                    has_balance = table.Column<bool>(type: "boolean", nullable: false),
                    color = table.Column<string>(type: "character varying(7)", maxLength: 7, nullable: false),
                    is_archived = table.Column<bool>(type: "boolean", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_leave_types", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_leave_types_color", "color ~ '^#[0-9a-fA-F]{6}$'");
                    table.CheckConstraint("ck_leave_types_unit", "unit IN ('day', 'halfDay', 'hour')");
                    table.ForeignKey(
                        name: "fk_leave_types_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "offices",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    latitude = table.Column<double>(type: "double precision", nullable: false),
                    longitude = table.Column<double>(type: "double precision", nullable: false),
                    radius_meters = table.Column<int>(type: "integer", nullable: false),
                    time_zone = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    is_archived = table.Column<bool>(type: "boolean", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_offices", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_offices_place", "latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180");
                    table.CheckConstraint("ck_offices_radius", "radius_meters BETWEEN 10 AND 50000");
                    table.ForeignKey(
                        name: "fk_offices_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
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
                name: "punch_places",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    punch_id = table.Column<Guid>(type: "uuid", nullable: false),
                    employee_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    latitude = table.Column<double>(type: "double precision", nullable: false),
                    longitude = table.Column<double>(type: "double precision", nullable: false),
                    accuracy_meters = table.Column<double>(type: "double precision", nullable: false),
                    is_mock = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_punch_places", x => new { x.tenant_id, x.punch_id });
                    table.ForeignKey(
                        name: "fk_punch_places_attendance_punches_tenant_id_punch_id",
                        columns: x => new { x.tenant_id, x.punch_id },
                        principalTable: "attendance_punches",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "shift_patterns",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    is_archived = table.Column<bool>(type: "boolean", nullable: false),
                    slots = table.Column<string>(type: "jsonb", nullable: false, defaultValueSql: "'[]'::jsonb"),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shift_patterns", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_shift_patterns_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "shifts",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    is_archived = table.Column<bool>(type: "boolean", nullable: false),
                    hours = table.Column<string>(type: "jsonb", nullable: false, defaultValueSql: "'[]'::jsonb"),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shifts", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_shifts_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
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
                name: "work_weeks",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    weeks = table.Column<string>(type: "jsonb", nullable: false, defaultValueSql: "'[]'::jsonb"),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_work_weeks", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_work_weeks_one", "id = tenant_id");
                    table.ForeignKey(
                        name: "fk_work_weeks_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
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
                name: "leave_accounts",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    employee_id = table.Column<Guid>(type: "uuid", nullable: false),
                    leave_type_id = table.Column<Guid>(type: "uuid", nullable: false),
                    floor = table.Column<decimal>(type: "numeric(10,2)", precision: 10, scale: 2, nullable: true),
                    balance = table.Column<decimal>(type: "numeric(10,2)", precision: 10, scale: 2, nullable: false),
                    pending = table.Column<decimal>(type: "numeric(10,2)", precision: 10, scale: 2, nullable: false),
                    ran_through = table.Column<DateOnly>(type: "date", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_leave_accounts", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_leave_accounts_amounts", "pending >= 0 AND (floor IS NULL OR floor <= 0)");
                    table.ForeignKey(
                        name: "fk_leave_accounts_employees_tenant_id_employee_id",
                        columns: x => new { x.tenant_id, x.employee_id },
                        principalTable: "employees",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_leave_accounts_leave_types_tenant_id_leave_type_id",
                        columns: x => new { x.tenant_id, x.leave_type_id },
                        principalTable: "leave_types",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "leave_policies",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    leave_type_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    terms = table.Column<string>(type: "jsonb", nullable: false),
                    blackouts = table.Column<string>(type: "jsonb", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_leave_policies", x => new { x.tenant_id, x.id });
                    table.UniqueConstraint("ak_leave_policies_tenant_id_id_leave_type_id", x => new { x.tenant_id, x.id, x.leave_type_id });
                    table.ForeignKey(
                        name: "fk_leave_policies_leave_types_tenant_id_leave_type_id",
                        columns: x => new { x.tenant_id, x.leave_type_id },
                        principalTable: "leave_types",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "leave_requests",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    employee_id = table.Column<Guid>(type: "uuid", nullable: false),
                    leave_type_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_date = table.Column<DateOnly>(type: "date", nullable: false),
                    to_date = table.Column<DateOnly>(type: "date", nullable: false),
                    portion = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    minutes = table.Column<int>(type: "integer", nullable: true),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    days = table.Column<string>(type: "jsonb", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(10,2)", precision: 10, scale: 2, nullable: false),
                    first_slot = table.Column<int>(type: "integer", nullable: false),
                    end_slot = table.Column<int>(type: "integer", nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_leave_requests", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_leave_requests_dates", "from_date <= to_date AND first_slot < end_slot AND amount >= 0");
                    table.CheckConstraint("ck_leave_requests_portion", "portion IN ('full', 'am', 'pm', 'hours')");
                    table.CheckConstraint("ck_leave_requests_status", "status IN ('pending', 'recommended', 'approved', 'denied', 'cancelled')");
                    table.ForeignKey(
                        name: "fk_leave_requests_employees_tenant_id_employee_id",
                        columns: x => new { x.tenant_id, x.employee_id },
                        principalTable: "employees",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_leave_requests_leave_types_tenant_id_leave_type_id",
                        columns: x => new { x.tenant_id, x.leave_type_id },
                        principalTable: "leave_types",
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
                name: "shift_assignments",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    employee_id = table.Column<Guid>(type: "uuid", nullable: false),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: false),
                    ends_on = table.Column<DateOnly>(type: "date", nullable: true),
                    shift_id = table.Column<Guid>(type: "uuid", nullable: true),
                    pattern_id = table.Column<Guid>(type: "uuid", nullable: true),
                    anchor = table.Column<DateOnly>(type: "date", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shift_assignments", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_shift_assignments_dates", "ends_on >= starts_on");
                    table.CheckConstraint("ck_shift_assignments_kind", "num_nonnulls(shift_id, pattern_id) = 1");
                    table.ForeignKey(
                        name: "fk_shift_assignments_employees_tenant_id_employee_id",
                        columns: x => new { x.tenant_id, x.employee_id },
                        principalTable: "employees",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_shift_assignments_shift_patterns_tenant_id_pattern_id",
                        columns: x => new { x.tenant_id, x.pattern_id },
                        principalTable: "shift_patterns",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_shift_assignments_shifts_tenant_id_shift_id",
                        columns: x => new { x.tenant_id, x.shift_id },
                        principalTable: "shifts",
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
                name: "leave_assignments",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    employee_id = table.Column<Guid>(type: "uuid", nullable: false),
                    policy_id = table.Column<Guid>(type: "uuid", nullable: false),
                    leave_type_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_date = table.Column<DateOnly>(type: "date", nullable: false),
                    to_date = table.Column<DateOnly>(type: "date", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_leave_assignments", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_leave_assignments_dates", "to_date IS NULL OR from_date <= to_date");
                    table.ForeignKey(
                        name: "fk_leave_assignments_employees_tenant_id_employee_id",
                        columns: x => new { x.tenant_id, x.employee_id },
                        principalTable: "employees",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_leave_assignments_leave_policies",
                        columns: x => new { x.tenant_id, x.policy_id, x.leave_type_id },
                        principalTable: "leave_policies",
                        principalColumns: new[] { "tenant_id", "id", "leave_type_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "leave_entries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    date = table.Column<DateOnly>(type: "date", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(10,2)", precision: 10, scale: 2, nullable: false),
                    key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    request_id = table.Column<Guid>(type: "uuid", nullable: true),
                    reverses_id = table.Column<Guid>(type: "uuid", nullable: true),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_leave_entries", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_leave_entries_kind", "kind IN ('accrual', 'forfeit', 'expiry', 'taken', 'reversal', 'adjustment')");
                    table.ForeignKey(
                        name: "fk_leave_entries_leave_accounts_tenant_id_account_id",
                        columns: x => new { x.tenant_id, x.account_id },
                        principalTable: "leave_accounts",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_leave_entries_leave_requests_tenant_id_request_id",
                        columns: x => new { x.tenant_id, x.request_id },
                        principalTable: "leave_requests",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Append-only: what was earned, taken and taken back.");

            migrationBuilder.CreateTable(
                name: "leave_steps",
                columns: table => new
                {
                    sequence = table.Column<int>(type: "integer", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    request_id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    for_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    note = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_leave_steps", x => new { x.tenant_id, x.request_id, x.sequence });
                    table.CheckConstraint("ck_leave_steps_status", "status IN ('pending', 'recommended', 'approved', 'denied', 'cancelled')");
                    table.ForeignKey(
                        name: "fk_leave_steps_leave_requests_tenant_id_request_id",
                        columns: x => new { x.tenant_id, x.request_id },
                        principalTable: "leave_requests",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Append-only: who did what about a request for leave.");

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

            migrationBuilder.AddCheckConstraint(
                name: "ck_tenants_suspension",
                table: "tenants",
                sql: "status = 'suspended' OR (suspended_at IS NULL AND suspension_reason IS NULL)");

            migrationBuilder.CreateIndex(
                name: "ix_employees_moves_on",
                table: "employees",
                columns: new[] { "tenant_id", "moves_on" },
                filter: "moves_on IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_employees_tenant_id_manager_id_id",
                table: "employees",
                columns: new[] { "tenant_id", "manager_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_employees_tenant_id_team_id_id",
                table: "employees",
                columns: new[] { "tenant_id", "team_id", "id" });

            migrationBuilder.AddCheckConstraint(
                name: "ck_attendance_punches_fence",
                table: "attendance_punches",
                sql: "fence IN ('inside', 'outside', 'uncertain', 'notProvided')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_attendance_punches_fence_action",
                table: "attendance_punches",
                sql: "fence_action IN ('record', 'warn', 'refuse')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_attendance_punches_place",
                table: "attendance_punches",
                sql: "fence IS NOT NULL OR (fence_action IS NULL AND office_id IS NULL AND distance_meters IS NULL)");

            migrationBuilder.CreateIndex(
                name: "ix_attendance_days_due",
                table: "attendance_days",
                columns: new[] { "tenant_id", "due_at" },
                filter: "due_at IS NOT NULL");

            migrationBuilder.AddCheckConstraint(
                name: "ck_attendance_days_overtime",
                table: "attendance_days",
                sql: "overtime_seconds = overtime_holiday_seconds + overtime_rest_day_seconds + overtime_daily_seconds + overtime_weekly_seconds AND overtime_seconds + ordinary_seconds <= worked_seconds AND payable_overtime_seconds BETWEEN 0 AND overtime_seconds AND approved_overtime_seconds >= 0");

            migrationBuilder.AddCheckConstraint(
                name: "ck_attendance_days_seconds",
                table: "attendance_days",
                sql: "worked_seconds >= 0 AND break_seconds >= 0 AND lunch_seconds >= 0 AND deducted_seconds >= 0 AND ordinary_seconds >= 0");

            migrationBuilder.CreateIndex(
                name: "ix_attendance_amendments_tenant_id_by",
                table: "attendance_amendments",
                columns: new[] { "tenant_id", "by" });

            migrationBuilder.CreateIndex(
                name: "ux_attendance_amendments_sequence",
                table: "attendance_amendments",
                columns: new[] { "tenant_id", "day_id", "sequence" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_correction_requests_employee",
                table: "correction_requests",
                columns: new[] { "tenant_id", "employee_id", "requested_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_correction_requests_requested",
                table: "correction_requests",
                columns: new[] { "tenant_id", "requested_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_correction_requests_status",
                table: "correction_requests",
                columns: new[] { "tenant_id", "status", "requested_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_correction_requests_tenant_id_decided_by",
                table: "correction_requests",
                columns: new[] { "tenant_id", "decided_by" });

            migrationBuilder.CreateIndex(
                name: "ux_correction_requests_client_event",
                table: "correction_requests",
                columns: new[] { "tenant_id", "employee_id", "client_event_id" },
                unique: true,
                filter: "client_event_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_geofence_failures_at",
                table: "geofence_failures",
                columns: new[] { "tenant_id", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_geofence_failures_employee",
                table: "geofence_failures",
                columns: new[] { "tenant_id", "employee_id", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_geofence_failures_tenant_id_day_id",
                table: "geofence_failures",
                columns: new[] { "tenant_id", "day_id" });

            migrationBuilder.CreateIndex(
                name: "ux_geofence_failures_client_event",
                table: "geofence_failures",
                columns: new[] { "tenant_id", "employee_id", "client_event_id" },
                unique: true,
                filter: "client_event_id IS NOT NULL");

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
                name: "ix_leave_accounts_ran_through",
                table: "leave_accounts",
                columns: new[] { "tenant_id", "ran_through", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_leave_accounts_tenant_id_leave_type_id",
                table: "leave_accounts",
                columns: new[] { "tenant_id", "leave_type_id" });

            migrationBuilder.CreateIndex(
                name: "ux_leave_accounts_employee_type",
                table: "leave_accounts",
                columns: new[] { "tenant_id", "employee_id", "leave_type_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_leave_assignments_employee",
                table: "leave_assignments",
                columns: new[] { "tenant_id", "employee_id", "leave_type_id", "from_date" });

            migrationBuilder.CreateIndex(
                name: "ix_leave_assignments_policy",
                table: "leave_assignments",
                columns: new[] { "tenant_id", "policy_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_leave_assignments_tenant_id_policy_id_leave_type_id",
                table: "leave_assignments",
                columns: new[] { "tenant_id", "policy_id", "leave_type_id" });

            migrationBuilder.CreateIndex(
                name: "ix_leave_delegations_approver",
                table: "leave_delegations",
                columns: new[] { "tenant_id", "approver_id", "to_date" });

            migrationBuilder.CreateIndex(
                name: "ix_leave_delegations_delegate",
                table: "leave_delegations",
                columns: new[] { "tenant_id", "delegate_id", "to_date" });

            migrationBuilder.CreateIndex(
                name: "ix_leave_delegations_from",
                table: "leave_delegations",
                columns: new[] { "tenant_id", "from_date", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_leave_entries_account",
                table: "leave_entries",
                columns: new[] { "tenant_id", "account_id", "date", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_leave_entries_date",
                table: "leave_entries",
                columns: new[] { "tenant_id", "date", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_leave_entries_tenant_id_request_id",
                table: "leave_entries",
                columns: new[] { "tenant_id", "request_id" });

            migrationBuilder.CreateIndex(
                name: "ux_leave_entries_key",
                table: "leave_entries",
                columns: new[] { "tenant_id", "account_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_leave_feeds_token",
                table: "leave_feeds",
                columns: new[] { "tenant_id", "token_hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_leave_policies_tenant_id_leave_type_id",
                table: "leave_policies",
                columns: new[] { "tenant_id", "leave_type_id" });

            migrationBuilder.CreateIndex(
                name: "ux_leave_policies_name",
                table: "leave_policies",
                columns: new[] { "tenant_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_leave_requests_approved",
                table: "leave_requests",
                columns: new[] { "tenant_id", "to_date", "from_date" },
                filter: "status = 'approved'");

            migrationBuilder.CreateIndex(
                name: "ix_leave_requests_employee",
                table: "leave_requests",
                columns: new[] { "tenant_id", "employee_id", "from_date", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_leave_requests_from",
                table: "leave_requests",
                columns: new[] { "tenant_id", "from_date", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_leave_requests_status",
                table: "leave_requests",
                columns: new[] { "tenant_id", "status", "from_date", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_leave_requests_tenant_id_leave_type_id",
                table: "leave_requests",
                columns: new[] { "tenant_id", "leave_type_id" });

            migrationBuilder.CreateIndex(
                name: "ux_leave_types_name",
                table: "leave_types",
                columns: new[] { "tenant_id", "name" },
                unique: true);

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
                name: "ix_punch_places_at",
                table: "punch_places",
                columns: new[] { "tenant_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_shift_assignments_employee",
                table: "shift_assignments",
                columns: new[] { "tenant_id", "employee_id", "starts_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_shift_assignments_pattern",
                table: "shift_assignments",
                columns: new[] { "tenant_id", "pattern_id", "starts_on", "id" },
                filter: "pattern_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_shift_assignments_shift",
                table: "shift_assignments",
                columns: new[] { "tenant_id", "shift_id", "starts_on", "id" },
                filter: "shift_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_shift_assignments_start",
                table: "shift_assignments",
                columns: new[] { "tenant_id", "starts_on", "id" });

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

            migrationBuilder.Sql(OrganisationSql.Up);
            migrationBuilder.Sql(SchemaSql.OrdinaryTime);
            migrationBuilder.Sql(SchemaSql.TimesheetsHeld);
            migrationBuilder.Sql(SchemaSql.Leaves);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(OrganisationSql.Down);
            migrationBuilder.Sql(SchemaSql.TimesheetsHeldDown);

            migrationBuilder.DropTable(
                name: "attendance_amendments");

            migrationBuilder.DropTable(
                name: "attendance_closings");

            migrationBuilder.DropTable(
                name: "attendance_policies");

            migrationBuilder.DropTable(
                name: "correction_requests");

            migrationBuilder.DropTable(
                name: "geofence_failures");

            migrationBuilder.DropTable(
                name: "geofence_policies");

            migrationBuilder.DropTable(
                name: "holiday_calendars");

            migrationBuilder.DropTable(
                name: "import_batches");

            migrationBuilder.DropTable(
                name: "import_errors");

            migrationBuilder.DropTable(
                name: "import_progress");

            migrationBuilder.DropTable(
                name: "leave_assignments");

            migrationBuilder.DropTable(
                name: "leave_delegations");

            migrationBuilder.DropTable(
                name: "leave_entries");

            migrationBuilder.DropTable(
                name: "leave_feeds");

            migrationBuilder.DropTable(
                name: "leave_steps");

            migrationBuilder.DropTable(
                name: "offices");

            migrationBuilder.DropTable(
                name: "project_members");

            migrationBuilder.DropTable(
                name: "punch_places");

            migrationBuilder.DropTable(
                name: "shift_assignments");

            migrationBuilder.DropTable(
                name: "timesheet_entries");

            migrationBuilder.DropTable(
                name: "timesheet_policies");

            migrationBuilder.DropTable(
                name: "timesheet_steps");

            migrationBuilder.DropTable(
                name: "work_weeks");

            migrationBuilder.DropTable(
                name: "imports");

            migrationBuilder.DropTable(
                name: "leave_policies");

            migrationBuilder.DropTable(
                name: "leave_accounts");

            migrationBuilder.DropTable(
                name: "leave_requests");

            migrationBuilder.DropTable(
                name: "shift_patterns");

            migrationBuilder.DropTable(
                name: "shifts");

            migrationBuilder.DropTable(
                name: "timesheet_days");

            migrationBuilder.DropTable(
                name: "project_tasks");

            migrationBuilder.DropTable(
                name: "leave_types");

            migrationBuilder.DropTable(
                name: "timesheet_weeks");

            migrationBuilder.DropTable(
                name: "projects");

            migrationBuilder.DropCheckConstraint(
                name: "ck_tenants_suspension",
                table: "tenants");

            migrationBuilder.DropIndex(
                name: "ix_employees_moves_on",
                table: "employees");

            migrationBuilder.DropIndex(
                name: "ix_employees_tenant_id_manager_id_id",
                table: "employees");

            migrationBuilder.DropIndex(
                name: "ix_employees_tenant_id_team_id_id",
                table: "employees");

            migrationBuilder.DropCheckConstraint(
                name: "ck_attendance_punches_fence",
                table: "attendance_punches");

            migrationBuilder.DropCheckConstraint(
                name: "ck_attendance_punches_fence_action",
                table: "attendance_punches");

            migrationBuilder.DropCheckConstraint(
                name: "ck_attendance_punches_place",
                table: "attendance_punches");

            migrationBuilder.DropIndex(
                name: "ix_attendance_days_due",
                table: "attendance_days");

            migrationBuilder.DropCheckConstraint(
                name: "ck_attendance_days_overtime",
                table: "attendance_days");

            migrationBuilder.DropCheckConstraint(
                name: "ck_attendance_days_seconds",
                table: "attendance_days");

            migrationBuilder.DropColumn(
                name: "suspended_at",
                table: "tenants");

            migrationBuilder.DropColumn(
                name: "suspension_reason",
                table: "tenants");

            migrationBuilder.DropColumn(
                name: "is_archived",
                table: "teams");

            migrationBuilder.DropColumn(
                name: "calendars",
                table: "employees");

            migrationBuilder.DropColumn(
                name: "managers",
                table: "employees");

            migrationBuilder.DropColumn(
                name: "moves_on",
                table: "employees");

            migrationBuilder.DropColumn(
                name: "office_ids",
                table: "employees");

            migrationBuilder.DropColumn(
                name: "offices",
                table: "employees");

            migrationBuilder.DropColumn(
                name: "rest_days",
                table: "employees");

            migrationBuilder.DropColumn(
                name: "targets",
                table: "employees");

            migrationBuilder.DropColumn(
                name: "teams",
                table: "employees");

            migrationBuilder.DropColumn(
                name: "zones",
                table: "employees");

            migrationBuilder.DropColumn(
                name: "device_at",
                table: "attendance_punches");

            migrationBuilder.DropColumn(
                name: "distance_meters",
                table: "attendance_punches");

            migrationBuilder.DropColumn(
                name: "fence",
                table: "attendance_punches");

            migrationBuilder.DropColumn(
                name: "fence_action",
                table: "attendance_punches");

            migrationBuilder.DropColumn(
                name: "is_skewed",
                table: "attendance_punches");

            migrationBuilder.DropColumn(
                name: "office_id",
                table: "attendance_punches");

            migrationBuilder.DropColumn(
                name: "skew_seconds",
                table: "attendance_punches");

            migrationBuilder.DropColumn(
                name: "amendment_count",
                table: "attendance_days");

            migrationBuilder.DropColumn(
                name: "approved_overtime_seconds",
                table: "attendance_days");

            migrationBuilder.DropColumn(
                name: "deducted_seconds",
                table: "attendance_days");

            migrationBuilder.DropColumn(
                name: "due_at",
                table: "attendance_days");

            migrationBuilder.DropColumn(
                name: "entered_time_zone",
                table: "attendance_days");

            migrationBuilder.DropColumn(
                name: "ordinary_seconds",
                table: "attendance_days");

            migrationBuilder.DropColumn(
                name: "overtime_approved_at",
                table: "attendance_days");

            migrationBuilder.DropColumn(
                name: "overtime_approved_by",
                table: "attendance_days");

            migrationBuilder.DropColumn(
                name: "overtime_daily_seconds",
                table: "attendance_days");

            migrationBuilder.DropColumn(
                name: "overtime_holiday_seconds",
                table: "attendance_days");

            migrationBuilder.DropColumn(
                name: "overtime_rest_day_seconds",
                table: "attendance_days");

            migrationBuilder.DropColumn(
                name: "overtime_weekly_seconds",
                table: "attendance_days");

            migrationBuilder.DropColumn(
                name: "parts",
                table: "attendance_days");

            migrationBuilder.DropColumn(
                name: "payable_overtime_seconds",
                table: "attendance_days");

            migrationBuilder.CreateIndex(
                name: "ix_teams_tenant_id_name",
                table: "teams",
                columns: new[] { "tenant_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_employees_tenant_id_manager_id",
                table: "employees",
                columns: new[] { "tenant_id", "manager_id" });

            migrationBuilder.CreateIndex(
                name: "ix_employees_tenant_id_team_id",
                table: "employees",
                columns: new[] { "tenant_id", "team_id" });

            migrationBuilder.CreateIndex(
                name: "ix_attendance_days_open_since",
                table: "attendance_days",
                columns: new[] { "tenant_id", "session_started_at" },
                filter: "session_started_at IS NOT NULL");

            migrationBuilder.AddCheckConstraint(
                name: "ck_attendance_days_seconds",
                table: "attendance_days",
                sql: "worked_seconds >= 0 AND break_seconds >= 0 AND lunch_seconds >= 0");
        }
    }
}
