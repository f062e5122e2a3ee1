using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Identity.Provider;
using Satcom.Domain.Identity.Provider;
using Satcom.Infrastructure.Identity.Tokens;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Identity.Provider;

/// <summary>Clients that prove themselves by what they signed (RFC 7523; OpenID Connect Core, section 9).</summary>
internal sealed class ClientAssertions(IDbContextFactory<SatcomDbContext> contexts, RequestScope scope, TimeProvider time) : IClientAssertions
{
    private const string Type = "JWT";
    private const int JtiMaxLength = 200;

    /// <inheritdoc/>
    public ClientKey? Accept(ClientKey key) => ClientKeys.Accept(key);

    /// <inheritdoc/>
    public string? ClaimedClient(string assertion)
    {
        if (assertion.Length > JwsReader.MaxTokenLength || assertion.Split('.') is not [_, var segment, _] || !Ascii.IsValid(segment))
        {
            return null;
        }

        var json = new byte[segment.Length];
        return StrictBase64Url.TryDecode(Encoding.ASCII.GetBytes(segment), json, out var length) && JsonPayload.TryParse(json.AsSpan(0, length), out var payload) ? payload.GetString("sub"u8) : null;
    }

    /// <inheritdoc/>
    public async Task<bool> UseAsync(OAuthClient client, ClientProof proof, CancellationToken cancellationToken)
    {
        if (Judge(client, proof) is not var (jti, expiresAt))
        {
            return false;
        }

        // At once and by itself: whatever becomes of the request, the assertion is used. Kept for longer than a node's clock may be behind.
        var (hash, keptUntil) = (SHA256.HashData(Encoding.UTF8.GetBytes(jti)), expiresAt + ClientAssertion.MaxLifetime);
        await using var context = (await contexts.CreateDbContextAsync(cancellationToken)).Bind(scope);
        return await context.Database.ExecuteSqlAsync(
            $"INSERT INTO client_assertions (tenant_id, oauth_client_id, jti_hash, expires_at) VALUES ({client.TenantId}, {client.Id}, {hash}, {keptUntil}) ON CONFLICT DO NOTHING",
            cancellationToken) == 1;
    }

    private (string Jti, DateTimeOffset ExpiresAt)? Judge(OAuthClient client, ClientProof proof)
    {
        var keys = client.Keys.ConvertAll(ClientKeys.Import);
        try
        {
            if (JwsReader.Read(proof.Assertion, Type, new SigningKeySet(keys), mayLackType: true).Value is not { } payload)
            {
                return null;
            }

            var now = time.GetUtcNow();
            var audience = payload.StringEquals("aud"u8, proof.TokenEndpoint) ? proof.TokenEndpoint : proof.Issuer;
            var expectations = new TokenExpectations { Type = Type, Issuer = client.ClientId, Audience = audience, RequiredClaims = ["sub", "jti"] };
            return TokenJudge.Judge(payload, expectations, now).Value is { } times
                && payload.StringEquals("sub"u8, client.ClientId)
                && times.ExpiresAt <= now + ClientAssertion.MaxLifetime
                && payload.GetString("jti"u8) is { Length: <= JtiMaxLength } jti
                    ? (jti, times.ExpiresAt)
                    : null;
        }
        finally
        {
            keys.ForEach(key => key.Dispose());
        }
    }
}
