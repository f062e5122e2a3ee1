using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Npgsql;
using Satcom.Bench.Setup;

namespace Satcom.Bench.Raw;

/// <summary>The raw peer's sign-in: the same hash at the same cost, a session, a refresh token and its audit.</summary>
internal sealed class RawLogin(NpgsqlDataSource database, TimeProvider time)
{
    private readonly PasswordHasher<string> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Seeding.PasswordIterations }));
    private Guid _tenant;

    public async Task LoginAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var email = body.RootElement.GetProperty("email").GetString()!.ToUpperInvariant();
        var password = body.RootElement.GetProperty("password").GetString()!;
        var tenant = await TenantAsync(context.RequestAborted);
        var (user, hash) = await FindAsync(tenant, email, context.RequestAborted);
        if (hash is null || _hasher.VerifyHashedPassword(email, hash, password) == PasswordVerificationResult.Failed)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var now = time.GetUtcNow();
        var refresh = RandomNumberGenerator.GetBytes(48);
        await using var connection = await database.OpenConnectionAsync(context.RequestAborted);
        await using var batch = Batch(connection, tenant, RawSql.Login);
        var parameters = batch.BatchCommands[1].Parameters;
        parameters.Add(Of(tenant));
        parameters.Add(Of(Guid.CreateVersion7(now)));
        parameters.Add(Of(user));
        parameters.Add(Of("bench"));
        parameters.Add(Of(now.UtcDateTime));
        parameters.Add(Of(Guid.CreateVersion7(now)));
        parameters.Add(Of(SHA256.HashData(refresh)));
        parameters.Add(Of(Guid.CreateVersion7(now)));
        parameters.Add(Of(Activity.Current?.TraceId.ToHexString() ?? "0"));
        parameters.Add(Of("127.0.0.1"));
        await batch.ExecuteNonQueryAsync(context.RequestAborted);
        await RawPeer.WriteAsync(context, StatusCodes.Status200OK, JsonSerializer.SerializeToUtf8Bytes(new
        {
            accessToken = RawTokens.Write(tenant, user, now.AddMinutes(10)),
            tokenType = "Bearer",
            expiresIn = 600,
            refreshToken = Convert.ToBase64String(refresh),
            user = new { id = user, email },
        }));
    }

    private async Task<(Guid Id, string? Hash)> FindAsync(Guid tenant, string email, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = Batch(connection, tenant, RawSql.FindLogin);
        batch.BatchCommands[1].Parameters.Add(Of(tenant));
        batch.BatchCommands[1].Parameters.Add(Of(email));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetGuid(0), reader.GetString(1)) : default;
    }

    private async ValueTask<Guid> TenantAsync(CancellationToken cancellationToken)
    {
        if (_tenant == Guid.Empty)
        {
            await using var command = database.CreateCommand("SELECT id FROM tenants WHERE slug = 'bench'");
            _tenant = (Guid)(await command.ExecuteScalarAsync(cancellationToken) ?? throw new BenchException("The database has not been seeded."));
        }

        return _tenant;
    }

    private static NpgsqlBatch Batch(NpgsqlConnection connection, Guid tenant, string sql) => new(connection)
    {
        BatchCommands = { new NpgsqlBatchCommand(RawSql.SetTenant) { Parameters = { Of(tenant.ToString()) } }, new NpgsqlBatchCommand(sql) },
    };

    private static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };
}
