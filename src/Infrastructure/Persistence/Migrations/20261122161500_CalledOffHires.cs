using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Satcom.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class CalledOffHires : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_employees_employment",
                table: "employees");

            migrationBuilder.AddCheckConstraint(
                name: "ck_employees_employment",
                table: "employees",
                sql: "ends_on >= starts_on - 1");

            migrationBuilder.Sql(EmploymentSql.CalledOff);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(EmploymentSql.CalledOffDown);

            migrationBuilder.DropCheckConstraint(
                name: "ck_employees_employment",
                table: "employees");

            migrationBuilder.AddCheckConstraint(
                name: "ck_employees_employment",
                table: "employees",
                sql: "ends_on >= starts_on");
        }
    }
}
