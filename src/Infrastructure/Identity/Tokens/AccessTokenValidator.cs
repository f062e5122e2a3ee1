using System.Text.Json;

namespace Satcom.Infrastructure.Identity.Tokens;

/// <summary>From the text of an access token to its claims, or a reason of refusal.</summary>
internal static class AccessTokenValidator
{
    public static JwsResult<AccessTokenClaims> Validate(
        ReadOnlySpan<char> token, TokenExpectations expectations, SigningKeySet keys, DateTimeOffset now)
    {
        var read = JwsReader.Read(token, expectations.Type, keys);
        return read.Succeeded ? Judge(read.Value, expectations, now) : read.Refusal;
    }

    /// <summary>From the payload of a token whose signature holds to its claims, or a reason of refusal.</summary>
    public static JwsResult<AccessTokenClaims> Judge(JsonPayload payload, TokenExpectations expectations, DateTimeOffset now)
    {
        var judged = TokenJudge.Judge(payload, expectations, now);
        return judged.Succeeded ? Claims(payload, expectations, judged.Value) : judged.Refusal;
    }

    private static JwsResult<AccessTokenClaims> Claims(JsonPayload payload, TokenExpectations expectations, TokenTimes times)
    {
        if (payload.GetString("sub"u8) is not { } subject
            || payload.GetString("jti"u8) is not { } jti
            || payload.GetString("client_id"u8) is not { } clientId
            || !TryGetOptionalId(payload, "sid"u8, out var sessionId)
            || !TryGetOptionalId(payload, "tid"u8, out var tenantId)
            || (payload.Root.TryGetProperty("scope"u8, out var scope) && scope.ValueKind != JsonValueKind.String))
        {
            return JwsRefusal.ClaimMalformed;
        }

        return new AccessTokenClaims
        {
            Issuer = expectations.Issuer,
            Audience = expectations.Audience,
            Subject = subject,
            Jti = jti,
            ClientId = clientId,
            SessionId = sessionId,
            TenantId = tenantId,
            IssuedAt = times.IssuedAt,
            ExpiresAt = times.ExpiresAt,
            Scope = payload.GetString("scope"u8),
            Payload = payload,
        };
    }

    /// <summary>Absent is fine; present, it must be a UUID in its one usual spelling.</summary>
    private static bool TryGetOptionalId(JsonPayload payload, ReadOnlySpan<byte> name, out Guid? id)
    {
        id = null;
        if (!payload.Root.TryGetProperty(name, out var value))
            return true;
        Span<char> canonical = stackalloc char[36];
        if (value.ValueKind != JsonValueKind.String
            || !value.TryGetGuid(out var parsed)
            || parsed == Guid.Empty
            || !parsed.TryFormat(canonical, out _)
            || !value.ValueEquals(canonical))
        {
            return false;
        }

        id = parsed;
        return true;
    }
}
