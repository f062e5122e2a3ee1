using Satcom.Domain.Tenancy;

namespace Satcom.Domain.UnitTests.Tenancy;

public sealed class TenantSlugTests
{
    [Theory]
    [InlineData("acme", true)]
    [InlineData("a1", true)]
    [InlineData("acme-facilities-2", true)]
    [InlineData("a", false)]
    [InlineData("1acme", false)]
    [InlineData("-acme", false)]
    [InlineData("acme-", false)]
    [InlineData("xn--acme", false)]
    [InlineData("Acme", false)]
    [InlineData("acme.test", false)]
    [InlineData("acme\n", false)]
    [InlineData("٣acme", false)]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", true)]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    public void IsWellFormed_OfAText_IsWhatHostNamesCarry(string text, bool isWellFormed) => TenantSlug.IsWellFormed(text).ShouldBe(isWellFormed);

    [Theory]
    [InlineData("platform", true)]
    [InlineData("connect", true)]
    [InlineData("www", true)]
    [InlineData("acme", false)]
    public void IsReserved_OfAWord_KeepsHostsAndPathsFree(string text, bool isReserved) => TenantSlug.IsReserved(text).ShouldBe(isReserved);

    [Theory]
    [InlineData("https://acme.example/logo.svg", true)]
    [InlineData("https://acme.example/logo.svg?v=2", true)]
    [InlineData("http://acme.example/logo.svg", false)]
    [InlineData("//acme.example/logo.svg", false)]
    [InlineData("data:image/png;base64,AAAA", false)]
    [InlineData("https://user@acme.example/logo.svg", false)]
    [InlineData("https://acme.example/lo go.svg", false)]
    [InlineData("https://acme.example/logo.svg#x", false)]
    public void IsLogoUrl_OfAText_IsAPlainHttpsAddress(string text, bool isOne) => TenantBranding.IsLogoUrl(text).ShouldBe(isOne);
}
