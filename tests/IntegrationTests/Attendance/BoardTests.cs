using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Satcom.Domain.Common;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Leaves;
using Satcom.IntegrationTests.People;
using Satcom.IntegrationTests.Shifts;

namespace Satcom.IntegrationTests.Attendance;

/// <summary>Everybody's day on one board, and as a table.</summary>
public sealed class BoardTests(PlannedHost planned) : IClassFixture<PlannedHost>
{
    private readonly SatcomHost _host = planned.Host;

    [Theory]
    [InlineData("exports/attendance?from=9999-12-01&to=9999-12-31")]
    [InlineData("exports/attendance?from=0001-01-01&to=0001-01-02")]
    [InlineData("exports/timesheets?from=9999-12-01&to=9999-12-31")]
    [InlineData("timesheets/days?from=9999-12-30&to=9999-12-31")]
    [InlineData("timesheets/summary?from=0001-01-01&to=0001-01-02")]
    public async Task Dates_OfNoCalendarOfOurs_AreRefused(string path)
    {
        using var hr = await planned.SignInAsync("hr@acme.test");

        (await hr.ReadAsync($"/api/v1/{path}", HttpStatusCode.BadRequest)).GetProperty("errors").EnumerateObject().SelectMany(e => e.Value.EnumerateArray()).Select(e => e.Text("code")).ShouldContain("out_of_range", StringComparer.Ordinal);
    }

