using System.Globalization;
using Satcom.Domain.Attendance;
using Satcom.Domain.UnitTests.Shifts;

namespace Satcom.Domain.UnitTests.Attendance;

/// <summary>Shifts that cross midnight, in zones that do odd things that night.</summary>
public sealed class NightTests
{
    [Theory]
    [InlineData("2026-03-28T21:00Z", "2026-03-29T04:00Z", 7, 60, 120)] // clocks go forward
    [InlineData("2026-10-24T20:00Z", "2026-10-25T05:00Z", 9, 120, 60)] // clocks go back
    [InlineData("2026-06-10T20:00Z", "2026-06-11T04:00Z", 8, 120, 120)]
    public void CheckOut_AfterABerlinNight_CountsRealHours(string start, string end, int hours, int offsetIn, int offsetOut)
    {
        var from = DateTimeOffset.Parse(start, CultureInfo.InvariantCulture);
        var day = Taps.Open(Taps.At(from, "Europe/Berlin"));

        day.CheckOut(Taps.At(DateTimeOffset.Parse(end, CultureInfo.InvariantCulture), "Europe/Berlin"), Taps.Limit).ShouldBeNull();

        day.WorkedSeconds.ShouldBe(hours * 3600);
        day.Date.ShouldBe(DateOnly.FromDateTime(from.UtcDateTime));
        day.Punches.Select(p => p.OffsetMinutes).ShouldBe([offsetIn, offsetOut]);
    }

    [Theory]
    [InlineData("Asia/Dubai", "2026-03-03")]
    [InlineData("UTC", "2026-03-02")]
    [InlineData("America/Los_Angeles", "2026-03-02")]
    [InlineData("Pacific/Kiritimati", "2026-03-03")]
    [InlineData("Asia/Kathmandu", "2026-03-03")]
    public void Open_LateInTheEvening_BelongsToTheLocalDateOfItsStart(string zone, string date) =>
        Taps.Open(Taps.At(new DateTimeOffset(2026, 3, 2, 21, 30, 0, TimeSpan.Zero), zone)).Date.ShouldBe(DateOnly.Parse(date, CultureInfo.InvariantCulture));

    [Fact]
    public void CheckOut_InAnotherZone_LeavesTheDayWhereItBegan()
    {
        var day = Taps.Open(Taps.At(Taps.Eight, "Asia/Dubai"));

        day.CheckOut(Taps.At(Taps.Eight.AddHours(15), "Pacific/Kiritimati"), Taps.Limit).ShouldBeNull();

        day.Date.ShouldBe(new DateOnly(2026, 3, 2));
        day.Punches.Select(p => (p.TimeZone, p.OffsetMinutes)).ShouldBe([("Asia/Dubai", 240), ("Pacific/Kiritimati", 840)]);
    }

    [Fact]
    public void Punch_OfAZoneWithAHalfHour_KeepsItsOffset() =>
        Taps.Open(Taps.At(Taps.Eight, "Asia/Kolkata")).Punches[0].OffsetMinutes.ShouldBe(330);

    [Fact]
    public void Kinds_AreEachCounted() => Should.Throw<InvalidOperationException>(() => _ = new DayWalk([new DayEvent(PunchKind.CheckIn, Taps.Eight), new DayEvent((PunchKind)99, Taps.Eight.AddMinutes(1))]));

    [Fact]
    public void R01_Punch_AfterItsPersonMoved_KeepsItsZoneAndOffset()
    {
        var day = Taps.Open(Taps.At(Taps.Eight, "Asia/Dubai"));

        day.CheckOut(Taps.At(Taps.Eight.AddHours(8), "Europe/Berlin"), Taps.Limit).ShouldBeNull();
        day.Rebuild(DayRules.None with { Schedule = Plans.Of(Plans.OfficeId, "Europe/Berlin").On(Plans.Monday) });

        day.Date.ShouldBe(Plans.Monday);
        day.Punches.Select(p => (p.TimeZone, p.OffsetMinutes)).ShouldBe([("Asia/Dubai", 240), ("Europe/Berlin", 60)]);
    }
}
