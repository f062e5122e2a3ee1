using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Common;
using Satcom.Application.Shifts;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;
using Satcom.IntegrationTests.Leaves;
using Satcom.IntegrationTests.People;
using static Satcom.IntegrationTests.Shifts.ShiftSteps;

namespace Satcom.IntegrationTests.Shifts;

/// <summary>Schedules are as fresh as their data on every node, and cost no query while nothing changes. 2090-01-02 is a Monday.</summary>
public sealed class WorkSchedulesTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    [Fact]
    public async Task Schedule_ThatIsKept_IsForgottenOnEveryNodeWhenAnythingOfItChanges()
    {
        using var hr = await nodes.First.AsAsync("hr@acme.test");
        using var elsewhere = await nodes.Second.AsAsync("hr@acme.test");
        var person = (await nodes.First.HireAsync(hr)).Id();
        await SeenAsync("flexible 0");
        var shift = await hr.MakeShiftAsync();

        var assignment = await hr.AssignAsync(person, shift, "2090-01-01");
        await SeenAsync("working 8");
        using var hours = await hr.PatchAsync($"{ShiftRoute}/{shift}", new { effectiveFrom = "2090-01-01", hours = new { start = "08:00", end = "12:00" } });
        await SeenAsync("working 4");
        using var rest = await hr.PatchAsync($"{Employees}/{person}", new { weeklyRestDays = (string[])["monday"] });
        await SeenAsync("restDay 0");
        using var back = await hr.PatchAsync($"{Employees}/{person}", new { weeklyRestDays = (string[]?)null });
        await SeenAsync("working 4");
        var calendar = (await hr.SendAsync(Calendars, new { name = Name("Kept") }, HttpStatusCode.Created)).Id();
        using var observed = await hr.PatchAsync($"{Employees}/{person}", new { holidayCalendarId = calendar });
        await hr.PutAsync($"{Calendars}/{calendar}/holidays/2090-01-02", new { name = "New year" });
        await SeenAsync("holiday 0");
        using var removed = await hr.DeleteAsync(new Uri($"{Calendars}/{calendar}/holidays/2090-01-02", UriKind.Relative));
        await SeenAsync("working 4");
        using var deleted = await hr.DeleteAsync(new Uri($"{Assignments}/{assignment.Id()}", UriKind.Relative));
        await SeenAsync("flexible 0");
        await hr.PutAsync(WorkWeek, new { firstDay = "monday", weekend = (string[])["monday"], effectiveFrom = "2090-01-01" });
        await SeenAsync("restDay 0");
        await hr.PutAsync(WorkWeek, new { firstDay = "monday", weekend = (string[])["saturday", "sunday"], effectiveFrom = "2090-01-01" });
        await SeenAsync("flexible 0");

        async Task SeenAsync(string plan)
        {
            // At once where it was changed; on the other node as soon as the bus tells it.
            (await hr.PlanAsync(person, "2090-01-02", "2090-01-02")).ShouldBe(plan);
            await HostWork.EventuallyAsync(() => elsewhere.PlanAsync(person, "2090-01-02", "2090-01-02"), seen => string.Equals(seen, plan, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Schedule_OfOnePerson_CostsNoQueryWhileNothingChanges()
    {
        using var hr = await nodes.First.AsAsync("hr@acme.test");
        var person = (await nodes.First.HireAsync(hr)).Id();
        await hr.AssignAsync(person, await hr.MakeShiftAsync(), "2090-01-01");
        var path = $"{Employees}/{person}/schedule?from=2090-01-02&to=2090-01-04";
        using var counter = new SqlCounter();

        // One asks whether the caller may see the person; what is asked for lies within what is kept.
        (await counter.OfGetAsync(hr, path)).ShouldHaveSingleItem();
        (await counter.OfGetAsync(hr, $"{Employees}/{person}/schedule?from=2090-01-03&to=2090-01-20")).ShouldHaveSingleItem();
        (await counter.OfFirstGetAsync(hr, $"{Employees}/{person}/schedule?from=2091-01-03&to=2091-01-20")).Count.ShouldBe(4);
    }

    [Fact]
    public async Task Rota_OfMoreOrFewerPeople_TakesAsManyQueries()
    {
        using var hr = await nodes.First.AsAsync("hr@acme.test");
        var shift = await hr.MakeShiftAsync();
        for (var i = 0; i < 3; i++)
        {
            await hr.AssignAsync((await nodes.First.HireAsync(hr)).Id(), shift, "2090-01-01");
        }

        using var counter = new SqlCounter();
        await counter.OfFirstGetAsync(hr, "/api/v1/schedule?limit=1");
        var few = (await counter.OfFirstGetAsync(hr, "/api/v1/schedule?from=2090-01-02&to=2090-01-03&limit=2")).Count;

        (await counter.OfFirstGetAsync(hr, "/api/v1/schedule?from=2090-01-01&to=2090-01-31&limit=200")).Count.ShouldBe(few);
        few.ShouldBe(4);
        foreach (var list in new[] { $"{Employees}?limit=200", $"{Assignments}?limit=200", $"{ShiftRoute}?limit=200" })
        {
            (await counter.OfGetAsync(hr, list)).ShouldHaveSingleItem(list);
        }
    }

    [Fact]
    public async Task ApprovedLeave_IsInThePlanOnEveryNodeAtOnce_AndOutOfItAgain()
    {
        using var hr = await nodes.First.AsAsync("hr@acme.test");
        using var elsewhere = await nodes.Second.AsAsync("hr@acme.test");
        using var person = await nodes.First.AsAsync("employee@acme.test");
        var id = await nodes.First.UserIdAsync("employee@acme.test");
        await hr.AssignAsync(id, await hr.MakeShiftAsync(), "2090-01-01", "2090-01-31");
        var type = await hr.GrantNewTypeAsync(id, 10);
        var monday = new DateOnly(2090, 1, 2);
        (await elsewhere.PlanAsync(id, "2090-01-02", "2090-01-03")).ShouldBe("working 8, working 8");

        var asked = await person.AskedAsync(type, monday, portion: "am");
        (await elsewhere.PlanAsync(id, "2090-01-02", "2090-01-03")).ShouldBe("working 8, working 8");
        var approved = await hr.MoveAsync(asked, "approve");
        await HostWork.EventuallyAsync(() => elsewhere.PlanAsync(id, "2090-01-02", "2090-01-03"), plan => plan is "working 4, working 8");
        (await hr.PlanAsync(id, "2090-01-02", "2090-01-03")).ShouldBe("working 4, working 8");
        await hr.MoveAsync(approved, "cancel", "Plans changed");
        await HostWork.EventuallyAsync(() => elsewhere.PlanAsync(id, "2090-01-02", "2090-01-03"), plan => plan is "working 8, working 8");
    }

    [Fact]
    public async Task Schedules_AskedForInsideTheService_AreThoseOfTheTenantsEmployees()
    {
        using var hr = await nodes.First.AsAsync("hr@acme.test");
        var (first, second) = ((await nodes.First.HireAsync(hr)).Id(), (await nodes.First.HireAsync(hr)).Id());
        await hr.AssignAsync(first, await hr.MakeShiftAsync(NightHours), "2090-01-01", "2090-01-02");
        var tenants = await nodes.First.Services.GetRequiredService<ITenantRunner>().ActiveTenantsAsync(CancellationToken.None);
        var stranger = await nodes.First.UserIdAsync("omar@globex.test");
        var (from, to) = (new DateOnly(2090, 1, 2), new DateOnly(2090, 1, 3));

        await nodes.First.Services.GetRequiredService<ITenantRunner>().RunAsync(
            tenants.Single(t => t.Slug is "acme"),
            async (services, token) =>
            {
                var schedules = services.GetRequiredService<IWorkSchedules>();
                var many = await schedules.OfAsync([first, second, stranger], from, to, token);
                many.Keys.ShouldBe([first, second], ignoreOrder: true);
                many[first].On(from).Shift!.EndsAt.ShouldBe(new DateTimeOffset(2090, 1, 3, 2, 0, 0, TimeSpan.Zero));
                many[first].On(to).Shift.ShouldBeNull();
                (await schedules.OfAsync(first, from, to, token)).On(from).ShouldBe(many[first].On(from));
                (await schedules.OfAsync([], from, to, token)).ShouldBeEmpty();
                await Should.ThrowAsync<KeyNotFoundException>(() => schedules.OfAsync(stranger, from, to, token));
            },
            CancellationToken.None);

        // What one company's node kept is nobody else's.
        await nodes.First.Services.GetRequiredService<ITenantRunner>().RunAsync(
            tenants.Single(t => t.Slug is "globex"),
            async (services, token) => await Should.ThrowAsync<KeyNotFoundException>(() => services.GetRequiredService<IWorkSchedules>().OfAsync(first, from, to, token)),
            CancellationToken.None);
    }
}
