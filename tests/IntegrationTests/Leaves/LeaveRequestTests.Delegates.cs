using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;
using Satcom.IntegrationTests.People;

namespace Satcom.IntegrationTests.Leaves;

/// <summary>Who decides in whose place, and whose team's blackouts hold.</summary>
public sealed partial class LeaveRequestTests
{
    [Fact]
    public async Task Delegate_WhileTheApproverIsAway_DecidesInTheirPlaceAndNeverTheirOwn()
    {
        var (hr, omar, userId) = await PeopleAsync("omar@acme.test");
        var (tariq, tariqId, hrId) = (await _host.AsAsync("technician@acme.test"), await _host.UserIdAsync("technician@acme.test"), await _host.UserIdAsync("hr@acme.test"));
        var (type, monday) = (await hr.GrantNewTypeAsync(userId, 5), LeaveSteps.NewMonday());
        await hr.GrantAsync(tariqId, type, 5);
        var request = await omar.AskedAsync(type, monday);
        var own = await tariq.AskedAsync(type, monday);
        await tariq.MoveRefusedAsync(request, "approve", HttpStatusCode.Forbidden, "forbidden");

        var today = DateOnly.FromDateTime(RealTime.Clock.GetUtcNow().UtcDateTime);
        var delegation = await hr.SendAsync(LeaveSteps.Delegations, new { delegateId = tariqId, from = today.AddDays(-1).Iso(), to = today.AddDays(1).Iso() }, HttpStatusCode.Created);
        (await tariq.ReadAsync($"{LeaveSteps.Requests}/{request.Id()}")).Id().ShouldBe(request.Id());
        await tariq.MoveRefusedAsync(own, "approve", HttpStatusCode.Forbidden, "leave_own_request");
        (await tariq.MoveAsync(request, "approve")).Text("status").ShouldBe("approved");

        var step = (await hr.ReadAsync($"{LeaveSteps.Requests}/{request.Id()}")).GetProperty("history")[0];
        (step.Id("userId"), step.Id("inPlaceOf")).ShouldBe((tariqId, hrId));

        // What HR asks for is not decided through HR's own delegate.
        var admin = await _host.AsAsync("superadmin@acme.test");
        await admin.GrantAsync(hrId, type, 5);
        var ofHr = await hr.AskedAsync(type, monday);
        await tariq.MoveRefusedAsync(ofHr, "approve", HttpStatusCode.Forbidden, "leave_own_request");

        using (var ended = await hr.DeleteAsync(new Uri($"{LeaveSteps.Delegations}/{delegation.Id()}", UriKind.Relative)))
        {
            ended.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        }

        await tariq.MoveRefusedAsync(ofHr, "approve", HttpStatusCode.Forbidden, "forbidden");
        await tariq.PostProblemAsync(LeaveSteps.Delegations, new { delegateId = userId, from = today.Iso(), to = today.Iso() }, HttpStatusCode.Forbidden, "forbidden");
        await hr.PostProblemAsync(LeaveSteps.Delegations, new { delegateId = hrId, from = today.Iso(), to = today.Iso() }, HttpStatusCode.UnprocessableEntity, "leave_delegate_invalid");
        await hr.PostProblemAsync(LeaveSteps.Delegations, new { approverId = userId, delegateId = tariqId, from = today.Iso(), to = today.Iso() }, HttpStatusCode.Forbidden, "forbidden");
    }

    [Theory]
    [InlineData("hr@acme.test", -9, -2, false)]
    [InlineData("hr@acme.test", 2, 9, false)]
    [InlineData("hr@acme.test", -1, 1, true)]
    [InlineData("manager@acme.test", -1, 1, false)]
    public async Task Delegate_OfSomebodyWithNothingToDecideThere_DecidesNothing(string approver, int from, int to, bool isDeactivated)
    {
        var (hr, staff, _) = await PeopleAsync("staff@acme.test");
        var (tariq, away, today) = (await _host.AsAsync("technician@acme.test"), await _host.AsAsync(approver), DateOnly.FromDateTime(RealTime.Clock.GetUtcNow().UtcDateTime));
        var request = await staff.AskedAsync(await hr.NewTypeAsync(hasBalance: false), LeaveSteps.NewMonday());
        var delegation = await away.SendAsync(
            LeaveSteps.Delegations, new { delegateId = await _host.UserIdAsync("technician@acme.test"), from = today.AddDays(from).Iso(), to = today.AddDays(to).Iso() }, HttpStatusCode.Created);
        try
        {
            await _host.SqlAsync("UPDATE users SET status = CASE WHEN $2 THEN 'deactivated' ELSE 'active' END WHERE email = $1", approver, isDeactivated);
            using var seen = await tariq.GetAsync(new Uri($"{LeaveSteps.Requests}/{request.Id()}", UriKind.Relative));
            using var moved = await tariq.PostAsJsonAsync($"{LeaveSteps.Requests}/{request.Id()}/recommend", new { });

            (seen.StatusCode, moved.StatusCode).ShouldBe((HttpStatusCode.NotFound, approver.Is("manager@acme.test") ? HttpStatusCode.NotFound : HttpStatusCode.Forbidden));
        }
        finally
        {
            await _host.SqlAsync("UPDATE users SET status = 'active' WHERE email = $1", approver);
            (await away.DeleteAsync(new Uri($"{LeaveSteps.Delegations}/{delegation.Id()}", UriKind.Relative))).Dispose();
        }
    }

