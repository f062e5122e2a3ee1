using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Satcom.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class TimelineIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ux_attendance_days_employee_date",
                table: "attendance_days");

            migrationBuilder.CreateIndex(
                name: "ix_timesheet_days_minutes",
                table: "timesheet_days",
                columns: new[] { "tenant_id", "employee_id", "date" })
                .Annotation("Npgsql:IndexInclude", new[] { "minutes" });

            migrationBuilder.CreateIndex(
                name: "ix_attendance_days_parts",
                table: "attendance_days",
                columns: new[] { "tenant_id", "employee_id", "date" },
                filter: "parts IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ux_attendance_days_employee_date",
                table: "attendance_days",
                columns: new[] { "tenant_id", "employee_id", "date" },
                unique: true)
                .Annotation("Npgsql:IndexInclude", new[] { "scheduled_seconds", "late_seconds", "overtime_seconds", "break_seconds", "lunch_seconds", "longest_break_seconds", "planned_break_seconds", "worked_seconds", "shift_id", "lacking_since", "lacking_limit_seconds", "flags" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_timesheet_days_minutes",
                table: "timesheet_days");

            migrationBuilder.DropIndex(
                name: "ix_attendance_days_parts",
                table: "attendance_days");

            migrationBuilder.DropIndex(
                name: "ux_attendance_days_employee_date",
                table: "attendance_days");

            migrationBuilder.CreateIndex(
                name: "ux_attendance_days_employee_date",
                table: "attendance_days",
                columns: new[] { "tenant_id", "employee_id", "date" },
                unique: true);
        }
    }
}
