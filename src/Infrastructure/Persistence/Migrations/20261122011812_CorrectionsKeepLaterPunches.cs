using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Satcom.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class CorrectionsKeepLaterPunches : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_correction_requests_decided",
                table: "correction_requests");

            migrationBuilder.DropCheckConstraint(
                name: "ck_correction_requests_status",
                table: "correction_requests");

            migrationBuilder.AddColumn<int>(
                name: "after_sequence",
                table: "correction_requests",
                type: "integer",
                nullable: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_correction_requests_decided",
                table: "correction_requests",
                sql: "(status IN ('pending', 'cancelled')) = (decided_by IS NULL) AND decided_by IS DISTINCT FROM employee_id");

            migrationBuilder.AddCheckConstraint(
                name: "ck_correction_requests_status",
                table: "correction_requests",
                sql: "status IN ('pending', 'approved', 'rejected', 'cancelled')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_correction_requests_decided",
                table: "correction_requests");

            migrationBuilder.DropCheckConstraint(
                name: "ck_correction_requests_status",
                table: "correction_requests");

            migrationBuilder.DropColumn(
                name: "after_sequence",
                table: "correction_requests");

            migrationBuilder.AddCheckConstraint(
                name: "ck_correction_requests_decided",
                table: "correction_requests",
                sql: "(status = 'pending') = (decided_by IS NULL) AND decided_by IS DISTINCT FROM employee_id");

            migrationBuilder.AddCheckConstraint(
                name: "ck_correction_requests_status",
                table: "correction_requests",
                sql: "status IN ('pending', 'approved', 'rejected')");
        }
    }
}
