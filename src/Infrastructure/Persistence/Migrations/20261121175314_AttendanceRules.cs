using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Satcom.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class AttendanceRules : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_attendance_days_open_since",
                table: "attendance_days");

            migrationBuilder.DropCheckConstraint(
                name: "ck_attendance_days_seconds",
                table: "attendance_days");

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
                name: "ix_punch_places_at",
                table: "punch_places",
                columns: new[] { "tenant_id", "at" });
            migrationBuilder.Sql(SchemaSql.OrdinaryTime);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
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
                name: "punch_places");

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
