using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Satcom.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class ListIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_leave_requests_tenant_id_leave_type_id",
                table: "leave_requests");

            migrationBuilder.CreateIndex(
                name: "ix_correction_requests_date",
                table: "correction_requests",
                columns: new[] { "tenant_id", "date", "requested_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_correction_requests_source",
                table: "correction_requests",
                columns: new[] { "tenant_id", "source", "requested_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_geofence_failures_date",
                table: "geofence_failures",
                columns: new[] { "tenant_id", "date", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_geofence_failures_office",
                table: "geofence_failures",
                columns: new[] { "tenant_id", "office_id", "at", "id" },
                filter: "office_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_leave_requests_type",
                table: "leave_requests",
                columns: new[] { "tenant_id", "leave_type_id", "from_date", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_correction_requests_date",
                table: "correction_requests");

            migrationBuilder.DropIndex(
                name: "ix_correction_requests_source",
                table: "correction_requests");

            migrationBuilder.DropIndex(
                name: "ix_geofence_failures_date",
                table: "geofence_failures");

            migrationBuilder.DropIndex(
                name: "ix_geofence_failures_office",
                table: "geofence_failures");

            migrationBuilder.DropIndex(
                name: "ix_leave_requests_type",
                table: "leave_requests");

            migrationBuilder.CreateIndex(
                name: "ix_leave_requests_tenant_id_leave_type_id",
                table: "leave_requests",
                columns: new[] { "tenant_id", "leave_type_id" });
        }
    }
}
