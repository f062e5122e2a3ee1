using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Satcom.Infrastructure.Jobs;
using Satcom.Infrastructure.Outbox;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Anomalies;

/// <summary>Evaluations that meet others, people whose days cannot be read, and events that were given up.</summary>
public sealed class EvaluationFaultTests(SatcomHost host) : IClassFixture<SatcomHost>
{
    private const string Anomalies = "/api/v1/anomalies";

    /// <summary>A Monday that is long over.</summary>
    private static readonly DateOnly Monday = new(2026, 2, 2);

    [Fact]
    public async Task Evaluate_WhileSomebodysDayIsJudgedAnew_WritesNothingFromTheOlderDay()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        var id = await LunchAsync(hr, "employee@acme.test", minutes: 120);
        await Waiting.UntilAsync(async () => await CountAsync(id) == 1, "nothing is raised");
        await SettledAsync();
        var books = new Books(await TestPostgres.SuperAsync(host.Database));
        await books.RowsAsync("DELETE FROM anomalies WHERE employee_id = $1 AND subject_date = $2", id, Monday);

        // The batch has read the days, and stops where it writes what it found.
        var stopped = await StopAsync("anomalies IN SHARE");
        var asked = await AskAsync(hr, id);
        await StoppedAsync("anomal");
        await books.RowsAsync("UPDATE attendance_days SET lunch_seconds = 600, longest_break_seconds = 600 WHERE employee_id = $1 AND date = $2", id, Monday);
        (await books.RowsAsync("UPDATE anomaly_judgements SET changes = changes + 1 WHERE id = $1 RETURNING changes", id)).ShouldHaveSingleItem();
        await stopped.DisposeAsync();

