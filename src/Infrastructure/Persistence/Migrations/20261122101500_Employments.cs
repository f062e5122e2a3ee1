using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Satcom.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Employments : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "earlier_employments",
                table: "employees",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'::jsonb");

            migrationBuilder.AddColumn<DateOnly>(
                name: "previous_ends_on",
                table: "employees",
                type: "date",
                nullable: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_employees_previous",
                table: "employees",
                sql: "previous_ends_on IS NULL OR (starts_on IS NOT NULL AND starts_on > previous_ends_on)");

            migrationBuilder.Sql(EmploymentSql.Spans);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(EmploymentSql.SpansDown);

            migrationBuilder.DropCheckConstraint(
                name: "ck_employees_previous",
                table: "employees");

            migrationBuilder.DropColumn(
                name: "earlier_employments",
                table: "employees");

            migrationBuilder.DropColumn(
                name: "previous_ends_on",
                table: "employees");
        }
    }
}
