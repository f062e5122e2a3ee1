using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Satcom.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class LeaveSettled : Migration
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

            migrationBuilder.AddCheckConstraint(
                name: "ck_holiday_calendars_size",
                table: "holiday_calendars",
                sql: "jsonb_array_length(holidays) <= 1000");

            migrationBuilder.Sql(SchemaSql.LeaveNames);
            migrationBuilder.Sql(SchemaSql.LeaveLock);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(SchemaSql.LeaveLockDown);
            migrationBuilder.Sql(SchemaSql.LeaveNamesDown);

            migrationBuilder.DropCheckConstraint(
                name: "ck_holiday_calendars_size",
                table: "holiday_calendars");

            migrationBuilder.DropColumn(
                name: "due",
                table: "leave_entries");

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
