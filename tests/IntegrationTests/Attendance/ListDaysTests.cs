using System.Globalization;
using System.Net;
using System.Text.Json;
using Satcom.Domain.Attendance;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Attendance;

/// <summary>Lists of days: filters, pages and who sees whose.</summary>
public sealed class ListDaysTests(SatcomHost host) : IClassFixture<SatcomHost>, IAsyncLifetime
{
    private const string Days = "/api/v1/attendance/days";
    private const int DaysEach = 30;

    private static readonly string[] People = ["employee", "technician", "nadia", "lead", "staff", "hr"];
    private static readonly DateOnly First = new(2025, 1, 1);

    public async ValueTask InitializeAsync()
    {
        if ((await host.SqlAsync("SELECT count(*) FROM attendance_days WHERE date < '2025-12-31'")) is > 0L)
        {
            return;
        }

        foreach (var tenant in (string[])["acme", "globex"])
        {
            var ids = new List<Guid>();
            foreach (var person in People)
            {
                ids.Add(await host.UserIdAsync($"{person}@{tenant}.test"));
            }

            await host.ChangeAsync(tenant, db =>
            {
                var tenantId = db.Tenants.Single(t => t.Slug == tenant).Id;
                db.AttendanceDays.AddRange(ids.SelectMany(id => Enumerable.Range(0, DaysEach).Select(i => Day(tenantId, id, First.AddDays(i)))));
                return Task.CompletedTask;
            });
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(50)]
    [InlineData(200)]
    public async Task List_PageByPage_HasEveryDayOnceInOrder(int limit)
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var to = limit == 1 ? First.AddDays(2) : First.AddDays(DaysEach);
        var days = await AllAsync(hr, $"?from={First:O}&to={to:O}&limit={limit}", limit);

        days.Count.ShouldBe(People.Length * (limit == 1 ? 3 : DaysEach));
        days.Select(d => d.Id()).ShouldBeUnique();
        days.Select(d => (d.Text("date"), d.Id().ToString())).ShouldBe(
            days.Select(d => (d.Text("date"), d.Id().ToString())).OrderByDescending(d => d.Item1, StringComparer.Ordinal).ThenByDescending(d => d.Item2, StringComparer.Ordinal));
    }

    [Fact]
    public async Task List_WhenADayIsAddedBetweenPages_MissesNoneAndRepeatsNone()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var range = $"?from={First:O}&to={First.AddDays(DaysEach + 5):O}&limit=10";
        var before = await AllAsync(hr, range, 10);
        var page = await hr.ReadAsync(Days + range);
        var manager = await host.UserIdAsync("manager@acme.test");

        await host.ChangeAsync("acme", db =>
        {
            db.AttendanceDays.Add(Day(db.Tenants.Single(t => t.Slug == "acme").Id, manager, First.AddDays(DaysEach + 2)));
            return Task.CompletedTask;
        });
        var rest = await AllAsync(hr, range, 10, page.Text("nextCursor"));

