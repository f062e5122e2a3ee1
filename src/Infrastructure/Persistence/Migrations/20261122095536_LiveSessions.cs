using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Satcom.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class LiveSessions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_sessions_tenant_id_user_id_expires_at",
                table: "sessions",
                columns: new[] { "tenant_id", "user_id", "expires_at" },
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_tenant_id_user_id_fingerprint_hash",
                table: "sessions",
                columns: new[] { "tenant_id", "user_id", "fingerprint_hash" },
                filter: "fingerprint_hash IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_sessions_tenant_id_user_id_expires_at",
                table: "sessions");

            migrationBuilder.DropIndex(
                name: "ix_sessions_tenant_id_user_id_fingerprint_hash",
                table: "sessions");
        }
    }
}
