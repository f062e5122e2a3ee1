using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Satcom.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class PlansHeld : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_attendance_days_overtime_pending",
                table: "attendance_days");

            migrationBuilder.AddColumn<int>(
                name: "approved_of_seconds",
                table: "attendance_days",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "credited_seconds",
                table: "attendance_days",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_attendance_days_overtime_pending",
                table: "attendance_days",
                columns: new[] { "tenant_id", "date", "id" },
                filter: "overtime_seconds > payable_overtime_seconds AND (approved_overtime_seconds IS NULL OR overtime_seconds > approved_of_seconds)");

            migrationBuilder.Sql(AttendanceSql.PlansHeld);
            migrationBuilder.Sql(AttendanceSql.LateTapsOnce);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("ALTER TABLE correction_requests DROP CONSTRAINT ex_correction_requests_late_taps;");
            migrationBuilder.Sql(AttendanceSql.PlansHeldDown);

            migrationBuilder.DropIndex(
                name: "ix_attendance_days_overtime_pending",
                table: "attendance_days");

            migrationBuilder.DropColumn(
                name: "approved_of_seconds",
                table: "attendance_days");

            migrationBuilder.DropColumn(
                name: "credited_seconds",
                table: "attendance_days");

            migrationBuilder.CreateIndex(
                name: "ix_attendance_days_overtime_pending",
                table: "attendance_days",
                columns: new[] { "tenant_id", "date", "id" },
                filter: "approved_overtime_seconds IS NULL AND overtime_seconds > payable_overtime_seconds");
        }
    }
}
