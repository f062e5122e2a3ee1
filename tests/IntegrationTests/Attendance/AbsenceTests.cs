using System.Globalization;
using System.Net;
using System.Text.Json;
using Satcom.Domain.Common;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.People;
using Satcom.IntegrationTests.Shifts;

namespace Satcom.IntegrationTests.Attendance;

/// <summary>Who was to come and never did, over many dates.</summary>
public sealed class AbsenceTests(PlannedHost planned) : IClassFixture<PlannedHost>
{
    private const string Absences = "/api/v1/attendance/absences";

    private readonly SatcomHost _host = planned.Host;

    [Fact]
    public async Task R07_Absences_OfDatesThatAreOver_AreListedOnceForThoseWhoMaySeeThem()
    {
        var (omar, tariq) = (await _host.UserIdAsync("omar@acme.test"), await _host.UserIdAsync("technician@acme.test"));
        await planned.PlanNineToSixAsync("omar@acme.test");
        await planned.PlanNineToSixAsync("technician@acme.test");
        planned.AdvanceToMonday();
        var monday = planned.Today;
        planned.Clock.Advance(TimeSpan.FromHours(1));
        await planned.WorkAsync("technician@acme.test", 9);

        // Monday is not over yet.
        using (var early = await planned.SignInAsync("hr@acme.test"))
        {
            (await early.ReadAsync($"{Absences}?from={monday.Iso()}")).Items().ShouldBeEmpty();
        }

        planned.Clock.Advance(TimeSpan.FromDays(3) - TimeSpan.FromHours(10));
        var thursday = planned.Today;
        thursday.ShouldBe(monday.AddDays(3));
        using var hr = await planned.SignInAsync("hr@acme.test");
        var week = $"{Absences}?from={monday.Iso()}&to={thursday.AddDays(1).Iso()}";
        (Guid, string)[] expected = [.. Both(monday.AddDays(2)), .. Both(monday.AddDays(1)), (omar, monday.Iso())];

        var all = (await hr.ReadAsync(week)).Items();
        all.Select(Key).ShouldBe(expected);
        all.Select(a => a.GetProperty("scheduledSeconds").GetInt32()).ShouldAllBe(s => s == 8 * 3600);
        all[^1].GetProperty("shiftStartsAt").GetDateTimeOffset().ShouldBe(LocalTimes.StartOf(monday, PlannedHost.Zone).AddHours(9));
        (all[^1].Text("displayName"), all[^1].Text("employeeCode")).ShouldBe(("Omar Rashid", "omar"));
        (await PagesAsync(hr, week)).ShouldBe(expected);

        // Without dates it is the week up to today; with the first alone, from there on.
        (await hr.ReadAsync(Absences)).Items().Select(Key).ShouldContain((omar, monday.Iso()));
        (await hr.ReadAsync($"{Absences}?from={monday.AddDays(2).Iso()}")).Items().Select(Key).ShouldBe(Both(monday.AddDays(2)));
        (await hr.ReadAsync($"{week}&userId={tariq}")).Items().Select(Key).ShouldBe(expected.Where(e => e.Item1 == tariq));
        var team = (Guid)(await _host.SqlAsync("SELECT team_id FROM employees WHERE id = $1", omar))!;
        (await hr.ReadAsync($"{week}&teamId={team}")).Items().Select(Key).ShouldBe(expected);

        await ReachAsync(week, omar, expected);
        (await hr.ReadAsync($"{Absences}?from={monday.Iso()}&to={monday.AddDays(30).Iso()}")).Items().Count.ShouldBe(expected.Length);
        (await hr.ReadAsync($"{Absences}?from={monday.Iso()}&to={monday.AddDays(31).Iso()}", HttpStatusCode.BadRequest)).GetProperty("errors").GetProperty("to")[0].Text("code").ShouldBe("too_many");
        await hr.ReadAsync($"{Absences}?from={monday.Iso()}&to={monday.AddDays(-1).Iso()}", HttpStatusCode.BadRequest);
        (await hr.ReadAsync($"{Absences}?cursor=x", HttpStatusCode.BadRequest)).Text("code").ShouldBe("cursor_invalid");

        // As many statements for everybody as for one.
        using var counter = new SqlCounter();
        var (ofAll, ofOne) = (await counter.OfGetAsync(hr, week), await counter.OfGetAsync(hr, $"{week}&userId={omar}"));
        ofAll.Count.ShouldBe(ofOne.Count);
        ofAll.Count.ShouldBeLessThanOrEqualTo(5);

        (Guid, string)[] Both(DateOnly date) => omar.CompareTo(tariq) < 0 ? [(omar, date.Iso()), (tariq, date.Iso())] : [(tariq, date.Iso()), (omar, date.Iso())];
    }