    [Fact]
    public async Task R15_Export_OfATeam_TellsThoseWhoWereInItThen()
    {
        const string who = "nadia@globex.test";
        var first = planned.Today;
        Guid one, other;
        using (var early = await planned.SignInAsync("hr@globex.test"))
        {
            one = (await early.SendAsync("/api/v1/teams", new { name = ShiftSteps.Name("Team") }, HttpStatusCode.Created)).Id();
            other = (await early.SendAsync("/api/v1/teams", new { name = ShiftSteps.Name("Team") }, HttpStatusCode.Created)).Id();
        }

        await planned.ChangeAsync(who, new { teamId = one });
        await planned.ChangeAsync(who, new { teamId = other, effectiveFrom = first.AddDays(2).Iso() });
        planned.Clock.Advance(TimeSpan.FromDays(5));
        using var hr = await planned.SignInAsync("hr@globex.test");

        (await DatesAsync(hr, one)).ShouldBe([first, first.AddDays(1)]);
        (await DatesAsync(hr, other)).ShouldBe([first.AddDays(2), first.AddDays(3)]);

        async Task<IEnumerable<DateOnly>> DatesAsync(HttpClient client, Guid team)
        {
            using var table = await client.GetAsync(new Uri($"/api/v1/exports/attendance?from={first.Iso()}&to={first.AddDays(3).Iso()}&teamId={team}", UriKind.Relative));
            return (await table.Content.ReadAsStringAsync()).Split("\r\n").Where(r => r.StartsWith("day,nadia,", StringComparison.Ordinal)).Select(r => DateOnly.Parse(r.Split(',')[3], CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public async Task R07_Board_SaysAbsent_OnlyWhenTheDayAndTheShiftsWindowAreOver()
    {
        var omar = await _host.UserIdAsync("omar@acme.test");
        var (tariq, nadia, samir) = (await _host.UserIdAsync("technician@acme.test"), await _host.UserIdAsync("nadia@acme.test"), await _host.UserIdAsync("staff@acme.test"));
        foreach (var who in (string[])["omar@acme.test", "technician@acme.test", "nadia@acme.test"])
        {
            await planned.PlanNineToSixAsync(who);
        }

        planned.AdvanceToMonday();
        var monday = planned.Today;
        using (var personnel = await planned.SignInAsync("hr@acme.test"))
        using (var person = await planned.SignInAsync("nadia@acme.test"))
        {
            await personnel.MoveAsync(await person.AskedAsync(await personnel.GrantNewTypeAsync(nadia, 10), monday), "approve");
        }

        (await StandingAsync(omar)).ShouldBe("expected");
        (await StandingAsync(nadia)).ShouldBe("onLeave");
        await HalfDaysAreToldAsync(omar, nadia, monday);
        (await StandingAsync(samir)).ShouldBe("dayOff");

        // Half past nine: past the grace. Tariq comes then, and is late by all of it.
        planned.Clock.Advance(TimeSpan.FromMinutes(90));
        (await StandingAsync(omar)).ShouldBe("notArrived");
        var late = await planned.TapAsync("technician@acme.test", "check-in", new { workMode = "field" });
        late.GetProperty("lateSeconds").GetInt32().ShouldBe(1800);
        late.GetProperty("scheduledSeconds").GetInt32().ShouldBe(8 * 3600);
        (await StandingAsync(tariq)).ShouldBe("in");
        await planned.TapAsync("technician@acme.test", "breaks/start", new { type = "lunch" });
        (await StandingAsync(tariq)).ShouldBe("onBreak");

        using var hr = await planned.SignInAsync("hr@acme.test");
        var board = await hr.ReadAsync("/api/v1/attendance/board");
        var counts = board.GetProperty("counts");
        counts.GetProperty("late").GetInt32().ShouldBe(1);
        counts.EnumerateObject().Where(c => c.Name is not "late").Sum(c => c.Value.GetInt32()).ShouldBe(board.Items().Count);
        (await hr.ReadAsync("/api/v1/attendance/board?standing=onBreak")).Items().ShouldHaveSingleItem().Id("userId").ShouldBe(tariq);

        // Just before midnight the day is not over, although the shift's window is; a second after midnight it is.
        planned.Clock.Advance(LocalTimes.StartOf(monday.AddDays(1), PlannedHost.Zone) - planned.Clock.GetUtcNow() - TimeSpan.FromSeconds(1));
        (await StandingAsync(omar, monday)).ShouldBe("notArrived");
        planned.Clock.Advance(TimeSpan.FromSeconds(1));
        (await StandingAsync(omar, monday)).ShouldBe("absent");
        (await StandingAsync(samir, monday)).ShouldBe("dayOff");
    }

    /// <summary>D11: half a day of leave leaves its person expected, and the board says so.</summary>
    private async Task HalfDaysAreToldAsync(Guid omar, Guid nadia, DateOnly monday)
    {
        using var hr = await planned.SignInAsync("hr@acme.test");
        using var person = await planned.SignInAsync("omar@acme.test");
        await hr.MoveAsync(await person.AskedAsync(await hr.GrantNewTypeAsync(omar, 10), monday, portion: "pm"), "approve");
        using var manager = await planned.SignInAsync("manager@acme.test");
        foreach (var reader in (HttpClient[])[hr, manager])
        {
            var items = (await reader.ReadAsync($"/api/v1/attendance/board?date={monday:yyyy-MM-dd}")).Items();
            var half = items.Single(i => i.Id("userId") == omar);
            half.Text("standing").ShouldBe("expected");
            half.GetProperty("scheduledSeconds").GetInt32().ShouldBe(4 * 3600);
            var leave = half.GetProperty("leave").EnumerateArray().ShouldHaveSingleItem();
            (leave.Text("portion"), leave.Text("color"), leave.GetProperty("seconds").GetInt32()).ShouldBe(("pm", "#4a7fb5", 0));
            leave.Text("leaveTypeName").ShouldStartWith("Leave ");
            items.Single(i => i.Id("userId") == nadia).GetProperty("leave").EnumerateArray().ShouldHaveSingleItem().Text("portion").ShouldBe("full");
            items.Count(i => i.GetProperty("leave").GetArrayLength() > 0).ShouldBe(2);
        }
    }

    [Fact]
    public async Task Board_OfAManager_HoldsTheirReportsAlone_InOneStatement()
    {
        using var manager = await planned.SignInAsync("manager@acme.test");
        using var lead = await planned.SignInAsync("lead@acme.test");
        using var hr = await planned.SignInAsync("hr@acme.test");
        using var employee = await planned.SignInAsync("employee@acme.test");

        Names(await manager.ReadAsync("/api/v1/attendance/board")).ShouldBe(["Eman Yousef", "Layla Aziz", "Majid Karim", "Nadia Amin", "Omar Rashid", "Tariq Salem"]);
        Names(await lead.ReadAsync("/api/v1/attendance/board")).ShouldBe(["Layla Aziz", "Nadia Amin"]);
        Names(await hr.ReadAsync("/api/v1/attendance/board")).Count.ShouldBe(9);
        await employee.ReadAsync("/api/v1/attendance/board", HttpStatusCode.Forbidden);
        var team = await _host.SqlAsync("SELECT id FROM teams t WHERE tenant_id = (SELECT id FROM tenants WHERE slug = 'acme')");
        Names(await hr.ReadAsync($"/api/v1/attendance/board?teamId={team}")).ShouldNotContain("Huda Nasser", StringComparer.Ordinal);

        using var counter = new SqlCounter();

        // People with their days, their assignments and their leave.
        (await counter.OfGetAsync(hr, "/api/v1/attendance/board")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Board_AfterMidnight_ShowsWhoIsAtWorkSinceTheEvening()
    {
        const string who = "lead@globex.test";
        planned.Clock.AdvanceTo(new TimeOnly(18, 0));
        var (evening, userId) = (planned.Today, await _host.UserIdAsync(who));
        var day = (await planned.TapAsync(who, "check-in", new { workMode = "field" })).Id();
        planned.Clock.Advance(TimeSpan.FromHours(2.5));
        planned.Today.ShouldBe(evening.AddDays(1));
        using var hr = await planned.SignInAsync("hr@globex.test");

        var board = await hr.ReadAsync("/api/v1/attendance/board");
        var row = board.Items().Single(i => i.Id("userId") == userId);
        (row.Text("standing"), row.Id("dayId"), board.Text("date")).ShouldBe(("in", day, planned.Today.Iso()));
        board.GetProperty("counts").GetProperty("in").GetInt32().ShouldBe(board.Items().Count(i => i.Text("standing") is "in"));
        board.GetProperty("counts").EnumerateObject().Where(c => c.Name is not "late").Sum(c => c.Value.GetInt32()).ShouldBe(board.Items().Count);
        (await OnAsync($"?date={planned.Today.Iso()}")).ShouldBe("dayOff");
        (await OnAsync($"?date={evening.Iso()}")).ShouldBe("in");

        // Over it is the evening's alone again.
        await planned.TapAsync(who, "check-out", new { });
        (await OnAsync(string.Empty)).ShouldBe("dayOff");

        // A session that outlived its limit is forgotten, and nobody is at work any more.
        await planned.TapAsync(who, "check-in", new { workMode = "field" });
        planned.Clock.Advance(TimeSpan.FromHours(23.5));
        using var next = await planned.SignInAsync("hr@globex.test");
        (await next.ReadAsync("/api/v1/attendance/board")).Items().Single(i => i.Id("userId") == userId).Text("standing").ShouldBe("dayOff");

        async Task<string> OnAsync(string query) => (await hr.ReadAsync($"/api/v1/attendance/board{query}")).Items().Single(i => i.Id("userId") == userId).Text("standing");
    }

    [Fact]
    public async Task R16_Export_OfAPeriod_AddsUp_AndHoldsNoFormula()
    {
        planned.AdvanceToMonday();
        var monday = planned.Today;
        await planned.PutAsync("hr@globex.test", "policies/attendance", PlannedHost.Policy(order: ["daily"], dailyBasis: "fixed", roundToSeconds: 900));
        foreach (var who in (string[])["employee@globex.test", "technician@globex.test"])
        {
            await planned.WorkAsync(who, 9.4);
            planned.Clock.Advance(TimeSpan.FromHours(15));
            await planned.WorkAsync(who, 8.1);
            planned.Clock.Advance(TimeSpan.FromHours(15));
        }

        await _host.SqlAsync("UPDATE users SET display_name = '=HYPERLINK(\"x\")' WHERE email = 'technician@globex.test'");
        using var hr = await planned.SignInAsync("hr@globex.test");
        var rows = await ExportAsync(hr, $"from={monday:yyyy-MM-dd}&to={monday.AddDays(6):yyyy-MM-dd}");

        var header = rows[0];
        rows.Count(r => r[0] is "day" && r[Array.IndexOf(header, "workedSeconds")] is not "0").ShouldBe(4);
        rows.Where(r => r[2].Contains("HYPERLINK", StringComparison.Ordinal)).ShouldAllBe(r => string.Equals(r[2], "'=HYPERLINK(\"x\")", StringComparison.Ordinal));

        // A row for each of the week's dates, and the total.
        rows.Count(r => r[2].StartsWith('\'')).ShouldBe(8);
        foreach (var column in header.Where(h => h.EndsWith("Seconds", StringComparison.Ordinal)))
        {
            var at = Array.IndexOf(header, column);
            foreach (var person in rows.Where(r => r[0] is "total"))
            {
                Number(person[at]).ShouldBe(rows.Where(r => r[0] is "day" && string.Equals(r[1], person[1], StringComparison.Ordinal)).Sum(r => Number(r[at])), column);
            }

            Number(rows[^1][at]).ShouldBe(rows.Where(r => r[0] is "day").Sum(r => Number(r[at])), column);
        }

        rows[^1][0].ShouldBe("grandTotal");
        Number(rows[^1][Array.IndexOf(header, "workedSeconds")]).ShouldBe(2 * 63_000);

        // 1 h 24 min and 6 min, shown in quarters of an hour: the total is the sum of what is shown.
        Number(rows[^1][Array.IndexOf(header, "overtimeSeconds")]).ShouldBe(2 * 5_400);
        Number(rows[^1][Array.IndexOf(header, "payableOvertimeShownSeconds")]).ShouldBe(2 * 4_500);

        using var own = await planned.SignInAsync("employee@globex.test");
        (await ExportAsync(own, $"from={monday:yyyy-MM-dd}&to={monday.AddDays(6):yyyy-MM-dd}")).Where(r => r[0] is "day").Select(r => r[1]).Distinct(StringComparer.Ordinal).ShouldBe(["employee"]);

        // Of one person, and of a team; nobody exports whom they do not see.
        var (period, other) = ($"from={monday:yyyy-MM-dd}&to={monday.AddDays(6):yyyy-MM-dd}", await _host.UserIdAsync("technician@globex.test"));
        (await ExportAsync(hr, $"{period}&userId={other}")).Where(r => r[0] is "day").Select(r => r[1]).Distinct(StringComparer.Ordinal).ShouldBe(["technician"]);
        (await ExportAsync(own, $"{period}&userId={other}")).Select(r => r[0]).ShouldBe(["row", "grandTotal"]);
        (await ExportAsync(hr, $"{period}&teamId={await _host.TeamOfAsync(other)}")).Where(r => r[0] is "day").Select(r => r[1]).Distinct(StringComparer.Ordinal).ShouldBe(["technician"]);
        (await ExportAsync(hr, $"{period}&teamId={await _host.TeamOfAsync()}")).Select(r => r[0]).ShouldBe(["row", "grandTotal"]);
        using var reversed = await hr.GetAsync(new Uri($"/api/v1/exports/attendance?from={monday:yyyy-MM-dd}&to={monday.AddDays(-1):yyyy-MM-dd}", UriKind.Relative));
        await reversed.ProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        using var endless = await hr.GetAsync(new Uri("/api/v1/exports/attendance?from=2020-01-01&to=2026-01-01", UriKind.Relative));
        await endless.ProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        using var openEnded = await hr.GetAsync(new Uri("/api/v1/exports/attendance", UriKind.Relative));
        (await openEnded.ProblemAsync(HttpStatusCode.BadRequest, "validation_failed")).GetProperty("errors").GetProperty("from")[0].Text("code").ShouldBe("required");
    }

    [Fact]
    public async Task R16_Export_HoldsEveryDate_WithWhatWasPlannedAndCredited()
    {
        const string who = "lead@acme.test";
        await planned.PlanNineToSixAsync(who);
        planned.AdvanceToMonday();
        var (monday, id) = (planned.Today, await _host.UserIdAsync(who));
        using (var hr = await planned.SignInAsync("hr@acme.test"))
        using (var person = await planned.SignInAsync(who))
        {
            // Tuesday is paid leave, Wednesday unpaid, Thursday a holiday, and on Friday nobody comes. Sunday is their rest day.
            await hr.MoveAsync(await person.AskedAsync(await hr.GrantNewTypeAsync(id, 5), monday.AddDays(1)), "approve");
            var unpaid = (await hr.SendAsync(LeaveSteps.Types, new { name = "=Unpaid", unit = "halfDay", hasBalance = false, isPaid = false }, HttpStatusCode.Created)).Id();
            await hr.MoveAsync(await person.AskedAsync(unpaid, monday.AddDays(2)), "approve");
            var calendar = (await hr.SendAsync(ShiftSteps.Calendars, new { name = ShiftSteps.Name("Holidays") }, HttpStatusCode.Created)).Id();
            await hr.PutAsync($"{ShiftSteps.Calendars}/{calendar}/holidays/{monday.AddDays(3).Iso()}", new { name = "Feast", halves = "both" });
            await planned.ChangeAsync(who, new { holidayCalendarId = calendar });
        }

        planned.Clock.Advance(TimeSpan.FromHours(1));
        await planned.WorkAsync(who, 9);
        planned.Clock.Advance(TimeSpan.FromDays(4));
        using var late = await planned.SignInAsync("hr@acme.test");
        var rows = await ExportAsync(late, $"from={monday:yyyy-MM-dd}&to={monday.AddDays(6):yyyy-MM-dd}&userId={id}");

        string Cell(string[] row, string column) => row[Array.IndexOf(rows[0], column)];
        var days = rows.FindAll(r => r[0] is "day");
        days.Select(r => Cell(r, "date")).ShouldBe(Enumerable.Range(0, 7).Select(i => monday.AddDays(i).Iso()));
        days.Select(r => Cell(r, "status")).ShouldBe(["completed", "onLeave", "onLeave", "holiday", "notArrived", "expected", "restDay"]);
        days.Select(r => Number(Cell(r, "scheduledSeconds")) / 3600).ShouldBe([8, 0, 0, 0, 8, 8, 0]);
        days.Select(r => Number(Cell(r, "creditedSeconds")) / 3600).ShouldBe([0, 8, 0, 8, 0, 0, 0]);
        days.Select(r => Number(Cell(r, "unpaidLeaveSeconds")) / 3600).ShouldBe([0, 0, 8, 0, 0, 0, 0]);
        Cell(days[2], "leave").ShouldBe("'=Unpaid");
        Cell(days[3], "holiday").ShouldBe("Feast");
        var total = rows.Single(r => r[0] is "total");
        string[] figures = ["scheduledSeconds", "creditedSeconds", "unpaidLeaveSeconds", "workedSeconds"];
        figures.Select(c => Number(Cell(total, c)) / 3600).ShouldBe([24, 16, 8, 9]);

        // The day after, Friday was no day of theirs.
        planned.Clock.Advance(TimeSpan.FromHours(16));
        using var after = await planned.SignInAsync("hr@acme.test");
        (await ExportAsync(after, $"from={monday.AddDays(4):yyyy-MM-dd}&to={monday.AddDays(4):yyyy-MM-dd}&userId={id}")).Single(r => r[0] is "day")[5].ShouldBe("absent");

        // So many statements, however many people and dates.
        using var counter = new SqlCounter();
        (await counter.OfGetAsync(after, $"/api/v1/exports/attendance?from={monday:yyyy-MM-dd}&to={monday.AddDays(300):yyyy-MM-dd}")).Count.ShouldBeLessThanOrEqualTo(9);

        // Of who has left only what they worked.
        await _host.SqlAsync("UPDATE users SET status = 'deactivated' WHERE id = $1", id);
        (await ExportAsync(after, $"from={monday:yyyy-MM-dd}&to={monday.AddDays(6):yyyy-MM-dd}&userId={id}")).Where(r => r[0] is "day").ShouldHaveSingleItem()[5].ShouldBe("completed");
        await _host.SqlAsync("UPDATE users SET status = 'active' WHERE id = $1", id);
    }

    private static long Number(string cell) => long.Parse(cell, CultureInfo.InvariantCulture);

    private static List<string> Names(JsonElement board) => [.. board.Items().Select(i => i.Text("displayName"))];

    private async Task<string> StandingAsync(Guid userId, DateOnly? date = null)
    {
        using var hr = await planned.SignInAsync("hr@acme.test");
        var board = await hr.ReadAsync($"/api/v1/attendance/board{(date is { } on ? $"?date={on:yyyy-MM-dd}" : string.Empty)}");
        return board.Items().Single(i => i.Id("userId") == userId).Text("standing");
    }

    private static async Task<List<string[]>> ExportAsync(HttpClient client, string query)
    {
        using var response = await client.GetAsync(new Uri($"/api/v1/exports/attendance?{query}", UriKind.Relative));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        response.Content.Headers.ContentDisposition!.FileName!.Trim('"').ShouldStartWith("attendance-");
        var bytes = await response.Content.ReadAsByteArrayAsync();
        bytes[..3].ShouldBe([0xEF, 0xBB, 0xBF]);
        return [.. Parse(Encoding.UTF8.GetString(bytes[3..]))];
    }

    /// <summary>RFC 4180, as a spreadsheet reads it.</summary>
    private static IEnumerable<string[]> Parse(string text)
    {
        var (row, cell, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            if (quoted)
            {
                if (text[i] != '"')
                {
                    cell.Append(text[i]);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append(text[i++]);
                }
                else
                {
                    quoted = false;
                }
            }
            else if (text[i] == '"')
            {
                quoted = true;
            }
            else if (text[i] is ',' or '\n')
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (text[i] == '\n')
                {
                    yield return [.. row];
                    row.Clear();
                }
            }
            else if (text[i] != '\r')
            {
                cell.Append(text[i]);
            }
        }
    }
}
