using Microsoft.AspNetCore.Http;
using Satcom.Application.Identity.Provider;
using Satcom.WebApi.Common.Problems;
using Satcom.WebApi.Identity.Pages;

namespace Satcom.IntegrationTests.Identity.Provider;

public sealed class PageTextsTests
{
    [Theory]
    [InlineData(119, "in 119 seconds.", ": 119.")]
    [InlineData(121, "in 3 minutes.", ": 3.")]
    [InlineData(7199, "in 120 minutes.", ": 120.")]
    [InlineData(71234, "in 20 hours.", ": 20.")]
    public void WaitAlert_SaysMinutesAndHours_WhereSecondsAreMany_AndTheHeaderSeconds(int seconds, string english, string arabic)
    {
        var context = new DefaultHttpContext();

        MessagePages.WaitAlert(context, PageTexts.In(Language.En), seconds).ShouldEndWith(english);
        MessagePages.WaitAlert(context, PageTexts.In(Language.Ar), seconds).ShouldEndWith(arabic);
        context.Response.Headers.RetryAfter.ToString().ShouldBe($"{seconds}");
    }

    [Fact]
    public void Texts_OfThePages_AreThereInBothLanguages_WithOneForEveryScope()
    {
        var (english, arabic) = (PageTexts.In(Language.En), PageTexts.In(Language.Ar));

        arabic.Keys.Order(StringComparer.Ordinal).ShouldBe(english.Keys.Order(StringComparer.Ordinal));
        ProviderScopes.ForPeople.Select(s => "scope." + s).Except(english.Keys, StringComparer.Ordinal).ShouldBeEmpty();
        english.Keys.Where(k => english[k].Contains("{name}", StringComparison.Ordinal) != arabic[k].Contains("{name}", StringComparison.Ordinal)).ShouldBeEmpty();
    }
}
