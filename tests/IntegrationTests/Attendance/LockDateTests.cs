using System.Net;
using Satcom.Application.Anomalies;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Shifts;

namespace Satcom.IntegrationTests.Attendance;

/// <summary>Which dates can be locked: those that are over for everybody.</summary>
public sealed class LockDateTests(PlannedHost planned) : IClassFixture<PlannedHost>
{
    [Fact]
    public async Task R06_Lock_OfADateThatIsNotOverForSomebodyInTheWest_IsRefused()
    {
        const string who = "omar@globex.test";
        await planned.LiveInAsync(who, "America/New_York");

        // Half past midnight in Riyadh, in the afternoon of the day before in New York.
        planned.Clock.AdvanceTo(new TimeOnly(21, 30));
        var yesterday = planned.Today.AddDays(-1);
        await RefusedAsync("hr@globex.test", yesterday);
        await planned.TapAsync(who, "check-in", new { workMode = "office" });
        planned.Clock.Advance(TimeSpan.FromHours(2));
        (await planned.TapAsync(who, "check-out", new { })).Text("date").ShouldBe(yesterday.Iso());
        await LockAsync("hr@globex.test", yesterday.AddDays(-1));

        planned.Clock.AdvanceTo(new TimeOnly(5, 30));
        await LockAsync("hr@globex.test", yesterday);
        await OpenAsync("hr@globex.test");
    }

    [Fact]
    public async Task R03_Lock_OfADateWhoseNightShiftIsUnderWay_IsRefused()
    {
        const string who = "nadia@acme.test";
        using (var hr = await planned.SignInAsync("hr@acme.test"))
        {
            await hr.AssignAsync(await planned.Host.UserIdAsync(who), await hr.MakeShiftAsync(ShiftSteps.NightHours), planned.Today.Iso());
        }

        // Forty minutes past midnight in Dubai: somebody comes late for the night.
        planned.Clock.Advance(TimeSpan.FromDays(2));
        planned.Clock.AdvanceTo(new TimeOnly(20, 40));
        var night = planned.Today.AddDays(-1);
        await RefusedAsync("hr@acme.test", night);
        await planned.TapAsync(who, "check-in", new { workMode = "office" });
        planned.Clock.AdvanceTo(new TimeOnly(2, 0));
        (await planned.TapAsync(who, "check-out", new { })).Text("date").ShouldBe(night.Iso());

        // Until ten a check-out is waited for. What others forgot is flagged.
        planned.Clock.AdvanceTo(new TimeOnly(5, 59));
        await planned.Host.SendAsync("acme", new DetectMissingCheckOutsCommand());
        await RefusedAsync("hr@acme.test", night);
        await LockAsync("hr@acme.test", night.AddDays(-1));
        planned.Clock.AdvanceTo(new TimeOnly(6, 0));
        await LockAsync("hr@acme.test", night);
        await OpenAsync("hr@acme.test");
    }

    private async Task RefusedAsync(string hr, DateOnly through) =>
        (await planned.PutAsync(hr, "attendance/lock", new { through }, HttpStatusCode.UnprocessableEntity)).Text("code").ShouldBe("lock_in_future");

    private Task LockAsync(string hr, DateOnly through) => planned.PutAsync(hr, "attendance/lock", new { through });

    private Task OpenAsync(string hr) => planned.PutAsync(hr, "attendance/lock", new { through = (string?)null, reason = "End of the test." });
}
