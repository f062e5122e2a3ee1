using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Satcom.Domain.Attendance;
using Satcom.Infrastructure.Outbox;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Outbox;

/// <summary>Delivery of committed events by two nodes over one database.</summary>
public sealed class OutboxTests(OutboxNodes nodes) : IClassFixture<OutboxNodes>, IAsyncLifetime
{
    private const string DeadLetters = "/api/v1/outbox/dead-letters";

    private readonly SkewedTime _clock = nodes.Clock;
    private readonly ConcurrentQueue<Delivery> _seen = nodes.Seen;
    private readonly SatcomHost _first = nodes.First;
    private readonly Books _books = nodes.Books;

    public async ValueTask InitializeAsync()
    {
        nodes.Handlers.ForEach(h => h.HealAll());
        await _books.RowsAsync("DELETE FROM outbox_messages");
        _seen.Clear();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A39_CheckIn_WhenCommitted_IsDeliveredWithItsTrace()
    {
        using var client = await SignInAsync("employee@acme.test");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/attendance/check-in") { Content = JsonContent.Create(new { workMode = "office" }) };
        const string Trace = "0af7651916cd43dd8448eb211c80319c";
        request.Headers.Add("traceparent", $"00-{Trace}-b7ad6b7169203331-01");
        using var response = await client.SendAsync(request);
        var day = (await response.ReadAsync(HttpStatusCode.Created)).Id();
        await Waiting.UntilAsync(() => Task.FromResult(_seen.Any(d => d.DayId == day)), "not delivered");

        // The audit, the event and what its handlers do are found by one trace id, which is the service's and not the caller's.
        var trace = _seen.Where(d => d.DayId == day).ShouldHaveSingleItem().TraceId;
        string.Equals(trace, Trace, StringComparison.Ordinal).ShouldBeFalse();
        (await _books.ValueAsync<string>("SELECT trace_id FROM audit_entries WHERE entity_id = $1", day)).ShouldBe(trace);
        await Waiting.UntilAsync(async () => await WaitingAsync() == 0, "the outbox keeps what was delivered");
    }

    [Fact]
    public async Task CheckIn_WhenRefused_LeavesNothingToDeliver()
    {
        using var client = await SignInAsync("staff@acme.test");
        await client.PostProblemAsync("/api/v1/attendance/check-in", new { workMode = "office", occurredAt = "2001-01-01T00:00:00Z" }, HttpStatusCode.UnprocessableEntity, "event_too_old");

        await Task.Delay(200);
        _seen.ShouldBeEmpty();
        (await WaitingAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task F26_Events_WhenTwoNodesDeliver_ComeOnceAndInOrderPerDay()
    {
        // More than a batch at a time, so that the node that comes first wakes the other.
        const int Days = 300;
        const int PerDay = 5;
        var days = Enumerable.Range(0, Days).Select(_ => NewId()).ToArray();
        var marks = days.ToDictionary(d => d, _ => Enumerable.Range(0, PerDay).Select(_ => NewId()).ToArray());
        await InsertAsync([.. Enumerable.Range(0, PerDay).SelectMany(n => days.Select(d => (d, marks[d][n])))]);

        await Waiting.UntilAsync(async () => await WaitingAsync() == 0, "not all delivered");

        _seen.Count.ShouldBe(Days * PerDay);
        foreach (var day in days)
        {
            _seen.Where(d => d.DayId == day).Select(d => d.Mark).ShouldBe(marks[day]);
        }

        _seen.Select(d => d.Node).Distinct(StringComparer.Ordinal).Count().ShouldBe(2, "one node did it all: the test shows nothing of two");
    }

    [Fact]
    public async Task Event_WhenItsHandlerThrows_HoldsItsOwnDayAloneAndIsTriedAgainWithBackoff()
    {
        var (day, other) = (NewId(), NewId());
        var (bad, after, elsewhere) = (NewId(), NewId(), NewId());
        Fail(bad, "nothing doing");
        await InsertAsync((day, bad), (day, after), (other, elsewhere));

        await Waiting.UntilAsync(() => Task.FromResult(_seen.Any(d => d.Mark == elsewhere)), "another day waits for the failing one");
        await Waiting.UntilAsync(async () => await AttemptsAsync(bad) == 1, "the failure is not noted");
        (await DelayAsync(bad)).ShouldBeInRange(0.1, 1.2);
        _seen.ShouldNotContain(d => d.Mark == after);

        for (var attempts = 2; attempts <= 4; attempts++)
        {
            Pass(TimeSpan.FromSeconds(300));
            await Waiting.UntilAsync(async () => await AttemptsAsync(bad) == attempts, "it is not tried again");
            var least = Math.Pow(2, attempts - 1);
            (await DelayAsync(bad)).ShouldBeInRange(least - 1, least * 1.2);
        }

        _seen.ShouldNotContain(d => d.Mark == after);
        Heal(bad);
        Pass(TimeSpan.FromSeconds(300));
        await Waiting.UntilAsync(async () => await WaitingAsync() == 0, "the healed event is not delivered");
        _seen.Where(d => d.DayId == day).Select(d => d.Mark).ShouldBe([bad, after]);
    }

    [Fact]
    public async Task Event_WhenItsHandlerHangs_FailsAtItsLimitAndHoldsNobodyUp()
    {
        var hanging = NewId();
        var others = Enumerable.Range(0, 50).Select(_ => NewId()).ToArray();
        nodes.Handlers.ForEach(h => h.Hang(hanging));
        await InsertAsync([(NewId(), hanging), .. others.Select(mark => (NewId(), mark))]);

        await Waiting.UntilAsync(() => Task.FromResult(others.All(mark => _seen.Any(d => d.Mark == mark))), "the others wait for the hanging one");
        await Waiting.UntilAsync(async () => await AttemptsAsync(hanging) == 1, "the hanging one does not fail");
        (await _books.ValueAsync<string>("SELECT last_error FROM outbox_messages WHERE payload ->> 'employeeId' = $1", hanging.ToString())).ShouldBe("Its handlers took longer than 2 s.");
        (await WaitingAsync()).ShouldBe(1);
    }

    [Theory]
    [InlineData('\0')]
    [InlineData('\ud83d')]
    public async Task Event_WhenItsErrorIsNoStorableText_IsNotedAndHoldsNobodyUp(char unstorable)
    {
        var (bad, good) = (NewId(), NewId());
        Fail(bad, $"with {unstorable} in it");
        await InsertAsync((NewId(), bad), (NewId(), good));

        await Waiting.UntilAsync(async () => await AttemptsAsync(bad) > 0, "the failure is not noted");
        await Waiting.UntilAsync(async () => await WaitingAsync() == 1, "the good event stays");
        _seen.Count(d => d.Mark == good).ShouldBe(1);
    }

    [Fact]
    public async Task Event_WhenItFailsToTheEnd_BecomesADeadLetterThatCanBeSentAgain()
    {
        var (day, bad, after) = (NewId(), NewId(), NewId());
        Fail(bad, "never");
        await InsertAsync((day, bad), (day, after));
        for (var attempts = 1; attempts <= OutboxRetry.MaxAttempts; attempts++)
        {
            await Waiting.UntilAsync(async () => await AttemptsAsync(bad) == attempts, $"attempt {attempts} does not come");
            Pass(TimeSpan.FromSeconds(400));
        }

        // The rest of the day goes on without it.
        await Waiting.UntilAsync(() => Task.FromResult(_seen.Any(d => d.Mark == after)), "the day waits for its dead letter");
        using var admin = await SignInAsync("superadmin@acme.test");
        var letter = (await admin.ReadAsync(DeadLetters)).GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        letter.Text("type").ShouldBe(nameof(AttendanceChanged));
        letter.Id("aggregateId").ShouldBe(day);
        letter.GetProperty("attempts").GetInt32().ShouldBe(OutboxRetry.MaxAttempts);
        letter.Text("lastError").ShouldBe(nameof(InvalidOperationException), "What a handler says may hold anything.");
        using var stranger = await SignInAsync("superadmin@globex.test");
        (await stranger.ReadAsync(DeadLetters)).GetProperty("items").GetArrayLength().ShouldBe(0);
        await stranger.PostProblemAsync($"{DeadLetters}/{letter.Id()}/retry", new { }, HttpStatusCode.NotFound, "not_found");
        using var hr = await SignInAsync("hr@acme.test");
        await hr.PostProblemAsync($"{DeadLetters}/{letter.Id()}/retry", new { }, HttpStatusCode.Forbidden, "forbidden");

        Heal(bad);
        using var retry = await admin.PostAsync(new Uri($"{DeadLetters}/{letter.Id()}/retry", UriKind.Relative), content: null);
        await retry.ReadAsync(HttpStatusCode.NoContent);

        await Waiting.UntilAsync(() => Task.FromResult(_seen.Any(d => d.Mark == bad)), "the letter is not sent again");
        await Waiting.UntilAsync(async () => await WaitingAsync() == 0, "the letter stays");
        (await admin.ReadAsync(DeadLetters)).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Event_WhenNobodyKnowsItsType_FailsAlone()
    {
        var good = NewId();
        await _books.RowsAsync(
            """
            INSERT INTO outbox_messages (tenant_id, id, aggregate_id, type, payload, occurred_at, available_at, attempts)
            SELECT id, gen_random_uuid(), gen_random_uuid(), 'FromTheFuture', '{}', now(), now(), 0 FROM tenants WHERE slug = 'acme'
            """);
        await InsertAsync((NewId(), good));

        await Waiting.UntilAsync(() => Task.FromResult(_seen.Any(d => d.Mark == good)), "the known event waits for the unknown");
        await Waiting.UntilAsync(async () => await _books.ValueAsync<int>("SELECT attempts FROM outbox_messages WHERE type = 'FromTheFuture'") > 0, "the failure is not noted");
    }

    private void Fail(Guid mark, string message) => nodes.Handlers.ForEach(h => h.Fail(mark, message));

    private void Heal(Guid mark) => nodes.Handlers.ForEach(h => h.Heal(mark));

    private void Pass(TimeSpan time)
    {
        _clock.Off += time;
        Wake();
    }

    private void Wake()
    {
        nodes.First.Services.GetRequiredService<OutboxSignal>().Wake();
        nodes.Second.Services.GetRequiredService<OutboxSignal>().Wake();
    }

    /// <summary>Anew each time, because the clock goes on by more than a token lives.</summary>
    private async Task<HttpClient> SignInAsync(string email) => _first.With((await _first.LoginAsync(email)).Text("accessToken"));

    /// <summary>Commits events of a tenant in one transaction, as changes do.</summary>
    private async Task InsertAsync(params (Guid Day, Guid Mark)[] events)
    {
        await _books.RowsAsync(
            """
            INSERT INTO outbox_messages (tenant_id, id, aggregate_id, type, payload, occurred_at, available_at, attempts)
            SELECT t.id, gen_random_uuid(), e.day, 'AttendanceChanged', jsonb_build_object('employeeId', e.mark, 'dayId', e.day), now(), now() - interval '1 second', 0
            FROM tenants t, unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS e (day, mark, n) WHERE t.slug = 'acme' ORDER BY e.n
            """,
            events.Select(e => e.Day).ToArray(),
            events.Select(e => e.Mark).ToArray());
        Wake();
    }

    private static Guid NewId() => Guid.CreateVersion7(RealTime.Clock.GetUtcNow());

    private Task<long> WaitingAsync() => _books.ValueAsync<long>("SELECT count(*) FROM outbox_messages WHERE dead_at IS NULL");

    private async Task<int> AttemptsAsync(Guid mark) =>
        (await _books.RowsAsync("SELECT attempts FROM outbox_messages WHERE payload ->> 'employeeId' = $1", mark.ToString())) is [int attempts] ? attempts : 0;

    /// <summary>How long the event still has to wait, by the clock of the nodes.</summary>
    private async Task<double> DelayAsync(Guid mark)
    {
        var due = await _books.ValueAsync<DateTime>("SELECT available_at FROM outbox_messages WHERE payload ->> 'employeeId' = $1", mark.ToString());
        return (due - _clock.GetUtcNow().UtcDateTime).TotalSeconds;
    }
}
