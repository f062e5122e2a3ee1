namespace Satcom.Infrastructure.Identity.Tokens;

/// <summary>The claims that every kind of token has, after they were judged.</summary>
internal sealed record TokenTimes(DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt);

/// <summary>Judges a payload whose signature holds against what is expected of its kind.</summary>
internal static class TokenJudge
{
    /// <summary>A time further away than this, in either direction, is a fault or an attack and not a time.</summary>
    private const int MaxYears = 10;

    public static JwsResult<TokenTimes> Judge(JsonPayload payload, TokenExpectations expectations, DateTimeOffset now)
    {
        if (!payload.Has("iss"u8) || !payload.Has("aud"u8) || !payload.Has("exp"u8) || !payload.Has("iat"u8))
            return JwsRefusal.ClaimMissing;
        if (!payload.StringEquals("iss"u8, expectations.Issuer))
            return JwsRefusal.Issuer;
        // One audience as a string is all that is issued; a list would make the token usable elsewhere too.
        if (!payload.StringEquals("aud"u8, expectations.Audience))
            return JwsRefusal.Audience;
        foreach (var claim in expectations.RequiredClaims)
        {
            if (!payload.Root.TryGetProperty(claim, out var value))
                return JwsRefusal.ClaimMissing;
            if (value.ValueKind != System.Text.Json.JsonValueKind.String || value.ValueEquals(""))
                return JwsRefusal.ClaimMalformed;
        }

        return JudgeTimes(payload, expectations.ClockSkew, now);
    }

    private static JwsResult<TokenTimes> JudgeTimes(JsonPayload payload, TimeSpan skew, DateTimeOffset now)
    {
        if (!payload.TryGetInteger("exp"u8, out var exp) || !payload.TryGetInteger("iat"u8, out var iat))
            return JwsRefusal.ClaimMalformed;
        var nbf = iat;
        if (payload.Has("nbf"u8) && !payload.TryGetInteger("nbf"u8, out nbf))
            return JwsRefusal.ClaimMalformed;

        var (earliest, latest) = (now.AddYears(-MaxYears).ToUnixTimeSeconds(), now.AddYears(MaxYears).ToUnixTimeSeconds());
        if (iat < earliest || exp <= iat || exp > latest || nbf < earliest || nbf > latest)
            return JwsRefusal.TimeOutOfRange;

        var times = new TokenTimes(DateTimeOffset.FromUnixTimeSeconds(iat), DateTimeOffset.FromUnixTimeSeconds(exp));
        if (now >= times.ExpiresAt + skew)
            return JwsRefusal.Expired;
        if (now < times.IssuedAt - skew || now < DateTimeOffset.FromUnixTimeSeconds(nbf) - skew)
            return JwsRefusal.NotYetValid;
        return times;
    }
}
