using FsCheck;
using FsCheck.Fluent;
using Satcom.Domain.Common;

namespace Satcom.Domain.UnitTests.Common;

public sealed class TimeTests
{
    [Theory]
    [InlineData("Asia/Dubai", true)]
    [InlineData("UTC", true)]
    [InlineData("Europe/Berlin", true)]
    [InlineData("", false)]
    [InlineData("Mars/Olympus", false)]
    [InlineData("W. Europe Standard Time", false)]
    [InlineData("+04:00", false)]
    [InlineData("/etc/passwd", false)]
    [InlineData("../../etc/passwd", false)]
    public void IsKnown_TakesIanaNamesAlone(string id, bool known) => TimeZones.IsKnown(id).ShouldBe(known);

    [Fact]
    public void IsKnown_WhenTooLong_IsFalse() => TimeZones.IsKnown("A/" + new string('x', TimeZones.MaxLength)).ShouldBeFalse();

    [Fact]
    public void LocalDate_OnBothSidesOfMidnight_Differs()
    {
        var midnight = new DateTimeOffset(2026, 3, 2, 20, 0, 0, TimeSpan.Zero);

        TimeZones.LocalDate(midnight.AddTicks(-1), "Asia/Dubai").ShouldBe(new DateOnly(2026, 3, 2));
        TimeZones.LocalDate(midnight, "Asia/Dubai").ShouldBe(new DateOnly(2026, 3, 3));
    }

    [Fact]
    public void WholeSeconds_OfAnyInstant_CutsAndKeepsUtc() => Prop.ForAll<DateTime>(any =>
    {
        var instant = new DateTimeOffset(DateTime.SpecifyKind(any, DateTimeKind.Utc));
        var cut = WholeSeconds.Of(instant);
        return cut.Offset == TimeSpan.Zero && cut <= instant && instant - cut < TimeSpan.FromSeconds(1) && WholeSeconds.Of(cut) == cut;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void WholeSeconds_OfCutInstants_AddUp() => Prop.ForAll<int, int>((a, b) =>
    {
        var start = DateTimeOffset.UnixEpoch;
        var middle = start.AddSeconds(Math.Abs(a % 1_000_000));
        var end = middle.AddSeconds(Math.Abs(b % 1_000_000));
        return WholeSeconds.Between(start, middle) + WholeSeconds.Between(middle, end) == WholeSeconds.Between(start, end);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void WholeSeconds_OfAnOffsetInstant_IsTheSameInstantInUtc() =>
        WholeSeconds.Of(new DateTimeOffset(2026, 3, 2, 12, 0, 0, 999, TimeSpan.FromHours(4))).ShouldBe(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));
}
