using Satcom.Application.Identity.Provider;
using Satcom.WebApi.Common.Problems;
using Satcom.WebApi.Identity.Pages;

namespace Satcom.IntegrationTests.Identity.Provider;

public sealed class PageTextsTests
{
    [Fact]
    public void Texts_OfThePages_AreThereInBothLanguages_WithOneForEveryScope()
    {
        var (english, arabic) = (PageTexts.In(Language.En), PageTexts.In(Language.Ar));

        arabic.Keys.Order(StringComparer.Ordinal).ShouldBe(english.Keys.Order(StringComparer.Ordinal));
        ProviderScopes.ForPeople.Select(s => "scope." + s).Except(english.Keys, StringComparer.Ordinal).ShouldBeEmpty();
        english.Keys.Where(k => english[k].Contains("{name}", StringComparison.Ordinal) != arabic[k].Contains("{name}", StringComparison.Ordinal)).ShouldBeEmpty();
    }
}
