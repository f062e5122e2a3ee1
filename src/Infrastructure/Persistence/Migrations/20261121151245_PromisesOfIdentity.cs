using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Satcom.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class PromisesOfIdentity : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "is_phone_own_choice",
                table: "users",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "phone_held_until",
                table: "users",
                type: "timestamptz",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "previous_phone",
                table: "users",
                type: "character varying(16)",
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "proved_at",
                table: "sessions",
                type: "timestamptz",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            migrationBuilder.AddColumn<string>(
                name: "keys",
                table: "oauth_clients",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'::jsonb");

            migrationBuilder.CreateTable(
                name: "audit_seals",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    sealed_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    entries = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    digest = table.Column<byte[]>(type: "bytea", nullable: false),
                    mac = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_seals", x => new { x.tenant_id, x.number });
                    table.ForeignKey(
                        name: "fk_audit_seals_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Append-only: the chain by which a changed or missing audit entry is found.");

            migrationBuilder.CreateTable(
                name: "client_assertions",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    oauth_client_id = table.Column<Guid>(type: "uuid", nullable: false),
                    jti_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_client_assertions", x => new { x.tenant_id, x.oauth_client_id, x.jti_hash });
                    table.ForeignKey(
                        name: "fk_client_assertions_oauth_clients_tenant_id_oauth_client_id",
                        columns: x => new { x.tenant_id, x.oauth_client_id },
                        principalTable: "oauth_clients",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "phone_changes",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    phone = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    code_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_phone_changes", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_phone_changes_phone", "phone ~ '^\\+[1-9][0-9]{6,14}$'");
                    table.ForeignKey(
                        name: "fk_phone_changes_users_tenant_id_user_id",
                        columns: x => new { x.tenant_id, x.user_id },
                        principalTable: "users",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "request_counters",
                columns: table => new
                {
                    key = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    window_started_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    count = table.Column<int>(type: "integer", nullable: false),
                    previous = table.Column<int>(type: "integer", nullable: false),
                    granted = table.Column<int>(type: "integer", nullable: false),
                    cap = table.Column<int>(type: "integer", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_request_counters", x => x.key);
                });

            migrationBuilder.CreateIndex(
                name: "ix_audit_seals_tenant_id_sealed_at",
                table: "audit_seals",
                columns: new[] { "tenant_id", "sealed_at" });

            migrationBuilder.CreateIndex(
                name: "ix_client_assertions_tenant_id_expires_at",
                table: "client_assertions",
                columns: new[] { "tenant_id", "expires_at" });

            migrationBuilder.CreateIndex(
                name: "ix_phone_changes_tenant_id_expires_at",
                table: "phone_changes",
                columns: new[] { "tenant_id", "expires_at" });

            migrationBuilder.CreateIndex(
                name: "ix_phone_changes_tenant_id_user_id",
                table: "phone_changes",
                columns: new[] { "tenant_id", "user_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_request_counters_expires_at",
                table: "request_counters",
                column: "expires_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit_seals");

            migrationBuilder.DropTable(
                name: "client_assertions");

            migrationBuilder.DropTable(
                name: "phone_changes");

            migrationBuilder.DropTable(
                name: "request_counters");

            migrationBuilder.DropColumn(
                name: "is_phone_own_choice",
                table: "users");

            migrationBuilder.DropColumn(
                name: "phone_held_until",
                table: "users");

            migrationBuilder.DropColumn(
                name: "previous_phone",
                table: "users");

            migrationBuilder.DropColumn(
                name: "proved_at",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "keys",
                table: "oauth_clients");
        }
    }
}