        (await DoneAsync(hr, asked.Id())).GetProperty("raised").GetInt32().ShouldBe(0);
        (await CountAsync(id)).ShouldBe(0L);
    }

    [Fact]
    public async Task Evaluate_OfSomebodyWhoseDaysCannotBeRead_LeavesThemOutAndJudgesTheOthers()
    {
        using var hr = await host.AsAsync("hr@acme.test");
        List<Guid> people = [];
        foreach (var who in (string[])["omar@acme.test", "staff@acme.test", "lead@acme.test"])
        {
            people.Add(await LunchAsync(hr, who, minutes: 120));
        }

        people.Sort();
        await Waiting.UntilAsync(async () => await host.SqlAsync("SELECT count(*) FROM anomalies WHERE employee_id = ANY ($1) AND subject_date = $2", people.ToArray(), Monday) is 3L, "nothing is raised");
        await SettledAsync();
        await new Books(await TestPostgres.SuperAsync(host.Database)).RowsAsync("DELETE FROM anomalies WHERE employee_id = ANY ($1) AND subject_date = $2", people.ToArray(), Monday);
        await host.SqlAsync("UPDATE attendance_days SET parts = '{}' WHERE employee_id = $1 AND date = $2", people[1], Monday);
        var asked = await AskAsync(hr, [.. people]);

        // As if the waits between its tries were over.
        var done = await HostWork.EventuallyAsync(
            async () =>
            {
                await host.SqlAsync("UPDATE outbox_messages SET available_at = occurred_at WHERE type = 'EvaluationAdvanced' AND available_at < '2999-01-01'");
                host.Services.GetRequiredService<OutboxSignal>().Wake();
                return await hr.ReadAsync($"{Anomalies}/evaluations/{asked.Id()}");
            },
            e => e.Text("state") is "completed");

        await host.SqlAsync("UPDATE attendance_days SET parts = NULL WHERE employee_id = $1 AND date = $2", people[1], Monday);
        (done.GetProperty("done").GetInt32(), done.GetProperty("failed").GetInt32(), done.GetProperty("raised").GetInt32()).ShouldBe((3, 1, 2));
        done.GetProperty("failedIds").EnumerateArray().ShouldHaveSingleItem().GetGuid().ShouldBe(people[1]);
        (await CountAsync(people[2])).ShouldBe(1L);
        (await host.SqlAsync("SELECT count(*) FROM outbox_messages WHERE dead_at IS NOT NULL")).ShouldBe(0L);
    }

    [Fact]
    public async Task Judgements_ThatWaitTogether_AreMadeAlsoWhereOneOfThemCannotBe()
    {
        using var hr = await host.AsAsync("hr@globex.test");
        Guid[] people = [await LunchAsync(hr, "omar@globex.test", minutes: 120), await LunchAsync(hr, "nadia@globex.test", minutes: 120)];
        await Waiting.UntilAsync(async () => await host.SqlAsync("SELECT count(*) FROM anomalies WHERE employee_id = ANY ($1) AND subject_date = $2", people, Monday) is 2L, "nothing is raised");
        await SettledAsync();
        await new Books(await TestPostgres.SuperAsync(host.Database)).RowsAsync("DELETE FROM anomalies WHERE employee_id = ANY ($1) AND subject_date = $2", people, Monday);
        await host.SqlAsync("UPDATE attendance_days SET parts = '{}' WHERE employee_id = $1 AND date = $2", people[0], Monday);

        await CallAsync(people);
        await Waiting.UntilAsync(async () => await CountAsync(people[1]) == 1, "nobody is judged");

        await Waiting.UntilAsync(async () => await host.SqlAsync("SELECT attempts > 0 FROM outbox_messages WHERE aggregate_id = $1 AND type = 'JudgementDue'", people[0]) is true, "what cannot be read has not failed");
        (await CountAsync(people[0])).ShouldBe(0L);
        await host.SqlAsync("UPDATE attendance_days SET parts = NULL WHERE employee_id = $1 AND date = $2", people[0], Monday);
        await Waiting.UntilAsync(
            async () =>
            {
                await host.SqlAsync("UPDATE outbox_messages SET available_at = occurred_at WHERE type = 'JudgementDue'");
                return await CountAsync(people[0]) == 1;
            },
            "what failed is not tried again");
    }

    [Fact]
    public async Task Upkeep_RemovesWhatIsLongOver_ButNotWhatHrWasToldLast()
    {
        var old = await UnfinishedAsync(slot: 2);
        await host.SqlAsync("UPDATE anomaly_evaluations SET finished_at = now() - interval '91 days' WHERE id = $1", old);
        var books = new Books(await TestPostgres.SuperAsync(host.Database));
        foreach (var days in (int[])[120, 100])
        {
            await books.RowsAsync(
                "INSERT INTO anomaly_digests (tenant_id, id, date, through) SELECT id, gen_random_uuid(), current_date - $1, now() - make_interval(days => $1) FROM tenants WHERE slug = 'globex' RETURNING id", days);
        }

        await ActivatorUtilities.CreateInstance<RebuildUpkeepJob>(host.Services).RunAsync(new JobProgress("test"), CancellationToken.None);

        (await host.SqlAsync("SELECT count(*) FROM anomaly_evaluations WHERE id = $1", old)).ShouldBe(0L);
        (await books.RowsAsync("SELECT (current_date - date)::text FROM anomaly_digests d JOIN tenants t ON t.id = d.tenant_id WHERE t.slug = 'globex' AND date < current_date - 90")).ShouldBe(["100"]);
    }

    [Fact]
    public async Task Upkeep_TakesUpTheEvaluationAndTheJudgementThatWereGivenUp()
    {
        using var hr = await host.AsAsync("hr@globex.test");
        var person = await host.UserIdAsync("employee@globex.test");
        await SettledAsync();
        var evaluation = await UnfinishedAsync(slot: 1);
        await host.SqlAsync(
            """
            INSERT INTO anomaly_judgements (tenant_id, id, from_date, inputs, changes, is_due, is_bulk) SELECT tenant_id, id, $1, 7, 0, true, false FROM employees WHERE id = $2
            ON CONFLICT (tenant_id, id) DO UPDATE SET is_due = true
            """,
            Monday,
            person);

        await ActivatorUtilities.CreateInstance<RebuildUpkeepJob>(host.Services).RunAsync(new JobProgress("test"), CancellationToken.None);

        (await DoneAsync(hr, evaluation)).GetProperty("failed").GetInt32().ShouldBe(0);
        await Waiting.UntilAsync(async () => await host.SqlAsync("SELECT is_due FROM anomaly_judgements WHERE id = $1", person) is false, "what was due is not judged");
    }

    [Fact]
    public async Task Evaluation_ThatTakesItsTime_KeepsNobodyElsesJudgementWaiting_AndIsEndedBetweenTwoBatches()
    {
        using var acme = await host.AsAsync("superadmin@acme.test");
        using var globex = await host.AsAsync("hr@globex.test");
        var id = await LunchAsync(acme, "technician@acme.test", minutes: 120);
        var other = await LunchAsync(globex, "staff@globex.test", minutes: 120);
        await Waiting.UntilAsync(async () => await CountAsync(id) == 1 && await CountAsync(other) == 1, "nothing is raised");
        await SettledAsync();
        await new Books(await TestPostgres.SuperAsync(host.Database)).RowsAsync("DELETE FROM anomalies WHERE employee_id = ANY ($1) AND subject_date = $2", new[] { id, other }, Monday);
        Guid asked;
        await using (await StopAsync())
        {
            asked = (await AskAsync(acme, id)).Id();
            await StoppedAsync();

            // Another company's day is judged meanwhile, and the batch stands where it stood.
            await CallAsync(other);
            await Waiting.UntilAsync(async () => await CountAsync(other) == 1, "the judgement waits behind the evaluation");
            (await host.SqlAsync("SELECT attempts FROM outbox_messages WHERE aggregate_id = $1", asked)).ShouldBe(0);

            (await acme.SendAsync($"/api/v1/jobs/runs/{asked}/cancel", new { }, HttpStatusCode.Accepted)).Text("state").ShouldBe("cancelled");
        }

        await SettledAsync();
        var ended = await acme.ReadAsync($"{Anomalies}/evaluations/{asked}");
        (ended.Text("state"), ended.GetProperty("done").GetInt32(), ended.GetProperty("raised").GetInt32()).ShouldBe(("cancelled", 0, 0));
        (await CountAsync(id)).ShouldBe(0L);
        (await acme.ReadAsync($"/api/v1/jobs/runs/{asked}")).Text("state").ShouldBe("cancelled");
        await acme.PostProblemAsync($"/api/v1/jobs/runs/{asked}/cancel", new { }, HttpStatusCode.Conflict, "job_run_ended");
        (await host.SqlAsync("SELECT count(*) FROM audit_entries WHERE action = 'jobs.cancel' AND entity_id = $1", asked)).ShouldBe(1L);
    }

    [Fact]
    public async Task Evaluate_WhileTwoAreUnfinished_IsRefused_AndIsAuditedOtherwise()
    {
        using var hr = await host.AsAsync("hr@globex.test");
        var (first, second) = (await UnfinishedAsync(slot: 1), await UnfinishedAsync(slot: 2));

        await hr.PostProblemAsync($"{Anomalies}/evaluate", new { from = Monday, to = Monday }, HttpStatusCode.Conflict, "evaluation_running");

        await host.SqlAsync("UPDATE anomaly_evaluations SET finished_at = now() WHERE id = ANY ($1)", new[] { first, second });
        var asked = await AskAsync(hr);
        (await host.SqlAsync("SELECT count(*) FROM audit_entries WHERE action = 'anomalies.evaluate' AND entity_id = $1 AND actor_id = $2", asked.Id(), await host.UserIdAsync("hr@globex.test"))).ShouldBe(1L);
        await hr.PostProblemAsync($"{Anomalies}/evaluate", new { from = Monday, to = Monday.AddDays(93) }, HttpStatusCode.BadRequest, "validation_failed");
        await DoneAsync(hr, asked.Id());
    }

    private static Task<JsonElement> AskAsync(HttpClient hr, params Guid[] userIds) =>
        hr.SendAsync($"{Anomalies}/evaluate", new { from = Monday, to = Monday, userIds = userIds.Length == 0 ? null : userIds }, HttpStatusCode.Accepted);

    private static Task<JsonElement> DoneAsync(HttpClient hr, Guid evaluation) =>
        HostWork.EventuallyAsync(() => hr.ReadAsync($"{Anomalies}/evaluations/{evaluation}"), e => e.Text("state") is "completed");

    private async Task<long> CountAsync(Guid person) => (long)(await host.SqlAsync("SELECT count(*) FROM anomalies WHERE employee_id = $1 AND subject_date = $2", person, Monday))!;

    /// <summary>Stops whoever reads what rules look at, or comes to a table otherwise, until it is disposed.</summary>
    private async Task<NpgsqlConnection> StopAsync(string table = "geofence_failures IN ACCESS EXCLUSIVE")
    {
        var connection = new NpgsqlConnection(await TestPostgres.SuperAsync(host.Database));
        await connection.OpenAsync();
        await using var stop = new NpgsqlCommand($"BEGIN; LOCK TABLE {table} MODE", connection);
        await stop.ExecuteNonQueryAsync();
        return connection;
    }

    private Task StoppedAsync(string at = "geofence_failures") => Waiting.UntilAsync(
        async () => await host.SqlAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE $1", $"%{at}%") is > 0L, "the batch does not come so far");

    /// <summary>Has people judged by the rule of breaks, together.</summary>
    private Task CallAsync(params Guid[] people) => host.SqlAsync(
        """
        INSERT INTO outbox_messages (tenant_id, id, aggregate_id, type, payload, occurred_at, available_at, attempts)
        SELECT tenant_id, gen_random_uuid(), id, 'JudgementDue', jsonb_build_object('employeeId', id, 'from', $1::date, 'kinds', jsonb_build_array('excessiveBreak')), now(), now() - interval '1 second', 0
        FROM employees WHERE id = ANY ($2)
        """,
        Monday,
        people);

    private Task SettledAsync() => Waiting.UntilAsync(async () => await host.SqlAsync("SELECT count(*) FROM outbox_messages WHERE dead_at IS NULL") is 0L, "the outbox does not empty");

    /// <summary>An evaluation of Globex that nobody comes for.</summary>
    private async Task<Guid> UnfinishedAsync(int slot) => (Guid)(await host.SqlAsync(
        """
        INSERT INTO anomaly_evaluations (tenant_id, id, from_date, to_date, user_ids, asked_by, asked_at, done_to, people, done, raised, changed, cleared, failed, tries, resumed, slot)
        SELECT tenant_id, gen_random_uuid(), $1, $1, '{}', id, now(), '00000000-0000-0000-0000-000000000000', 1, 0, 0, 0, 0, 0, 0, 0, $2 FROM users WHERE email = 'hr@globex.test' RETURNING id
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
