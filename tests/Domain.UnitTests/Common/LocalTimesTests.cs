using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Satcom.Domain.Common;

namespace Satcom.Domain.UnitTests.Common;

/// <summary>Local times in zones that change their clocks.</summary>
public sealed class LocalTimesTests
{
    private static readonly string[] Zones =
    [
        "Europe/Berlin", "Africa/Cairo", "Asia/Dubai", "Asia/Kolkata", "America/New_York", "America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia", "Asia/Gaza", "UTC",
    ];

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29", "02:30", "local_time_skipped")]
    [InlineData("Europe/Berlin", "2026-10-25", "02:30", "local_time_ambiguous")]
    [InlineData("Africa/Cairo", "2026-04-24", "00:30", "local_time_skipped")]
    [InlineData("Pacific/Apia", "2011-12-30", "12:00", "local_time_skipped")]
    public void R05_Enter_OfATimeThatIsNotOneInstant_IsRefused(string zone, string date, string time, string code) =>
        (LocalTimes.Enter(Date(date), Time(time), zone).Error?.Code).ShouldBe(code);

    [Theory]
    [InlineData(120, "2026-10-25T00:30Z", null)]
    [InlineData(60, "2026-10-25T01:30Z", null)]
    [InlineData(180, null, "local_offset_wrong")]
    public void R05_Enter_OfATimeThatOccursTwice_TakesTheOffset(int offset, string? expected, string? code)
    {
        var result = LocalTimes.Enter(new DateOnly(2026, 10, 25), new TimeOnly(2, 30), "Europe/Berlin", offset);

        (result.Error?.Code).ShouldBe(code);
        if (expected is not null)
        {
            result.Value.ShouldBe(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void R05_Enter_OfAnOrdinaryTime_NeedsNoOffsetAndRefusesAWrongOne()
    {
        LocalTimes.Enter(new DateOnly(2026, 7, 1), new TimeOnly(9, 0), "Europe/Berlin").Value.ShouldBe(new DateTimeOffset(2026, 7, 1, 7, 0, 0, TimeSpan.Zero));
        LocalTimes.Enter(new DateOnly(2026, 7, 1), new TimeOnly(9, 0), "Europe/Berlin", 120).Value.ShouldBe(new DateTimeOffset(2026, 7, 1, 7, 0, 0, TimeSpan.Zero));
        LocalTimes.Enter(new DateOnly(2026, 7, 1), new TimeOnly(9, 0), "Europe/Berlin", 60).Error.ShouldBeOfType<LocalOffsetWrong>();
    }

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T01:00Z")]
    [InlineData("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T00:30Z")]
    [InlineData("Africa/Cairo", "2026-04-24", "00:00", "2026-04-23T22:00Z")]
    [InlineData("Pacific/Apia", "2011-12-30", "12:00", "2011-12-30T10:00Z")]
    public void Plan_OfATimeThatIsNotOneInstant_IsTheJumpOrTheFirst(string zone, string date, string time, string expected) =>
        LocalTimes.Plan(Date(date), Time(time), zone).ShouldBe(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture));

    [Fact]
    public void Plan_OfLaterTimesInEveryZone_IsNeverEarlier() => Prop.ForAll(ZonedMinutes(), any =>
    {
        var (zone, minute, more) = any;
        var (one, other) = (Local(minute), Local(minute + more));
        return LocalTimes.Plan(DateOnly.FromDateTime(one), TimeOnly.FromDateTime(one), zone) <= LocalTimes.Plan(DateOnly.FromDateTime(other), TimeOnly.FromDateTime(other), zone);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void R05_Enter_InEveryZone_IsReadBackAsItWasEntered() => Prop.ForAll(ZonedMinutes(), any =>
    {
        var (zone, minute, _) = any;
        var local = Local(minute);
        var info = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var result = LocalTimes.Enter(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local), zone);
        return result.Error switch
        {
            null => TimeZoneInfo.ConvertTime(result.Value, info).DateTime == local,
            LocalTimeAmbiguous => info.GetAmbiguousTimeOffsets(local).All(o =>
                TimeZoneInfo.ConvertTime(LocalTimes.Enter(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local), zone, (int)o.TotalMinutes).Value, info).DateTime == local),
            _ => info.IsInvalidTime(local),
        };
    }).QuickCheckThrowOnFailure();

    /// <summary>Minutes of 2026, many of them in the small hours of days on which clocks change.</summary>
    private static Arbitrary<(string Zone, int Minute, int More)> ZonedMinutes() =>
        (from zone in Gen.Elements(Zones)
         from day in Gen.OneOf(Gen.Choose(0, 364), Gen.Elements(66, 73, 87, 93, 113, 296, 297, 301, 304))
         from minute in Gen.OneOf(Gen.Choose(0, 1439), Gen.Choose(0, 200))
         from more in Gen.Choose(0, 300)
         select (zone, (day * 1440) + minute, more)).ToArbitrary();

    private static DateTime Local(int minute) => new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddMinutes(minute);

    private static DateOnly Date(string date) => DateOnly.Parse(date, CultureInfo.InvariantCulture);

    private static TimeOnly Time(string time) => TimeOnly.Parse(time, CultureInfo.InvariantCulture);
}
