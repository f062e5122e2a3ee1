using System.Net;
using Satcom.Application.Attendance;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.People;

namespace Satcom.IntegrationTests.Attendance;

/// <summary>Corrections that were asked for before somebody said what the day was.</summary>
public sealed class OverruledCorrectionTests(PlannedHost planned) : IClassFixture<PlannedHost>
{
    private const string Corrections = "/api/v1/attendance/corrections";
    private const string Who = "employee@acme.test";

    private readonly SatcomHost _host = planned.Host;

    [Fact]
    public async Task R15_Correction_AskedBeforeAnOverride_IsNotApprovedAfterIt()
    {
        planned.Clock.AdvanceTo(new TimeOnly(4, 0));
        await planned.PutAsync("hr@acme.test", "policies/attendance", PlannedHost.Policy());
        var (date, start) = (planned.Today, planned.Clock.GetUtcNow());
        var day = (await planned.WorkAsync(Who, 8)).Id();
        var asked = await AskAsync(date, start, hours: 7.5);
        planned.Clock.Advance(TimeSpan.FromMinutes(10));
        using var hr = await planned.SignInAsync("hr@acme.test");

        await hr.SendAsync($"/api/v1/attendance/days/{day}/override", new { reason = "The gate's log says so.", events = Events(start, 7) });

        (await hr.ReadAsync($"{Corrections}/{asked}")).Text("status").ShouldBe("cancelled");
        Superseded().ShouldContain(new CorrectionSupersededNotice(date.Iso()));
        await hr.PostProblemAsync($"{Corrections}/{asked}/approve", new { }, HttpStatusCode.Conflict, "correction_already_decided");

        // One that the override could not see, because it came at the same moment, or before requests gave way.
        await _host.SqlAsync("UPDATE correction_requests SET status = 'pending', decided_at = NULL WHERE id = $1", asked);
        await hr.PostProblemAsync($"{Corrections}/{asked}/approve", new { }, HttpStatusCode.Conflict, "correction_outdated");
        (await WorkedAsync(hr, day)).ShouldBe(7);
        (await hr.SendAsync($"{Corrections}/{asked}/reject", new { })).Text("status").ShouldBe("rejected");
    }

    [Fact]
    public async Task R15_Corrections_OfOneDate_GiveWayToTheOneThatIsApproved_OrToTheDayThatHrEnters()
    {
        planned.Clock.AdvanceTo(new TimeOnly(4, 0));
        await planned.PutAsync("hr@acme.test", "policies/attendance", PlannedHost.Policy());
        var (date, start) = (planned.Today, planned.Clock.GetUtcNow());
        planned.Clock.Advance(TimeSpan.FromHours(9));
        var wrong = await AskAsync(date, start, hours: 4);
        planned.Clock.Advance(TimeSpan.FromMinutes(1));
        var right = await AskAsync(date, start, hours: 5);
        planned.Clock.Advance(TimeSpan.FromMinutes(1));
        using var hr = await planned.SignInAsync("hr@acme.test");

        await hr.SendAsync($"{Corrections}/{right}/approve", new { });

        (await hr.ReadAsync($"{Corrections}/{wrong}")).Text("status").ShouldBe("cancelled");
        await _host.SqlAsync("UPDATE correction_requests SET status = 'pending', decided_at = NULL WHERE id = $1", wrong);
        await hr.PostProblemAsync($"{Corrections}/{wrong}/approve", new { }, HttpStatusCode.Conflict, "correction_outdated");
        var userId = await _host.UserIdAsync(Who);
        var made = await hr.SendAsync("/api/v1/attendance/days/override", new { userId, date, reason = "As agreed.", events = Events(start, 6) });
        (await hr.ReadAsync($"{Corrections}/{wrong}")).Text("status").ShouldBe("cancelled");

        // What is asked for afterwards knows of it, and is granted.
        planned.Clock.Advance(TimeSpan.FromMinutes(1));
        var later = await AskAsync(date, start, hours: 6.5);
        await hr.SendAsync($"{Corrections}/{later}/approve", new { });
        (await WorkedAsync(hr, made.Id())).ShouldBe(6.5);
    }

    private async Task<Guid> AskAsync(DateOnly date, DateTimeOffset start, double hours)
    {
        using var person = await planned.SignInAsync(Who);
        return (await person.SendAsync(Corrections, new { date, reason = "It was otherwise.", events = Events(start, hours) }, HttpStatusCode.Created)).Id();
    }

    private static object[] Events(DateTimeOffset start, double hours) => [new { kind = "checkIn", at = start, workMode = "office" }, new { kind = "checkOut", at = start.AddHours(hours) }];

    private static async Task<double> WorkedAsync(HttpClient hr, Guid day) => (await hr.ReadAsync($"/api/v1/attendance/days/{day}")).GetProperty("workedSeconds").GetInt32() / 3600.0;

    private IEnumerable<CorrectionSupersededNotice> Superseded() =>
        _host.Messages().Sent.Where(m => string.Equals(m.To, Who, StringComparison.Ordinal)).Select(m => m.Content).OfType<CorrectionSupersededNotice>();
}
