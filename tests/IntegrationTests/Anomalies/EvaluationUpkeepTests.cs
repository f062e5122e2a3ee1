using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Satcom.Infrastructure.Jobs;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Anomalies;

/// <summary>Evaluations as HR sees and ends them, what was given up and is taken up again, and who waits for whom.</summary>
public sealed class EvaluationUpkeepTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const string Evaluations = "/api/v1/anomalies/evaluations";

    /// <summary>A Monday that is long over.</summary>
    private static readonly DateOnly Monday = new(2026, 2, 2);

    [Fact]
    public async Task ListEvaluations_ShowsWhatIsUnfinished_AndOneThatIsCancelledMakesRoom()
    {
        using var hr = await host.AsAsync("hr@globex.test");
        using var acme = await host.AsAsync("hr@acme.test");
        Guid[] both = [await UnfinishedAsync(slot: 1), await UnfinishedAsync(slot: 2)];
        var body = new { from = Monday, to = Monday, userIds = new[] { await host.UserIdAsync("omar@globex.test") } };
        await hr.PostProblemAsync("/api/v1/anomalies/evaluate", body, HttpStatusCode.Conflict, "evaluation_running");

        var unfinished = (await hr.ReadAsync($"{Evaluations}?finished=false")).GetProperty("items").EnumerateArray().ToList();

        unfinished.Select(e => e.Id()).ShouldBe(both, ignoreOrder: true);
        unfinished.ShouldAllBe(e => e.GetProperty("people").GetInt32() == 5 && e.GetProperty("done").GetInt32() == 2 && e.GetProperty("state").GetString() == "running");
        unfinished[0].Id("askedById").ShouldBe(await host.UserIdAsync("hr@globex.test"));
        (await acme.ReadAsync(Evaluations)).GetRawText().ShouldNotContain(both[0].ToString());
        await acme.PostProblemAsync($"{Evaluations}/{both[0]}/cancel", new { }, HttpStatusCode.NotFound, "not_found");

        (await hr.SendAsync($"{Evaluations}/{both[0]}/cancel", new { })).Text("state").ShouldBe("cancelled");
        await hr.PostProblemAsync($"{Evaluations}/{both[0]}/cancel", new { }, HttpStatusCode.Conflict, "evaluation_ended");
        (await host.SqlAsync("SELECT count(*) FROM audit_entries WHERE action = 'anomalies.cancelEvaluation' AND entity_id = $1 AND actor_id = $2", both[0], await host.UserIdAsync("hr@globex.test"))).ShouldBe(1L);
        var third = await hr.SendAsync("/api/v1/anomalies/evaluate", body, HttpStatusCode.Accepted);
        await DoneAsync(hr, third.Id());
        var finished = (await hr.ReadAsync($"{Evaluations}?finished=true")).GetProperty("items").EnumerateArray().Select(e => e.Id()).ToList();
        finished.Intersect([third.Id(), .. both]).ShouldBe([third.Id(), both[0]]);
        await hr.SendAsync($"{Evaluations}/{both[1]}/cancel", new { });
    }

    [Fact]
    public async Task Upkeep_OfADayWhoseJudgementWasGivenUp_HasItJudgedAndLeavesNoDeadLetter()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var person = await LunchAsync(hr, "lead@acme.test", minutes: 120);
        await SettledAsync();
        var books = new Books(await TestPostgres.SuperAsync(host.Database));
        await books.RowsAsync("DELETE FROM anomalies WHERE employee_id = $1", person);
        await books.RowsAsync("DELETE FROM anomaly_judgements WHERE id = $1", person);
        await GiveUpAsync(person, times: 3);

        await UpkeepAsync();

        await Waiting.UntilAsync(async () => await host.SqlAsync("SELECT count(*) FROM anomalies WHERE employee_id = $1 AND subject_date = $2", person, Monday) is 1L, "what was given up is not judged");
        (await DeadAsync(person)).ShouldBe(0L);
    }

    [Fact]
    public async Task Upkeep_OfWhatCannotBeJudged_IsGivenUpOnceHoweverOftenItIsTried()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var person = await LunchAsync(hr, "omar@acme.test", minutes: 120);
        await SettledAsync();
        await host.SqlAsync("UPDATE attendance_days SET parts = '{}' WHERE employee_id = $1 AND date = $2", person, Monday);
        await GiveUpAsync(person, times: 1);
        for (var round = 0; round < 3; round++)
        {
            await UpkeepAsync();

            // As if it had been tried so often before, and the waits between were over.
            await Waiting.UntilAsync(
                async () =>
                {
                    await host.SqlAsync("UPDATE outbox_messages SET attempts = greatest(attempts, 9), available_at = occurred_at WHERE aggregate_id = $1 AND dead_at IS NULL", person);
                    return await host.SqlAsync("SELECT count(*) FROM outbox_messages WHERE aggregate_id = $1 AND dead_at IS NULL", person) is 0L;
                },
                "it is not given up");
            (await DeadAsync(person)).ShouldBe(1L);
        }

        await host.SqlAsync("UPDATE attendance_days SET parts = NULL WHERE employee_id = $1 AND date = $2", person, Monday);
        await UpkeepAsync();
        await Waiting.UntilAsync(async () => await host.SqlAsync("SELECT is_due FROM anomaly_judgements WHERE id = $1", person) is false, "what was mended is not judged");
        (await DeadAsync(person)).ShouldBe(0L);
    }

    [Fact]
    public async Task Evaluation_WhileAnotherCompanysRebuiltDaysWaitToBeJudged_IsDone()
    {
        using var hr = await host.AsAsync("hr@globex.test");
        var person = await host.UserIdAsync("technician@acme.test");
        await SettledAsync();
        await host.SqlAsync(
            """
            INSERT INTO anomaly_judgements (tenant_id, id, from_date, inputs, changes, is_due, is_bulk) SELECT tenant_id, id, $1, 7, 0, true, true FROM employees WHERE id = $2
            ON CONFLICT (tenant_id, id) DO UPDATE SET is_due = true
            """,
            Monday,
            person);
        await using (var held = new NpgsqlConnection(await TestPostgres.SuperAsync(host.Database)))
        {
            await held.OpenAsync();
            await using var hold = new NpgsqlCommand($"BEGIN; SELECT FROM anomaly_judgements WHERE id = '{person}' FOR UPDATE", held);
            await hold.ExecuteNonQueryAsync();
            await host.SqlAsync(
                "INSERT INTO outbox_messages (tenant_id, id, aggregate_id, type, payload, occurred_at, available_at, attempts) SELECT tenant_id, gen_random_uuid(), id, 'RebuiltJudgementDue', jsonb_build_object('employeeId', id), now(), now() - interval '1 second', 0 FROM employees WHERE id = $1",
                person);
            await Waiting.UntilAsync(
                async () => await host.SqlAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%anomaly_judgements%'") is > 0L, "the judgement does not come so far");

            var asked = await hr.SendAsync("/api/v1/anomalies/evaluate", new { from = Monday, to = Monday, userIds = new[] { await host.UserIdAsync("omar@globex.test") } }, HttpStatusCode.Accepted);
            await DoneAsync(hr, asked.Id());

            (await host.SqlAsync("SELECT attempts FROM outbox_messages WHERE aggregate_id = $1 AND type = 'RebuiltJudgementDue'", person)).ShouldBe(0, "The evaluation waited until the judgement's time was over.");
        }

        await SettledAsync();
    }

    [Fact]
    public async Task Event_OfSomebodyWhoseJudgementWaits_IsDelivered()
    {
        var person = await host.UserIdAsync("staff@globex.test");
        await SettledAsync();
        foreach (var (type, available) in ((string, string)[])[("JudgementDue", "2999-01-01"), ("RebuiltJudgementDue", "2999-01-01"), ("ReportingLineChanged", "2020-01-01")])
        {
            await host.SqlAsync(
                $"INSERT INTO outbox_messages (tenant_id, id, aggregate_id, type, payload, occurred_at, available_at, attempts) SELECT tenant_id, gen_random_uuid(), id, '{type}', jsonb_build_object('employeeId', id), now(), '{available}', 0 FROM employees WHERE id = $1",
                person);
        }

        await Waiting.UntilAsync(async () => await host.SqlAsync("SELECT count(*) FROM outbox_messages WHERE aggregate_id = $1 AND type = 'ReportingLineChanged'", person) is 0L, "the event waits behind the judgement");

        (await host.SqlAsync("WITH gone AS (DELETE FROM outbox_messages WHERE aggregate_id = $1 RETURNING 1) SELECT count(*) FROM gone", person)).ShouldBe(2L);
    }

    private static Task<JsonElement> DoneAsync(HttpClient hr, Guid evaluation) => HostWork.EventuallyAsync(() => hr.ReadAsync($"{Evaluations}/{evaluation}"), e => e.Text("state") is "completed");

    private Task UpkeepAsync() => ActivatorUtilities.CreateInstance<RebuildUpkeepJob>(host.Services).RunAsync(new JobProgress("test"), CancellationToken.None);

    private Task<object?> DeadAsync(Guid person) => host.SqlAsync("SELECT count(*) FROM outbox_messages WHERE aggregate_id = $1 AND dead_at IS NOT NULL", person);

    /// <summary>As if the judgement of the day had been tried in vain so often that it was given up.</summary>
    private Task GiveUpAsync(Guid person, int times) => host.SqlAsync(
        """
        INSERT INTO outbox_messages (tenant_id, id, aggregate_id, type, payload, occurred_at, available_at, attempts, dead_at)
        SELECT tenant_id, gen_random_uuid(), id, 'JudgementDue', jsonb_build_object('employeeId', id, 'from', $1::date, 'kinds', jsonb_build_array('excessiveBreak')), now(), now(), 10, now()
        FROM employees, generate_series(1, $3) WHERE id = $2
        """,
        Monday,
        person,
        times);

    private Task SettledAsync() => Waiting.UntilAsync(async () => await host.SqlAsync("SELECT count(*) FROM outbox_messages WHERE dead_at IS NULL") is 0L, "the outbox does not empty");

    /// <summary>An evaluation of Globex that nobody comes for.</summary>
    private async Task<Guid> UnfinishedAsync(int slot) => (Guid)(await host.SqlAsync(
        """
        INSERT INTO anomaly_evaluations (tenant_id, id, from_date, to_date, user_ids, asked_by, asked_at, done_to, people, done, raised, changed, cleared, failed, tries, resumed, slot)
        SELECT tenant_id, gen_random_uuid(), $1, $1, '{}', id, now(), id, 5, 2, 0, 0, 0, 0, 0, 0, $2 FROM users WHERE email = 'hr@globex.test' RETURNING id
        """,
        Monday,
        slot))!;

    /// <summary>Says that somebody worked from eight to five, with a lunch from noon on.</summary>
    private async Task<Guid> LunchAsync(HttpClient hr, string who, int minutes)
    {
        DateTimeOffset At(int hour) => new(Monday, new TimeOnly(hour, 0), TimeSpan.Zero);
        var userId = await host.UserIdAsync(who);
        await hr.SendAsync("/api/v1/attendance/days/override", new
        {
            userId,
            date = Monday,
            reason = "As they told.",
            events = new object[]
            {
                new { kind = "checkIn", at = At(5), workMode = "office" },
                new { kind = "breakStart", at = At(9), breakType = "lunch" },
                new { kind = "breakEnd", at = At(9).AddMinutes(minutes) },
                new { kind = "checkOut", at = At(14) },
            },
        });
        return userId;
    }
}
