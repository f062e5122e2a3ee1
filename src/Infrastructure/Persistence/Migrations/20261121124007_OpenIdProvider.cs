using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Satcom.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class OpenIdProvider : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_audit_entries_actor_kind",
                table: "audit_entries");

            migrationBuilder.CreateTable(
                name: "browser_sessions",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    cookie_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    methods = table.Column<List<string>>(type: "text[]", nullable: false),
                    authenticated_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_browser_sessions", x => new { x.tenant_id, x.session_id });
                    table.ForeignKey(
                        name: "fk_browser_sessions_sessions_tenant_id_session_id",
                        columns: x => new { x.tenant_id, x.session_id },
                        principalTable: "sessions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "oauth_clients",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    client_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    is_native = table.Column<bool>(type: "boolean", nullable: false),
                    redirect_uris = table.Column<List<string>>(type: "text[]", nullable: false),
                    post_logout_redirect_uris = table.Column<List<string>>(type: "text[]", nullable: false),
                    origins = table.Column<List<string>>(type: "text[]", nullable: false),
                    scopes = table.Column<List<string>>(type: "text[]", nullable: false),
                    grants = table.Column<List<string>>(type: "text[]", nullable: false),
                    resources = table.Column<List<string>>(type: "text[]", nullable: false),
                    serves_resource = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    requires_consent = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    disabled_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_oauth_clients", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_oauth_clients_kind", "kind IN ('confidential', 'public')");
                    table.ForeignKey(
                        name: "fk_oauth_clients_tenants_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "revoked_tokens",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_revoked_tokens", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "authorization_codes",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    oauth_client_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    browser_session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    redirect_uri = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    scopes = table.Column<List<string>>(type: "text[]", nullable: false),
                    resource = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    nonce = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    code_challenge = table.Column<string>(type: "character varying(43)", maxLength: 43, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    spent_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    session_id = table.Column<Guid>(type: "uuid", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_authorization_codes", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_authorization_codes_oauth_clients_tenant_id_oauth_client_id",
                        columns: x => new { x.tenant_id, x.oauth_client_id },
                        principalTable: "oauth_clients",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_authorization_codes_users_tenant_id_user_id",
                        columns: x => new { x.tenant_id, x.user_id },
                        principalTable: "users",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "consents",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    oauth_client_id = table.Column<Guid>(type: "uuid", nullable: false),
                    scopes = table.Column<List<string>>(type: "text[]", nullable: false),
                    granted_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_consents", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_consents_oauth_clients_tenant_id_oauth_client_id",
                        columns: x => new { x.tenant_id, x.oauth_client_id },
                        principalTable: "oauth_clients",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_consents_users_tenant_id_user_id",
                        columns: x => new { x.tenant_id, x.user_id },
                        principalTable: "users",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "device_authorizations",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    device_code_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    user_code_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    oauth_client_id = table.Column<Guid>(type: "uuid", nullable: false),
                    scopes = table.Column<List<string>>(type: "text[]", nullable: false),
                    resource = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: true),
                    browser_session_id = table.Column<Guid>(type: "uuid", nullable: true),
                    last_polled_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    interval = table.Column<int>(type: "integer", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_device_authorizations", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_device_authorizations_status", "status IN ('pending', 'approved', 'denied', 'redeemed')");
                    table.ForeignKey(
                        name: "fk_device_authorizations_oauth_clients_tenant_id_oauth_client_~",
                        columns: x => new { x.tenant_id, x.oauth_client_id },
                        principalTable: "oauth_clients",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "oauth_client_secrets",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    oauth_client_id = table.Column<Guid>(type: "uuid", nullable: false),
                    secret_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_oauth_client_secrets", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_oauth_client_secrets_oauth_clients_tenant_id_oauth_client_id",
                        columns: x => new { x.tenant_id, x.oauth_client_id },
                        principalTable: "oauth_clients",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "oauth_grants",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    oauth_client_id = table.Column<Guid>(type: "uuid", nullable: false),
                    parent_session_id = table.Column<Guid>(type: "uuid", nullable: true),
                    scopes = table.Column<List<string>>(type: "text[]", nullable: false),
                    resource = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    authenticated_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    methods = table.Column<List<string>>(type: "text[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_oauth_grants", x => new { x.tenant_id, x.session_id });
                    table.ForeignKey(
                        name: "fk_oauth_grants_oauth_clients_tenant_id_oauth_client_id",
                        columns: x => new { x.tenant_id, x.oauth_client_id },
                        principalTable: "oauth_clients",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_oauth_grants_sessions_tenant_id_session_id",
                        columns: x => new { x.tenant_id, x.session_id },
                        principalTable: "sessions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "pending_authorizations",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    handle_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    browser_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    oauth_client_id = table.Column<Guid>(type: "uuid", nullable: false),
                    request = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pending_authorizations", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_pending_authorizations_oauth_clients_tenant_id_oauth_client~",
                        columns: x => new { x.tenant_id, x.oauth_client_id },
                        principalTable: "oauth_clients",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_audit_entries_actor_kind",
                table: "audit_entries",
                sql: "actor_kind IN ('anonymous', 'user', 'platformScope', 'system', 'client')");

            migrationBuilder.CreateIndex(
                name: "ix_authorization_codes_tenant_id_code_hash",
                table: "authorization_codes",
                columns: new[] { "tenant_id", "code_hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_authorization_codes_tenant_id_expires_at",
                table: "authorization_codes",
                columns: new[] { "tenant_id", "expires_at" });

            migrationBuilder.CreateIndex(
                name: "ix_authorization_codes_tenant_id_oauth_client_id",
                table: "authorization_codes",
                columns: new[] { "tenant_id", "oauth_client_id" });

            migrationBuilder.CreateIndex(
                name: "ix_authorization_codes_tenant_id_user_id",
                table: "authorization_codes",
                columns: new[] { "tenant_id", "user_id" });

            migrationBuilder.CreateIndex(
                name: "ix_browser_sessions_tenant_id_cookie_hash",
                table: "browser_sessions",
                columns: new[] { "tenant_id", "cookie_hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_consents_tenant_id_oauth_client_id",
                table: "consents",
                columns: new[] { "tenant_id", "oauth_client_id" });

            migrationBuilder.CreateIndex(
                name: "ix_consents_tenant_id_user_id_oauth_client_id",
                table: "consents",
                columns: new[] { "tenant_id", "user_id", "oauth_client_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_device_authorizations_tenant_id_device_code_hash",
                table: "device_authorizations",
                columns: new[] { "tenant_id", "device_code_hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_device_authorizations_tenant_id_expires_at",
                table: "device_authorizations",
                columns: new[] { "tenant_id", "expires_at" });

            migrationBuilder.CreateIndex(
                name: "ix_device_authorizations_tenant_id_oauth_client_id",
                table: "device_authorizations",
                columns: new[] { "tenant_id", "oauth_client_id" });

            migrationBuilder.CreateIndex(
                name: "ix_device_authorizations_tenant_id_user_code_hash",
                table: "device_authorizations",
                columns: new[] { "tenant_id", "user_code_hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_oauth_client_secrets_tenant_id_oauth_client_id",
                table: "oauth_client_secrets",
                columns: new[] { "tenant_id", "oauth_client_id" });

            migrationBuilder.CreateIndex(
                name: "ix_oauth_clients_tenant_id_client_id",
                table: "oauth_clients",
                columns: new[] { "tenant_id", "client_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_oauth_clients_tenant_id_created_at_id",
                table: "oauth_clients",
                columns: new[] { "tenant_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_oauth_grants_tenant_id_oauth_client_id",
                table: "oauth_grants",
                columns: new[] { "tenant_id", "oauth_client_id" });

            migrationBuilder.CreateIndex(
                name: "ix_oauth_grants_tenant_id_parent_session_id",
                table: "oauth_grants",
                columns: new[] { "tenant_id", "parent_session_id" });

            migrationBuilder.CreateIndex(
                name: "ix_pending_authorizations_tenant_id_browser_hash",
                table: "pending_authorizations",
                columns: new[] { "tenant_id", "browser_hash" });

            migrationBuilder.CreateIndex(
                name: "ix_pending_authorizations_tenant_id_expires_at",
                table: "pending_authorizations",
                columns: new[] { "tenant_id", "expires_at" });

            migrationBuilder.CreateIndex(
                name: "ix_pending_authorizations_tenant_id_handle_hash",
                table: "pending_authorizations",
                columns: new[] { "tenant_id", "handle_hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_pending_authorizations_tenant_id_oauth_client_id",
                table: "pending_authorizations",
                columns: new[] { "tenant_id", "oauth_client_id" });

            migrationBuilder.CreateIndex(
                name: "ix_revoked_tokens_tenant_id_expires_at",
                table: "revoked_tokens",
                columns: new[] { "tenant_id", "expires_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "authorization_codes");

            migrationBuilder.DropTable(
                name: "browser_sessions");

            migrationBuilder.DropTable(
                name: "consents");

            migrationBuilder.DropTable(
                name: "device_authorizations");

            migrationBuilder.DropTable(
                name: "oauth_client_secrets");

            migrationBuilder.DropTable(
                name: "oauth_grants");

            migrationBuilder.DropTable(
                name: "pending_authorizations");

            migrationBuilder.DropTable(
                name: "revoked_tokens");

            migrationBuilder.DropTable(
                name: "oauth_clients");

            migrationBuilder.DropCheckConstraint(
                name: "ck_audit_entries_actor_kind",
                table: "audit_entries");

            migrationBuilder.AddCheckConstraint(
                name: "ck_audit_entries_actor_kind",
                table: "audit_entries",
                sql: "actor_kind IN ('anonymous', 'user', 'platformScope', 'system')");
        }
    }
}
