using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Satcom.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class MonthClosed : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ux_leave_types_name",
                table: "leave_types");

            migrationBuilder.DropIndex(
                name: "ux_leave_policies_name",
                table: "leave_policies");

            migrationBuilder.AddColumn<decimal>(
                name: "due",
                table: "leave_entries",
                type: "numeric(10,2)",
                precision: 10,
                scale: 2,
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "ends_on",
                table: "employees",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "starts_on",
                table: "employees",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "source",
                table: "correction_requests",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "person");

            migrationBuilder.CreateTable(
                name: "attendance_rebuilds",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_date = table.Column<DateOnly>(type: "date", nullable: false),
                    to_date = table.Column<DateOnly>(type: "date", nullable: false),
                    user_ids = table.Column<List<Guid>>(type: "uuid[]", nullable: false),
                    causes = table.Column<List<Guid>>(type: "uuid[]", nullable: false),
                    asked_by = table.Column<Guid>(type: "uuid", nullable: true),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    begun_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    done_to = table.Column<Guid>(type: "uuid", nullable: false),
                    days = table.Column<int>(type: "integer", nullable: false),
                    changed = table.Column<int>(type: "integer", nullable: false),
                    followers = table.Column<int>(type: "integer", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attendance_rebuilds", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_attendance_rebuilds_dates", "from_date <= to_date AND (finished_at IS NULL OR begun_at IS NOT NULL) AND changed BETWEEN 0 AND days");
                    table.ForeignKey(
                        name: "fk_attendance_rebuilds_asked_by",
                        columns: x => new { x.tenant_id, x.asked_by },
                        principalTable: "users",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_attendance_rebuilds_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.Sql(SchemaSql.HolidaysBounded);

            migrationBuilder.AddCheckConstraint(
                name: "ck_employees_employment",
                table: "employees",
                sql: "ends_on >= starts_on");

            migrationBuilder.AddCheckConstraint(
                name: "ck_correction_requests_source",
                table: "correction_requests",
                sql: "source IN ('person', 'latePunch')");

            migrationBuilder.CreateIndex(
                name: "ix_attendance_days_flagged",
                table: "attendance_days",
                columns: new[] { "tenant_id", "date", "id" },
                filter: "cardinality(flags) > 0");

            migrationBuilder.CreateIndex(
                name: "ix_attendance_days_overtime_pending",
                table: "attendance_days",
                columns: new[] { "tenant_id", "date", "id" },
                filter: "approved_overtime_seconds IS NULL AND overtime_seconds > payable_overtime_seconds");

            migrationBuilder.CreateIndex(
                name: "ix_attendance_days_unended",
                table: "attendance_days",
                columns: new[] { "tenant_id", "date", "id" },
                filter: "status <> 'completed'");

            migrationBuilder.CreateIndex(
                name: "ix_attendance_rebuilds_tenant_id_asked_by",
                table: "attendance_rebuilds",
                columns: new[] { "tenant_id", "asked_by" });

            migrationBuilder.CreateIndex(
                name: "ix_attendance_rebuilds_waiting",
                table: "attendance_rebuilds",
                columns: new[] { "tenant_id", "asked_at", "id" },
                filter: "begun_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ux_attendance_rebuilds_gathering",
                table: "attendance_rebuilds",
                column: "tenant_id",
                unique: true,
                filter: "begun_at IS NULL AND asked_by IS NULL");

            migrationBuilder.Sql(SchemaSql.LeaveNames);
            migrationBuilder.Sql(SchemaSql.LeaveLock);
            migrationBuilder.Sql(AttendanceSql.LockHeld);
            migrationBuilder.Sql(AttendanceSql.RebuildsApart);
            migrationBuilder.Sql(AttendanceSql.LateTapsTold);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(AttendanceSql.LockHeldDown);
            migrationBuilder.Sql(SchemaSql.LeaveLockDown);
            migrationBuilder.Sql(SchemaSql.LeaveNamesDown);

            migrationBuilder.DropTable(
                name: "attendance_rebuilds");

            migrationBuilder.DropCheckConstraint(
                name: "ck_holiday_calendars_size",
                table: "holiday_calendars");

            migrationBuilder.DropCheckConstraint(
                name: "ck_employees_employment",
                table: "employees");

            migrationBuilder.DropCheckConstraint(
                name: "ck_correction_requests_source",
                table: "correction_requests");

            migrationBuilder.DropIndex(
                name: "ix_attendance_days_flagged",
                table: "attendance_days");

            migrationBuilder.DropIndex(
                name: "ix_attendance_days_overtime_pending",
                table: "attendance_days");

            migrationBuilder.DropIndex(
                name: "ix_attendance_days_unended",
                table: "attendance_days");

            migrationBuilder.DropColumn(
                name: "due",
                table: "leave_entries");

            migrationBuilder.DropColumn(
                name: "ends_on",
                table: "employees");

            migrationBuilder.DropColumn(
                name: "starts_on",
                table: "employees");

            migrationBuilder.DropColumn(
                name: "source",
                table: "correction_requests");

            migrationBuilder.CreateIndex(
                name: "ux_leave_types_name",
                table: "leave_types",
                columns: new[] { "tenant_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_leave_policies_name",
                table: "leave_policies",
                columns: new[] { "tenant_id", "name" },
                unique: true);
        }
    }
}
