using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Satcom.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class MonthEnd : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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

            migrationBuilder.AddCheckConstraint(
                name: "ck_employees_employment",
                table: "employees",
                sql: "ends_on >= starts_on");

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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_employees_employment",
                table: "employees");

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
                name: "ends_on",
                table: "employees");

            migrationBuilder.DropColumn(
                name: "starts_on",
                table: "employees");
        }
    }
}
