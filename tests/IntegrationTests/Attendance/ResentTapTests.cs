using System.Net;
using System.Net.Http.Json;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Shifts;

namespace Satcom.IntegrationTests.Attendance;

/// <summary>Taps as phones send them: again, all at once, in another order, and by a clock that runs ahead.</summary>
public sealed class ResentTapTests(PlannedHost planned) : IClassFixture<PlannedHost>
{
    private static readonly string[] Taps = ["check-in", "breaks/start", "breaks/end", "check-out"];

    private readonly SatcomHost _host = planned.Host;

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task R10_Tap_SentAgain_OneByOneOrAtOnce_IsOnePunchAndAlwaysTheSameAnswer(int atOnce)
    {
        var who = atOnce == 1 ? "lead@globex.test" : "staff@globex.test";
        using var client = await planned.SignInAsync(who);
        var days = new List<Guid>();
        foreach (var tap in Taps)
        {
            var id = Guid.CreateVersion7(RealTime.Clock.GetUtcNow());
            for (var round = 0; round < 2; round++)
            {
                var answers = await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => client.PostAsJsonAsync($"/api/v1/attendance/{tap}", Of(tap, id))));
                foreach (var answer in answers)
                {
                    days.Add((await answer.ReadAsync(tap is "check-in" or "breaks/start" ? HttpStatusCode.Created : HttpStatusCode.OK)).Id());
                    answer.Dispose();
                }
            }

            planned.Clock.Advance(TimeSpan.FromSeconds(30));
        }

        var day = days.Distinct().ShouldHaveSingleItem();
        (await _host.SqlAsync("SELECT string_agg(kind, ' ' ORDER BY sequence) FROM attendance_punches WHERE day_id = $1", day)).ShouldBe("checkIn breakStart breakEnd checkOut");

        static object Of(string tap, Guid clientEventId) => tap switch
        {
            "check-in" => new { workMode = "office", clientEventId },
            "breaks/start" => new { type = "break", clientEventId },
            _ => new { clientEventId },
        };
    }

    [Fact]
    public async Task R20_CheckOut_ThatComesBeforeItsCheckIn_IsTakenWhenItIsSentAgain()
    {
        using var client = await planned.SignInAsync("omar@globex.test");
        var end = planned.Clock.GetUtcNow().AddMinutes(-5);
        var checkOut = new { occurredAt = end, clientEventId = Guid.CreateVersion7(RealTime.Clock.GetUtcNow()) };
        await client.PostProblemAsync("/api/v1/attendance/check-out", checkOut, HttpStatusCode.Conflict, "not_checked_in");
        await client.SendAsync("/api/v1/attendance/check-in", new { workMode = "office", occurredAt = end.AddMinutes(-30) }, HttpStatusCode.Created);

        var day = await client.SendAsync("/api/v1/attendance/check-out", checkOut);

        (day.Text("status"), day.GetProperty("workedSeconds").GetInt32()).ShouldBe(("completed", 30 * 60));
    }

    [Fact]
    public async Task R29_Tap_OfAClockThatRunsAhead_CountsAtItsReceipt_SoThatTheNextSessionCanEnd()
    {
        const string who = "nadia@acme.test";
        using (var hr = await planned.SignInAsync("hr@acme.test"))
        {
            await hr.AssignAsync(await _host.UserIdAsync(who), await hr.MakeShiftAsync(ShiftSteps.NightHours), planned.Today.Iso());
        }

        // From ten in the evening until six in Dubai, by a phone that is a hundred seconds ahead.
        planned.Clock.AdvanceTo(new TimeOnly(18, 0));
        await planned.TapAsync(who, "check-in", new { workMode = "office" });
        planned.Clock.AdvanceTo(new TimeOnly(2, 0));
        var now = planned.Clock.GetUtcNow();
        var night = await planned.TapAsync(who, "check-out", new { occurredAt = now.AddSeconds(100) });
        (await _host.SqlAsync("SELECT (last_check_out_at = $2)::text FROM attendance_days WHERE id = $1", night.Id(), now.UtcDateTime)).ShouldBe("true");
        (await _host.SqlAsync("SELECT skew_seconds FROM attendance_punches WHERE day_id = $1 AND kind = 'checkOut'", night.Id())).ShouldBe(100);

        planned.Clock.Advance(TimeSpan.FromSeconds(30));
        var next = await planned.TapAsync(who, "check-in", new { workMode = "office" });
        planned.Clock.Advance(TimeSpan.FromHours(4));
        var ended = await planned.TapAsync(who, "check-out", new { });

        next.Id().ShouldNotBe(night.Id());
        (ended.Id(), ended.GetProperty("workedSeconds").GetInt32()).ShouldBe((next.Id(), 4 * 3600));
    }
}
