using Satcom.Domain.Common;

namespace Satcom.Domain.UnitTests.Common;

public sealed class DatedTests
{
    private static readonly DateOnly Day = new(2026, 3, 2);
    private static readonly List<Dated<string?>> History = [new(Day, "a"), new(Day.AddDays(10), "b")];

    [Theory]
    [InlineData(-1, "a", "-1a")]
    [InlineData(0, "a", "0a")]
    [InlineData(3, "a", "0a")]
    [InlineData(3, "c", "0a 3c")]
    [InlineData(10, "c", "0a 10c")]
    [InlineData(12, "c", "0a 10b 12c")]
    [InlineData(12, "b", null)]
    public void Changed_GivesWayToWhatBeginsLater_AndToNothingWhereNothingChanges(int from, string value, string? expected) =>
        Text(History.Changed(Day.AddDays(from), value)).ShouldBe(expected);

    [Fact]
    public void Changed_OfAnEmptyHistory_WhenTheValueIsNone_ChangesNothing()
    {
        List<Dated<string?>> empty = [];
        empty.Changed(Day, null).ShouldBeNull();
        Text(empty.Changed(Day, "a")).ShouldBe("0a");
    }

    [Fact]
    public void Over_WhereTheUpperHasNone_IsTheLower()
    {
        List<Dated<string?>> upper = [new(Day.AddDays(2), "x"), new(Day.AddDays(5), null)];

        Text([.. upper.Over(History)]).ShouldBe("0a 2x 5a 10b");
        upper[..0].Over(History).ShouldBeSameAs(History);
    }

    [Theory]
    [InlineData(-9, -1, false)]
    [InlineData(-9, 0, true)]
    [InlineData(2, 9, true)]
    [InlineData(3, 9, false)]
    public void HasAny_LooksAtThePeriodsDatesAlone(int from, int to, bool expected)
    {
        List<Dated<string?>> history = [new(Day, "a"), new(Day.AddDays(3), "b")];

        history.HasAny(Day.AddDays(from), Day.AddDays(to), value => value is "a").ShouldBe(expected);
    }

    [Fact]
    public void NextAfter_IsTheFirstChangeBeyondADate()
    {
        History.NextAfter(Day.AddDays(-1)).ShouldBe(Day);
        History.NextAfter(Day).ShouldBe(Day.AddDays(10));
        History.NextAfter(Day.AddDays(10)).ShouldBeNull();
    }

    private static string? Text(List<Dated<string?>>? history) => history is null ? null : string.Join(' ', history.Select(d => $"{d.From.DayNumber - Day.DayNumber}{d.Value}"));
}
