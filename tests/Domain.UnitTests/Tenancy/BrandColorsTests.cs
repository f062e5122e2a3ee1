using System.Globalization;
using Satcom.Domain.Tenancy;

namespace Satcom.Domain.UnitTests.Tenancy;

public sealed class BrandColorsTests
{
    [Fact]
    public void Of_WithColoursOfAllSorts_CanBeReadOnItAndBesideIt()
    {
        for (var value = 0; value <= 0xFFFFFF; value += 0x010307)
        {
            var color = string.Create(CultureInfo.InvariantCulture, $"#{value:X6}");
            var colors = BrandColors.Of(color);

            colors.Back.ShouldBe(color);
            BrandColors.Contrast(color, colors.OnBack).ShouldBeGreaterThanOrEqualTo(BrandColors.LeastContrast, color);
            BrandColors.Contrast(colors.OnWhite, "#ffffff").ShouldBeGreaterThanOrEqualTo(BrandColors.LeastContrast, color);
            TenantBranding.IsColor(colors.OnWhite).ShouldBeTrue(colors.OnWhite);
        }
    }

    [Theory]
    [InlineData("#0b5fff", "#ffffff", "#0b5fff")]
    [InlineData("#ffe98a", "#000000", "#7f7445")]
    [InlineData("#ffffff", "#000000", "#727272")]
    public void Of_AKnownColour_KeepsItWhereItCanBeReadAndDarkensItElsewhere(string color, string onBack, string onWhite) =>
        BrandColors.Of(color).ShouldBe(new BrandColors(color, onBack, onWhite));

    [Theory]
    [InlineData("#000000", "#ffffff", 21)]
    [InlineData("#ffffff", "#ffffff", 1)]
    [InlineData("#777777", "#ffffff", 4.48)]
    public void Contrast_OfKnownPairs_IsWhatTheStandardReckons(string one, string other, double contrast) => BrandColors.Contrast(one, other).ShouldBe(contrast, 0.01);

    [Theory]
    [InlineData("https://acme.example/logo.svg", true)]
    [InlineData("https://acme.example:8443/logo.svg?a=1&b=2", true)]
    [InlineData("https://a;b.example/logo.svg", false)]
    [InlineData("https://a,b.example/logo.svg", false)]
    [InlineData("https://a'b.example/logo.svg", false)]
    [InlineData("https://*.example/logo.svg", false)]
    [InlineData("https://[::1]/logo.svg", false)]
    [InlineData("https://a b.example/logo.svg", false)]
    [InlineData("https://acme.example/logo.svg\n", false)]
    [InlineData("http://acme.example/logo.svg", false)]
    [InlineData("data:image/svg+xml,x", false)]
    [InlineData("//acme.example/logo.svg", false)]
    public void IsLogoUrl_OnlyWhereAPolicyCanNameItsHost(string url, bool isOne) => TenantBranding.IsLogoUrl(url).ShouldBe(isOne);
}