        page.GetProperty("items").EnumerateArray().Concat(rest).Select(d => d.Id()).ShouldBe(before.Select(d => d.Id()));
        (await AllAsync(hr, range, 10)).Count.ShouldBe(before.Count + 1);
    }

    [Fact]
    public async Task List_WithFilters_ShowsOnlyWhatTheyLetThrough()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var nadia = await host.UserIdAsync("nadia@acme.test");
        var days = await AllAsync(hr, $"?userId={nadia}&from=2025-01-03&to=2025-01-05&limit=50", 50);

        days.Select(d => d.Text("date")).ShouldBe(["2025-01-05", "2025-01-04", "2025-01-03"]);
        days.ShouldAllBe(d => d.Id("userId") == nadia);

        var open = await AllAsync(hr, "?status=working&limit=200", 200);
        open.ShouldNotBeEmpty();
        open.ShouldAllBe(d => d.Text("status") == "working");
        (await AllAsync(hr, "?status=onBreak", 50)).ShouldBeEmpty();
        var team = (Guid)(await host.SqlAsync("SELECT team_id FROM employees WHERE id = $1", nadia))!;
        var members = (Guid[])(await host.SqlAsync("SELECT array_agg(id) FROM employees WHERE team_id = $1", team))!;
        var theirs = await AllAsync(hr, $"?teamId={team}&limit=200", 200);
        theirs.Select(d => d.Id("userId")).ShouldContain(nadia);
        theirs.ShouldAllBe(d => members.Contains(d.Id("userId")));
        (await AllAsync(hr, "?limit=200", 200)).Count.ShouldBeGreaterThan(theirs.Count);
    }

    [Theory]
    [InlineData("limit=0", "validation_failed")]
    [InlineData("limit=201", "validation_failed")]
    [InlineData("limit=x", "validation_failed")]
    [InlineData("cursor=x", "cursor_invalid")]
    [InlineData("cursor=", "cursor_invalid")]
    [InlineData("cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "cursor_invalid")]
    [InlineData("cursor=AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "cursor_invalid")]
    [InlineData("from=2025-01-02&to=2025-01-01", "validation_failed")]
    [InlineData("from=2025-13-01", "validation_failed")]
    [InlineData("status=asleep", "validation_failed")]
    [InlineData("userId=7", "validation_failed")]
    [InlineData("user=7", "validation_failed")]
    public async Task List_WithABrokenParameter_IsRefused(string query, string code)
    {
        using var hr = await host.AsAsync("hr@acme.test");
        using var response = await hr.GetAsync(new Uri($"{Days}?{query}", UriKind.Relative));

        await response.ProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Theory]
    [InlineData("employee", "employee")]
    [InlineData("technician", "technician")]
    [InlineData("staff", "staff")]
    [InlineData("nadia", "nadia")]
    [InlineData("lead", "lead nadia")]
    [InlineData("manager", "employee lead nadia technician")]
    [InlineData("hr", "employee hr lead nadia staff technician")]
    [InlineData("superadmin", "employee hr lead nadia staff technician")]
    public async Task A1_List_ByRole_ShowsTheRightPeople(string who, string expected)
    {
        using var client = await host.AsAsync($"{who}@acme.test");
        using var hr = await host.AsAsync("hr@acme.test");
        var names = await NamesAsync();
        var seen = await AllAsync(client, $"?from={First:O}&to={First:O}&limit=200", 200);
        seen.Select(d => names[d.Id("userId")]).Order(StringComparer.Ordinal).ShouldBe(expected.Split(' '));

        // What the list leaves out is not there by its id or by its person either.
        foreach (var day in await AllAsync(hr, $"?from={First:O}&to={First:O}&limit=200", 200))
        {
            var isSeen = seen.Exists(d => d.Id() == day.Id());
            await client.ReadAsync($"{Days}/{day.Id()}", isSeen ? HttpStatusCode.OK : HttpStatusCode.NotFound);
            (await AllAsync(client, $"?userId={day.Id("userId")}&from={First:O}&to={First:O}", 50)).Count.ShouldBe(isSeen ? 1 : 0);
        }
    }

    [Theory]
    [InlineData("employee")]
    [InlineData("manager")]
    [InlineData("hr")]
    [InlineData("superadmin")]
    public async Task A6_Days_OfAnotherCompany_AreNotThereByAnyId(string role)
    {
        using var hr = await host.AsAsync("hr@acme.test");
        using var stranger = await host.AsAsync($"{role}@globex.test");
        var days = await AllAsync(hr, "?limit=200", 200);
        var ids = days.Select(d => d.Id()).ToHashSet();

        (await AllAsync(stranger, "?limit=200", 200)).ShouldAllBe(d => !ids.Contains(d.Id()));
        foreach (var day in days.Take(12))
        {
            using var response = await stranger.GetAsync(new Uri($"{Days}/{day.Id()}", UriKind.Relative));
            await response.ProblemAsync(HttpStatusCode.NotFound, "not_found");
            (await AllAsync(stranger, $"?userId={day.Id("userId")}", 50)).ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("0192f0c1-0000-7000-8000-000000000001")]
    [InlineData("not-an-id")]
    public async Task GetDay_WhenThereIsNone_IsNotFound(string id)
    {
        using var hr = await host.AsAsync("hr@acme.test");
        using var response = await hr.GetAsync(new Uri($"{Days}/{id}", UriKind.Relative));

        await response.ProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    private static AttendanceDay Day(Guid tenantId, Guid employeeId, DateOnly date)
    {
        var start = new DateTimeOffset(date.ToDateTime(new TimeOnly(4, 0)), TimeSpan.Zero);
        var day = AttendanceDay.Open(tenantId, Guid.CreateVersion7(start), employeeId, At(start));
        day.CheckOut(At(start.AddHours(8)), 16 * 3600).ShouldBeNull();
        return day;

        static PunchFacts At(DateTimeOffset at) => new(Guid.CreateVersion7(at), at, at, "Asia/Dubai");
    }

    private static async Task<List<JsonElement>> AllAsync(HttpClient client, string query, int limit, string? cursor = null)
    {
        var all = new List<JsonElement>();
        do
        {
            var page = await client.ReadAsync($"{Days}{query}{(cursor is null ? string.Empty : $"&cursor={cursor}")}");
            var items = page.GetProperty("items");
            items.GetArrayLength().ShouldBeLessThanOrEqualTo(limit);
            all.AddRange(items.EnumerateArray());
            cursor = page.GetProperty("nextCursor").GetString();
            if (cursor is not null)
            {
                items.GetArrayLength().ShouldBe(limit);
            }
        }
        while (cursor is not null);
        return all;
    }

    private async Task<Dictionary<Guid, string>> NamesAsync()
    {
        var names = new Dictionary<Guid, string>();
        foreach (var person in People)
        {
            names[await host.UserIdAsync(string.Create(CultureInfo.InvariantCulture, $"{person}@acme.test"))] = person;
        }

        return names;
    }
}
