using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Satcom.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class EmploymentsHeld : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_employees_tenant_id_employee_code",
                table: "employees");

            migrationBuilder.AddColumn<int>(
                name: "failed",
                table: "attendance_rebuilds",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<List<Guid>>(
                name: "failed_ids",
                table: "attendance_rebuilds",
                type: "uuid[]",
                nullable: false,
                defaultValueSql: "'{}'::uuid[]");

            migrationBuilder.AddColumn<int>(
                name: "tries",
                table: "attendance_rebuilds",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateIndex(
                name: "ix_employees_tenant_id_employee_code",
                table: "employees",
                columns: new[] { "tenant_id", "employee_code" });

            migrationBuilder.CreateIndex(
                name: "ix_attendance_rebuilds_finished",
                table: "attendance_rebuilds",
                columns: new[] { "tenant_id", "finished_at" },
                filter: "finished_at IS NOT NULL");

            migrationBuilder.Sql(EmploymentSql.Codes);
            migrationBuilder.Sql(EmploymentSql.Locked);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(EmploymentSql.Down);

            migrationBuilder.DropIndex(
                name: "ix_employees_tenant_id_employee_code",
                table: "employees");

            migrationBuilder.DropIndex(
                name: "ix_attendance_rebuilds_finished",
                table: "attendance_rebuilds");

            migrationBuilder.DropColumn(
                name: "failed",
                table: "attendance_rebuilds");

            migrationBuilder.DropColumn(
                name: "failed_ids",
                table: "attendance_rebuilds");

            migrationBuilder.DropColumn(
                name: "tries",
                table: "attendance_rebuilds");

            migrationBuilder.CreateIndex(
                name: "ix_employees_tenant_id_employee_code",
                table: "employees",
                columns: new[] { "tenant_id", "employee_code" },
                unique: true);
        }
    }
}
