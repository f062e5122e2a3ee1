using System.Globalization;
using System.Text.Json.Nodes;
using Satcom.Infrastructure.Identity.Tokens;
using static Satcom.IntegrationTests.Identity.Tokens.TestTokens;

namespace Satcom.IntegrationTests.Identity.Tokens;

public sealed class AccessTokenValidatorTests
{
    [Fact]
    public void O31_Validate_WhenAllIsRight_GivesTheClaims()
    {
        var claims = Validate(Forge(Es, Header(Es), Payload().With("acr", "urn:satcom:otp").With("auth_time", 1))).Value!;

        claims.Issuer.ShouldBe(Issuer);
        claims.Audience.ShouldBe(Audience);
        claims.Subject.ShouldEndWith("13");
        claims.Jti.ShouldEndWith("12");
        claims.ClientId.ShouldBe("satcom-web");
        claims.SessionId.ShouldBe(Guid.Parse(SessionId, CultureInfo.InvariantCulture));
        claims.TenantId.ShouldBe(Guid.Parse(TenantId, CultureInfo.InvariantCulture));
        claims.IssuedAt.ShouldBe(Now);
        claims.ExpiresAt.ShouldBe(Now.AddMinutes(10));
        claims.Scope.ShouldBe("openid profile");
        claims.GetString("acr").ShouldBe("urn:satcom:otp");
        claims.GetString("auth_time").ShouldBeNull();
        claims.GetString("absent").ShouldBeNull();
    }

    [Fact]
    public void O31_Validate_WhenOptionalClaimsAreAbsent_LeavesThemEmpty()
    {
        var claims = Validate(Forge(Es, Header(Es), Payload().Without("sid").Without("tid").Without("scope"))).Value!;

        claims.SessionId.ShouldBeNull();
        claims.TenantId.ShouldBeNull();
        claims.Scope.ShouldBeNull();
    }

    [Theory]
    [InlineData("iss")]
    [InlineData("aud")]
    [InlineData("exp")]
    [InlineData("iat")]
    [InlineData("jti")]
    [InlineData("sub")]
    [InlineData("client_id")]
    public void O31_Validate_WhenARequiredClaimIsMissing_Refuses(string claim) =>
        Validate(Forge(Es, Header(Es), Payload().Without(claim))).Refusal.ShouldBe(JwsRefusal.ClaimMissing);

    [Theory]
    [InlineData("sub")]
    [InlineData("jti")]
    [InlineData("client_id")]
    public void O31_Validate_WhenARequiredClaimIsNoText_Refuses(string claim)
    {
        foreach (var value in new[] { "null", "1", "\"\"", "[\"a\"]", "{}", "false" })
            Judge(claim, value).ShouldBe(JwsRefusal.ClaimMalformed, value);
    }

    [Theory]
    [InlineData("\"https://globex.satcom.test\"")]
    [InlineData("\"https://acme.satcom.test/\"")]
    [InlineData("\"HTTPS://acme.satcom.test\"")]
    [InlineData("[\"https://acme.satcom.test\"]")]
    [InlineData("null")]
    public void O31_Validate_WhenIssuerIsAnother_Refuses(string issuer) => Judge("iss", issuer).ShouldBe(JwsRefusal.Issuer);

    [Theory]
    [InlineData("\"https://other.satcom.test\"")]
    [InlineData("\"https://api.satcom.test \"")]
    [InlineData("[\"https://api.satcom.test\"]")]
    [InlineData("[]")]
    [InlineData("null")]
    public void O31_Validate_WhenAudienceIsAnother_Refuses(string audience) => Judge("aud", audience).ShouldBe(JwsRefusal.Audience);

    [Theory]
    [InlineData("sid", "\"not-a-uuid\"")]
    [InlineData("sid", "\"0198A2B4-7D1E-7C3A-9B52-0F6E2C4D8A10\"")]
    [InlineData("tid", "\"{0198a2b4-7d1e-7c3a-9b52-0f6e2c4d8a11}\"")]
    [InlineData("tid", "\"00000000-0000-0000-0000-000000000000\"")]
    [InlineData("tid", "null")]
    [InlineData("tid", "7")]
    [InlineData("scope", "[\"openid\"]")]
    public void Validate_WhenAnOptionalClaimIsMalformed_Refuses(string claim, string value) =>
        Judge(claim, value).ShouldBe(JwsRefusal.ClaimMalformed);

