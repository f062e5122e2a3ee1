using Satcom.Domain.Common;

namespace Satcom.Domain.UnitTests.Common;

public sealed class SearchTextTests
{
    [Theory]
    [InlineData("Eman Yousef", "eman yousef")]
    [InlineData("  E-1007/b ", "e 1007 b")]
    [InlineData("eman.yousef@acme.test", "eman yousef acme test")]
    [InlineData("Élodie ÅNGSTRÖM", "elodie angstrom")]
    [InlineData("مُحَمَّد الأحمدي", "محمد الاحمدي")]
    [InlineData("محـــمد", "محمد")]
    [InlineData("Ｅｍａｎ", "eman")]
    [InlineData("eman EMAN Eman", "eman")]
    [InlineData("@%_ -", "")]
    [InlineData("", "")]
    public void Of_AText_IsItsWordsInOneForm(string text, string words) => SearchText.Of(text).ShouldBe(words);

    [Fact]
    public void Of_TheLongestTexts_FitsItsColumnAndItsWords()
    {
        var name = string.Concat(Enumerable.Repeat("ﷺ", 120));
        var all = SearchText.Of(name, new string('x', 254));

        all.Length.ShouldBeLessThanOrEqualTo(SearchText.MaxLength);
        all.Split(' ').ShouldAllBe(word => word.Length > 0 && word.Length <= SearchText.WordMaxLength);
    }

    [Fact]
    public void Words_OfWhatSomebodyTypes_KeepTheirOrder() => SearchText.Words("You, Ema").ShouldBe(["you", "ema"]);
}
