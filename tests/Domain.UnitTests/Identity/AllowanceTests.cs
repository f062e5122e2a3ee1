using Satcom.Domain.Identity;

namespace Satcom.Domain.UnitTests.Identity;

public sealed class AllowanceTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly AllowanceLimit[] Limits = [new(1, TimeSpan.FromSeconds(60)), new(5, TimeSpan.FromHours(1)), new(10, TimeSpan.FromDays(1))];

    [Fact]
    public void L14_Take_TooEarly_SaysHowLongToWait()
    {
        var allowance = new Allowance(Guid.Empty, []);

        allowance.Take(Limits, Start).ShouldBeNull();
        allowance.Take(Limits, Start.AddSeconds(15)).ShouldBe(45);
        allowance.Take(Limits, Start.AddSeconds(59.5)).ShouldBe(1);
        allowance.Take(Limits, Start.AddSeconds(60)).ShouldBeNull();
    }

    [Fact]
    public void L14_Take_OverAnHourAndADay_StaysWithinEveryWindow()
    {
        var allowance = new Allowance(Guid.Empty, []);
        var granted = new List<DateTimeOffset>();
        for (var minute = 0; minute < 3 * 24 * 60; minute++)
        {
            var now = Start.AddMinutes(minute);
            if (allowance.Take(Limits, now) is null)
            {
                granted.Add(now);
            }
        }

        foreach (var (count, within) in Limits)
        {
            granted.Max(at => granted.Count(other => other > at - within && other <= at)).ShouldBe(count);
        }

        granted.Count.ShouldBe(30);
        allowance.TakenAt.Count.ShouldBeLessThanOrEqualTo(10);
        allowance.ExpiresAt.ShouldBe(granted[^1].AddDays(1));
    }

    [Fact]
    public void L14_Take_WhenSeveralWindowsAreFull_WaitsForTheLastOfThem()
    {
        var allowance = new Allowance(Guid.Empty, []);
        for (var i = 0; i < 5; i++)
        {
            allowance.Take(Limits, Start.AddMinutes(i * 10)).ShouldBeNull();
        }

        allowance.Take(Limits, Start.AddMinutes(45)).ShouldBe(15 * 60);
    }
}