    [Theory]
    [InlineData("exp", "1e300")]
    [InlineData("exp", "\"1800000000\"")]
    [InlineData("exp", "1.8e9")]
    [InlineData("exp", "1800000000.0")]
    [InlineData("exp", "1800000000.5")]
    [InlineData("exp", "99999999999999999999")]
    [InlineData("exp", "null")]
    [InlineData("exp", "true")]
    [InlineData("exp", "[1800000000]")]
    [InlineData("iat", "\"1\"")]
    [InlineData("iat", "1e300")]
    [InlineData("nbf", "\"1\"")]
    [InlineData("nbf", "null")]
    [InlineData("nbf", "-1e300")]
    public void O34_Validate_WhenATimeIsNoInteger_Refuses(string claim, string value) =>
        Judge(claim, value).ShouldBe(JwsRefusal.ClaimMalformed);

    [Theory]
    [InlineData("exp", long.MaxValue)]
    [InlineData("exp", long.MinValue)]
    [InlineData("exp", 0)]
    [InlineData("exp", -1)]
    [InlineData("exp", 253402300800)]
    [InlineData("iat", long.MaxValue)]
    [InlineData("iat", 0)]
    [InlineData("nbf", long.MinValue)]
    [InlineData("nbf", long.MaxValue)]
    public void O34_Validate_WhenATimeIsAbsurd_Refuses(string claim, long value) =>
        Judge(claim, value.ToString(CultureInfo.InvariantCulture)).ShouldBe(JwsRefusal.TimeOutOfRange);

    [Fact]
    public void O34_Validate_WhenExpiryIsBeyondTenYears_Refuses()
    {
        var limit = Now.AddYears(10).ToUnixTimeSeconds();

        Judge("exp", Text(limit)).ShouldBe(JwsRefusal.None);
        Judge("exp", Text(limit + 1)).ShouldBe(JwsRefusal.TimeOutOfRange);
    }

    [Theory]
    [InlineData(31, nameof(JwsRefusal.NotYetValid))]
    [InlineData(-400_000_000, nameof(JwsRefusal.TimeOutOfRange))]
    public void O34_Validate_WhenOnlyIssueTimeIsWrong_Refuses(int seconds, string expected) =>
        Validate(Forge(Es, Header(Es), Payload().With("nbf", Now.ToUnixTimeSeconds()).With("iat", Now.ToUnixTimeSeconds() + seconds)))
            .Refusal.ToString().ShouldBe(expected);

    [Theory]
    [InlineData("exp", -29, nameof(JwsRefusal.None))]
    [InlineData("exp", -30, nameof(JwsRefusal.Expired))]
    [InlineData("exp", -3600, nameof(JwsRefusal.Expired))]
    [InlineData("nbf", 30, nameof(JwsRefusal.None))]
    [InlineData("nbf", 31, nameof(JwsRefusal.NotYetValid))]
    [InlineData("iat", 30, nameof(JwsRefusal.None))]
    [InlineData("iat", 31, nameof(JwsRefusal.NotYetValid))]
    public void O34_Validate_AtTheSkew_AllowsThirtySecondsAndNoMore(string claim, int seconds, string expected)
    {
        var payload = Payload().With("iat", Now.ToUnixTimeSeconds() - 7200).With(claim, Now.ToUnixTimeSeconds() + seconds);

        Validate(Forge(Es, Header(Es), payload)).Refusal.ToString().ShouldBe(expected);
    }

    [Fact]
    public void O34_Validate_WithinTheLastSecond_CountsFractions()
    {
        var token = Forge(Es, Header(Es), Payload().With("iat", Now.ToUnixTimeSeconds() - 7200).With("exp", Now.ToUnixTimeSeconds() - 30));

        AccessTokenValidator.Validate(token, Expected, Keys, Now.AddTicks(-1)).Succeeded.ShouldBeTrue();
        AccessTokenValidator.Validate(token, Expected, Keys, Now).Refusal.ShouldBe(JwsRefusal.Expired);
    }

    [Fact]
    public void O34_Validate_WhenExpiryIsNotAfterIssue_Refuses() =>
        Judge("exp", Text(Now.ToUnixTimeSeconds())).ShouldBe(JwsRefusal.TimeOutOfRange);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static JwsRefusal Judge(string claim, string json) =>
        Validate(Forge(Es, Header(Es), Payload().With(claim, JsonNode.Parse(json)))).Refusal;
}
