using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Satcom.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class AuditedPrograms : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<short>(
                name: "form",
                table: "audit_seals",
                type: "smallint",
                nullable: false,
                defaultValue: (short)1);

            migrationBuilder.AddColumn<Guid>(
                name: "oauth_client_id",
                table: "audit_entries",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_tenant_id_oauth_client_id_at_id",
                table: "audit_entries",
                columns: new[] { "tenant_id", "oauth_client_id", "at", "id" },
                filter: "oauth_client_id IS NOT NULL");

            // Last: whoever signs in waits for what locks this table.
            migrationBuilder.AddColumn<string>(
                name: "replaced_phone",
                table: "users",
                type: "character varying(16)",
                maxLength: 16,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_audit_entries_tenant_id_oauth_client_id_at_id",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "replaced_phone",
                table: "users");

            migrationBuilder.DropColumn(
                name: "form",
                table: "audit_seals");

            migrationBuilder.DropColumn(
                name: "oauth_client_id",
                table: "audit_entries");
        }
    }
}