    [Fact]
    public async Task R19_WeeklyTarget_MakesNobodyAbsentOnOneDate_OnBoardListAndTable()
    {
        var (samir, nadia) = (await _host.UserIdAsync("staff@globex.test"), await _host.UserIdAsync("nadia@globex.test"));
        await planned.ChangeAsync("staff@globex.test", new { target = new { weeklySeconds = 40 * 3600 } });
        await planned.ChangeAsync("nadia@globex.test", new { target = new { dailySeconds = 8 * 3600 } });
        planned.Clock.Advance(TimeSpan.FromMinutes(15));
        var date = planned.Today;
        using (var early = await planned.SignInAsync("hr@globex.test"))
        {
            (await StandingAsync(early, date, samir)).ShouldBe("expected");
        }

        planned.Clock.Advance(TimeSpan.FromDays(2));
        using var hr = await planned.SignInAsync("hr@globex.test");
        (await StandingAsync(hr, date, samir)).ShouldBe("dayOff");
        (await StandingAsync(hr, date, nadia)).ShouldBe("absent");
        var dates = $"from={date.Iso()}&to={date.Iso()}";
        (await hr.ReadAsync($"{Absences}?{dates}")).Items().Select(Key).ShouldBe([(nadia, date.Iso())]);
        using var table = await hr.GetAsync(new Uri($"/api/v1/exports/attendance?{dates}", UriKind.Relative));
        var rows = (await table.Content.ReadAsStringAsync()).Split("\r\n").Where(r => r.StartsWith("day,", StringComparison.Ordinal)).Select(r => r.Split(',')).ToDictionary(r => r[1], r => (r[5], r[8]), StringComparer.Ordinal);
        rows["staff"].ShouldBe(("dayOff", (40 * 3600 / 7).ToString(CultureInfo.InvariantCulture)), "its share of the week is still what was planned");
        rows["nadia"].ShouldBe(("absent", "28800"));
    }

    [Fact]
    public async Task R15_Day_ThatHrEmptied_IsAnAbsence_OnBoardListAndTable()
    {
        const string who = "omar@globex.test";
        await planned.PlanNineToSixAsync(who);
        planned.AdvanceToMonday();
        planned.Clock.Advance(TimeSpan.FromHours(1));
        var (date, omar) = (planned.Today, await _host.UserIdAsync(who));
        var day = await planned.WorkAsync(who, 9);
        planned.Clock.Advance(TimeSpan.FromDays(2));
        using var hr = await planned.SignInAsync("hr@globex.test");
        (await StandingAsync(hr, date, omar)).ShouldBe("left");

        await hr.SendAsync($"/api/v1/attendance/days/{day.Id()}/override", new { reason = "Somebody else tapped.", events = Array.Empty<object>() });

        (await StandingAsync(hr, date, omar)).ShouldBe("absent");
        var dates = $"from={date.Iso()}&to={date.Iso()}&userId={omar}";
        (await hr.ReadAsync($"{Absences}?{dates}")).Items().Select(Key).ShouldBe([(omar, date.Iso())]);
        using var table = await hr.GetAsync(new Uri($"/api/v1/exports/attendance?{dates}", UriKind.Relative));
        var row = (await table.Content.ReadAsStringAsync()).Split("\r\n").Single(r => r.StartsWith("day,", StringComparison.Ordinal)).Split(',');
        (row[5], row[6], row[7]).ShouldBe(("absent", string.Empty, string.Empty));

        // Of the other dates nobody is to miss them.
        var assignment = (await hr.ReadAsync($"{ShiftSteps.Assignments}?userId={omar}")).Items().ShouldHaveSingleItem();
        using var ended = await hr.PatchAsync($"{ShiftSteps.Assignments}/{assignment.Id()}", new { to = date.Iso() });
        await ended.ReadAsync();
    }

    /// <summary>HR and managers see those below them, people their own.</summary>
    private async Task ReachAsync(string week, Guid omar, (Guid, string)[] expected)
    {
        using var manager = await planned.SignInAsync("manager@acme.test");
        using var lead = await planned.SignInAsync("lead@acme.test");
        using var own = await planned.SignInAsync("omar@acme.test");
        using var other = await planned.SignInAsync("hr@globex.test");
        (await manager.ReadAsync(week)).Items().Select(Key).ShouldBe(expected);
        (await lead.ReadAsync(week)).Items().ShouldBeEmpty();
        (await own.ReadAsync(week)).Items().Select(Key).ShouldBe(expected.Where(e => e.Item1 == omar));
        (await other.ReadAsync($"{week}&userId={omar}")).Items().ShouldBeEmpty();
    }

    private static async Task<IReadOnlyList<(Guid, string)>> PagesAsync(HttpClient client, string path)
    {
        var found = new List<(Guid, string)>();
        for (var cursor = string.Empty; cursor is not null;)
        {
            var page = await client.ReadAsync($"{path}&limit=2{(cursor.Length > 0 ? $"&cursor={cursor}" : cursor)}");
            found.AddRange(page.Items().Select(Key));
            cursor = page.GetProperty("nextCursor").GetString();
        }

        return found;
    }

    private static async Task<string> StandingAsync(HttpClient client, DateOnly date, Guid userId) =>
        (await client.ReadAsync($"/api/v1/attendance/board?date={date.Iso()}")).Items().Single(i => i.Id("userId") == userId).Text("standing");

    private static (Guid, string) Key(JsonElement absence) => (absence.Id("userId"), absence.Text("date"));
}
