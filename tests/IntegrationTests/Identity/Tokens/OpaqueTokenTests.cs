using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Satcom.Infrastructure.Identity.Tokens;

namespace Satcom.IntegrationTests.Identity.Tokens;

public sealed class OpaqueTokenTests
{
    private static readonly Guid Tenant = new("0198a2b4-7d1e-7c3a-9b52-0f6e2c4d8a10");

    [Fact]
    public void TryParse_OfACreatedToken_GivesTenantAndHash()
    {
        var created = OpaqueToken.Create(OpaqueToken.RefreshPrefix, Tenant);
        var text = created.Reveal();

        text.ShouldStartWith("srt_AZiitH0efDqbUg9uLE2KE"); // the tenant id, big endian
        text.Length.ShouldBe(68);
        OpaqueToken.TryParse(text, "srt", out var parsed).ShouldBeTrue();
        parsed!.TenantId.ShouldBe(Tenant);
        parsed.Reveal().ShouldBe(text);
        parsed.Hash.ToArray().ShouldBe(SHA256.HashData(Encoding.ASCII.GetBytes(text)));
        created.Hash.ToArray().ShouldBe(parsed.Hash.ToArray());
    }

    [Fact]
    public void A26_Create_Often_NeverRepeatsTheSecret() =>
        Enumerable.Range(0, 2000).Select(_ => OpaqueToken.Create("srt", Tenant).Reveal()[^43..]).Distinct(StringComparer.Ordinal).Count().ShouldBe(2000);

    [Theory]
    [InlineData("{0}=")]
    [InlineData("{0} ")]
    [InlineData(" {0}")]
    [InlineData("{0}A")]
    [InlineData("{0}AAAA")]
    [InlineData("")]
    [InlineData("srt")]
    [InlineData("srt_")]
    public void TryParse_WhenSpelledInAnotherWay_Refuses(string format) =>
        OpaqueToken.TryParse(string.Format(null, format, OpaqueToken.Create("srt", Tenant).Reveal()), "srt", out _).ShouldBeFalse();

    [Fact]
    public void TryParse_WhenAnyCharacterIsForeign_Refuses()
    {
        var text = OpaqueToken.Create("srt", Tenant).Reveal();
        for (var index = 0; index < text.Length; index++)
        {
            foreach (var foreign in "+/=.\0 \n\u0661\ud800")
                OpaqueToken.TryParse($"{text[..index]}{foreign}{text[(index + 1)..]}", "srt", out _).ShouldBeFalse();
        }
    }

    [Fact]
    public void TryParse_WhenPrefixIsAnotherKinds_Refuses()
    {
        var text = OpaqueToken.Create("srt", Tenant).Reveal();

        OpaqueToken.TryParse(text, "sac", out _).ShouldBeFalse();
        OpaqueToken.TryParse("SRT" + text[3..], "srt", out _).ShouldBeFalse();
        OpaqueToken.TryParse("srt-" + text[4..], "srt", out _).ShouldBeFalse();
    }

    [Fact]
    public void TryParse_WhenTenantIsEmpty_Refuses() =>
        OpaqueToken.TryParse("srt_" + Base64Url.EncodeToString(new byte[48]), "srt", out _).ShouldBeFalse();

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("SRT")]
    [InlineData("s_t")]
    [InlineData("toolongprefix")]
    public void Create_WhenPrefixIsUnfit_Throws(string prefix) => Should.Throw<ArgumentException>(() => OpaqueToken.Create(prefix, Tenant));

    [Fact]
    public void Create_WithoutTenant_Throws() => Should.Throw<ArgumentException>(() => OpaqueToken.Create("srt", Guid.Empty));

    [Fact]
    public void O56_ToString_AndSerialization_HideTheSecret()
    {
        var token = OpaqueToken.Create("srt", Tenant);
        var secret = token.Reveal()[^43..];

        token.ToString().ShouldBe("srt_[redacted]");
        $"{token}".ShouldNotContain(secret);
        JsonSerializer.Serialize(token).ShouldNotContain(secret);
    }

    [Fact]
    public void O57_Hash_AsACredential_IsUseless()
    {
        var token = OpaqueToken.Create("srt", Tenant);

        OpaqueToken.TryParse("srt_" + Base64Url.EncodeToString(token.Hash.Span), "srt", out _).ShouldBeFalse();
        OpaqueToken.TryParse(Convert.ToHexString(token.Hash.Span), "srt", out _).ShouldBeFalse();
    }
}
