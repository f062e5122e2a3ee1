using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Satcom.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class LeaveBookedBehindLocks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "booked_on",
                table: "leave_entries",
                type: "date",
                nullable: true);

            migrationBuilder.Sql(SchemaSql.LeaveEntriesLock);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(SchemaSql.LeaveEntriesLockDown);

            migrationBuilder.DropColumn(
                name: "booked_on",
                table: "leave_entries");
        }
    }
}