    [Fact]
    public async Task Blackout_OfATeamThatSomebodyIsToJoin_HoldsFromThatDateOn()
    {
        var (hr, eman, userId) = await PeopleAsync("employee@acme.test");
        var (type, monday) = (await hr.NewTypeAsync(), LeaveSteps.NewMonday());
        var present = (await hr.ReadAsync($"/api/v1/employees/{userId}")).Id("teamId");
        var coming = (await hr.SendAsync("/api/v1/teams", new { name = LeaveSteps.NewName("Team") }, HttpStatusCode.Created)).Id();
        var policy = await hr.SendAsync(
            LeaveSteps.Policies,
            new { leaveTypeId = type, name = LeaveSteps.NewName("Policy"), terms = new { accrual = "none", negativeLimit = 9 }, blackouts = new[] { new { from = monday.Iso(), to = monday.AddDays(4).Iso(), teamId = coming } } },
            HttpStatusCode.Created);
        await hr.SendAsync(LeaveSteps.Assignments, new { userId, policyId = policy.Id(), from = "2026-01-01" }, HttpStatusCode.Created);
        await MoveAsync(coming);
        try
        {
            await eman.AskRefusedAsync(type, monday.AddDays(1), monday.AddDays(2), "full", HttpStatusCode.UnprocessableEntity, "leave_blackout");
            await eman.AskedAsync(type, monday, monday.AddDays(1));
        }
        finally
        {
            await MoveAsync(present);
        }

        await eman.AskedAsync(type, monday.AddDays(2), monday.AddDays(4));

        async Task MoveAsync(Guid teamId)
        {
            using var moved = await hr.PatchAsJsonAsync($"/api/v1/employees/{userId}", new { teamId, effectiveFrom = monday.AddDays(2).Iso() });
            await moved.ReadAsync();
        }
    }

    /// <summary>While a manager is away their delegate gives the word for them, and HR approves by it.</summary>
    private async Task RecommendInPlaceOfAsync(HttpClient manager, JsonElement request)
    {
        var (hr, tariq, tariqId) = await PeopleAsync("technician@acme.test");
        await tariq.MoveRefusedAsync(request, "recommend", HttpStatusCode.Forbidden, "forbidden");
        var today = DateOnly.FromDateTime(RealTime.Clock.GetUtcNow().UtcDateTime);
        var delegation = await manager.SendAsync(LeaveSteps.Delegations, new { delegateId = tariqId, from = today.AddDays(-1).Iso(), to = today.AddDays(1).Iso() }, HttpStatusCode.Created);

        (await tariq.MoveAsync(request, "recommend")).Text("status").ShouldBe("recommended");
        var step = (await hr.ReadAsync($"{LeaveSteps.Requests}/{request.Id()}")).GetProperty("history")[0];
        (step.Id("userId"), step.Id("inPlaceOf")).ShouldBe((tariqId, await _host.UserIdAsync("manager@acme.test")));
        (await hr.MoveAsync(request, "approve")).Text("status").ShouldBe("approved");
        (await manager.DeleteAsync(new Uri($"{LeaveSteps.Delegations}/{delegation.Id()}", UriKind.Relative))).Dispose();
    }

    [Fact]
    public async Task Mail_InTwoSteps_OfSomebodyWhoseManagersAccountIsShut_GoesToThoseWhoApprove()
    {
        using var admin = await _host.AsAsync("superadmin@acme.test");
        var manager = await _host.HireAsync(admin, "Mona Manager", ["manager"]);
        var person = await _host.HireAsync(admin, "Remy Reports", managerId: manager.Id());
        using var remy = await _host.AsAsync(person.Text("email"));
        var (type, monday, second) = (await admin.GrantNewTypeAsync(person.Id(), 5), LeaveSteps.NewMonday(), LeaveSteps.NewMonday());
        await SetTwoStepsAsync(admin, isOn: true);
        try
        {
            await remy.AskedAsync(type, monday);
            await MailedAsync(manager.Text("email"), "Remy Reports asks for leave", monday);
            await admin.SendAsync($"{PeopleSteps.Users}/{manager.Id()}/deactivate", new { });

            await remy.AskedAsync(type, second);

            await MailedAsync("hr@acme.test", "Remy Reports asks for leave", second);
            (await mail.Inbox.ReadAsync("hr@acme.test")).ShouldNotContain(m => m.Text.Contains(monday.Iso(), StringComparison.Ordinal) && m.Subject.Contains("Remy", StringComparison.Ordinal));
        }
        finally
        {
            await SetTwoStepsAsync(admin, isOn: false);
        }
    }
}
