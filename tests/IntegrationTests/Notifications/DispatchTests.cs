using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Satcom.Infrastructure.Notifications;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Notifications;

/// <summary>The queue on two nodes, against mail servers that fail.</summary>
public sealed class DispatchTests : IAsyncLifetime
{
    private const string DeadMessages = "/api/v1/outbox/dead-messages";

    private readonly SkewedTime _clock = new();
    private readonly SatcomHost _first = new();
    private SatcomHost? _second;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_second is not null)
        {
            await _second.DisposeAsync();
        }

        await _first.DisposeAsync();
    }

    [Fact]
    public async Task F14_Mail_WhenTheServerIsDownAndComesBack_IsAllSentOnceAndNothingElseNoticed()
    {
        const int Count = 1000;
        await using var inbox = await TestInbox.StartAsync();
        await StartAsync(inbox.Serve);
        await inbox.StopAsync();
        await _first.QueueAsync("acme", m =>
        {
            for (var i = 0; i < Count; i++)
            {
                m.Mail($"person{i}@people.test", "Person", Sending.Notice(i.ToString(CultureInfo.InvariantCulture)));
            }
        });
        await Waiting.UntilAsync(async () => await ValueAsync<long>("SELECT count(*) FROM outgoing_messages WHERE last_error IS NOT NULL") > 1, "nobody tried");

        using var client = await _first.AsAsync("hr@acme.test");
        await client.ReadAsync("/api/v1/me");
        using var metrics = _first.Anonymous();
        await Waiting.UntilAsync(
            async () =>
            {
                _clock.Off += TimeSpan.FromSeconds(1);
                return (await metrics.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Split('\n').Any(l => l.StartsWith("satcom_messages_outages", StringComparison.Ordinal) && l.Contains("mail", StringComparison.Ordinal));
            },
            "no metric tells of the outage");

        await inbox.RestartAsync();
        await Waiting.UntilAsync(async () => await _first.WaitingAsync() == 0, "they are not all sent");
        (await inbox.RecipientsAsync()).Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(0, Count).Select(i => $"person{i}@people.test").Order(StringComparer.Ordinal));

        // The name that a mail keeps over every try is its row's.
        (await inbox.MessageIdsAsync()).Distinct(StringComparer.Ordinal).Count().ShouldBe(Count);

        // An outage is no message's fault: it costs none of its tries.
        (await ValueAsync<int>("SELECT max(attempts) FROM outgoing_messages")).ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task F14_Mail_ToAPoisonAddress_IsGivenUpAfterTenTriesAndCanBeSentAgain()
    {
        await using var server = new SmtpStandIn { Judge = to => to.Is("poison@people.test") ? "550 No such person poison@people.test" : "250 Good" };
        await StartAsync(server.Serve);
        await _first.QueueAsync("acme", m =>
        {
            m.Mail("poison@people.test", "Poison", Sending.Notice());
            m.Mail("good@people.test", "Good", Sending.Notice());
        });
        for (var attempts = 1; attempts <= MessageRetry.MaxAttempts; attempts++)
        {
            await Waiting.UntilAsync(() => IsSettledAsync(attempts), $"try {attempts} does not come");
            if (attempts < MessageRetry.MaxAttempts)
            {
                (await ValueAsync<long>("SELECT count(*) FROM outgoing_messages WHERE dead_at IS NOT NULL")).ShouldBe(0);
                Pass(TimeSpan.FromMinutes(13));
            }
        }

        await Waiting.UntilAsync(async () => await ValueAsync<long>("SELECT count(*) FROM outgoing_messages WHERE dead_at IS NOT NULL") == 1, "it is not given up");
        server.Taken.ShouldBe(["good@people.test"]);
        using var admin = await SignInAsync("superadmin@acme.test");
        var letter = (await admin.ReadAsync(DeadMessages)).GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        letter.Text("template").ShouldBe(nameof(TestNotice));
        letter.Text("channel").ShouldBe("mail");
        letter.Text("lastError").ShouldBe("SMTP 550 MailboxUnavailable");
        letter.GetProperty("attempts").GetInt32().ShouldBe(MessageRetry.MaxAttempts);
        using var stranger = await SignInAsync("superadmin@globex.test");
        (await stranger.ReadAsync(DeadMessages)).GetProperty("items").GetArrayLength().ShouldBe(0);
        await stranger.PostProblemAsync($"{DeadMessages}/{letter.Id()}/retry", new { }, HttpStatusCode.NotFound, "not_found");

        server.Judge = _ => "250 Good";
        using var retry = await admin.PostAsync(new Uri($"{DeadMessages}/{letter.Id()}/retry", UriKind.Relative), content: null);
        await retry.ReadAsync(HttpStatusCode.NoContent);
        await Waiting.UntilAsync(() => Task.FromResult(server.Taken.Contains("poison@people.test", StringComparer.Ordinal)), "it is not sent again");
        await Waiting.UntilAsync(async () => await _first.WaitingAsync() == 0, "it stays");
        (await admin.ReadAsync(DeadMessages)).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await admin.ReadAsync("/api/v1/audit?action=messages.retry")).GetProperty("items")[0].Id("entityId").ShouldBe(letter.Id());
    }

    [Fact]
    public async Task F14_Mail_WhenANodeDiesWhileSending_IsSentByAnotherWithTheSameMessageId()
    {
        await using var server = new SmtpStandIn();
        await StartAsync(server.Serve);
        await _first.QueueAsync("acme", m => m.Mail("twice@people.test", "Twice", Sending.Notice()));
        await Waiting.UntilAsync(async () => await _first.WaitingAsync() == 0, "it is not sent");

        // As a node leaves it that dies after the server took the mail, and before that could be noted.
        var id = await ValueAsync<Guid>("SELECT id FROM outgoing_messages");
        var again = await ResealAsync(id);
        again.ShouldBe(1L);
        Wake();
        await Task.Delay(1_500);
        server.Taken.Count.ShouldBe(1, "another node's lease was not respected");
        Pass(TimeSpan.FromMinutes(1));

        await Waiting.UntilAsync(() => Task.FromResult(server.Mails.Count == 2), "nobody takes it over");
        server.Mails.Select(m => m.Split('\n').Single(l => l.StartsWith("Message-ID:", StringComparison.OrdinalIgnoreCase))).Distinct(StringComparer.Ordinal).ShouldHaveSingleItem().ShouldContain(id.ToString("N"));
    }

    [Fact]
    public async Task T16_Queue_WhenOneTenantFloodsIt_ServesTheOthersInTurn()
    {
        await using var server = new SmtpStandIn { Pace = TimeSpan.FromMilliseconds(40) };
        await StartAsync(server.Serve, nodes: 1);
        await _first.QueueAsync("acme", m =>
        {
            for (var i = 0; i < 150; i++)
            {
                m.Mail($"flood{i}@people.test", "Flood", Sending.Notice());
            }
        });
        await Waiting.UntilAsync(() => Task.FromResult(server.Taken.Count > 4), "nothing goes out");
        var before = server.Taken.Count;
        await _first.QueueAsync("globex", m => m.Mail("alone@people.test", "Alone", Sending.Notice()));

        await Waiting.UntilAsync(() => Task.FromResult(server.Taken.Contains("alone@people.test", StringComparer.Ordinal)), "the other tenant waits for all");
        (server.Taken.ToList().IndexOf("alone@people.test") - before).ShouldBeLessThan(30);
        await Waiting.UntilAsync(async () => await _first.WaitingAsync() == 0, "they are not all sent");
        server.Taken.Count.ShouldBe(151);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Mail_WhenTlsIsAskedForAndNotGiven_SaysNothingInTheOpen(bool offersAStrangersCertificate)
    {
        using var certificate = offersAStrangersCertificate ? SmtpStandIn.Certificate() : null;
        await using var server = new SmtpStandIn(certificate);
        await StartAsync(
            host =>
            {
                server.Serve(host);
                host.Settings["Satcom:Mail:Tls"] = "StartTls";
                host.Settings["Satcom:Mail:User"] = "satcom";
                host.Settings["Satcom:Mail:Password"] = "Canary-Password";
            },
            nodes: 1);
        await _first.QueueAsync("acme", m => m.Mail("somebody@people.test", "Somebody", Sending.Notice()));

        await Waiting.UntilAsync(async () => await _first.SqlAsync("SELECT last_error FROM outgoing_messages") is string, "nobody tried");
        server.Commands.ShouldNotBeEmpty();
        server.Commands.ShouldAllBe(c => c.StartsWith("EHLO", StringComparison.Ordinal) || c.Is("STARTTLS") || c.Is("QUIT"));
        (await ValueAsync<int>("SELECT attempts FROM outgoing_messages")).ShouldBeLessThanOrEqualTo(1);
    }

    private async Task StartAsync(Action<SatcomHost> serve, int nodes = 2)
    {
        await PrepareAsync(_first, serve);
        if (nodes > 1)
        {
            _second = new SatcomHost(_first.Database);
            await PrepareAsync(_second, serve);
        }
    }

    private async Task PrepareAsync(SatcomHost host, Action<SatcomHost> serve)
    {
        serve(host);
        host.Clock = _clock;
        TestNotice.AddTo(host);
        await host.StartAsync();
    }

    /// <summary>So many tries are over and no message is taken: a taken one is due 45 seconds after it was taken, which no retry is.</summary>
    private async Task<bool> IsSettledAsync(int attempts) => await ValueAsync<int>(
        $"""
        SELECT coalesce(max(attempts), 0) FROM outgoing_messages WHERE last_error IS NOT NULL AND NOT EXISTS (
          SELECT FROM outgoing_messages WHERE sent_at IS NULL AND extract(epoch FROM available_at - now()) - {_clock.Off.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} BETWEEN 37 AND 47)
        """) == attempts;

    private void Pass(TimeSpan time)
    {
        _clock.Off += time;
        Wake();
    }

    private void Wake()
    {
        _first.Services.GetRequiredService<MessageSignals>().Wake();
        _second?.Services.GetRequiredService<MessageSignals>().Wake();
    }

    /// <summary>Puts a sent message back as taken by a node a moment ago, with its content sealed for its place again.</summary>
    private async Task<object?> ResealAsync(Guid id)
    {
        var tenant = await ValueAsync<Guid>("SELECT tenant_id FROM outgoing_messages");
        var sealer = _first.Services.GetRequiredService<Infrastructure.Identity.Tokens.Sealer>();
        var content = sealer.Seal(Envelope.Of(new Recipient("twice@people.test", "Twice"), Sending.Notice()), Envelope.Place(tenant, id));
        return await _first.SqlAsync(
            "WITH u AS (UPDATE outgoing_messages SET sealed = $1, sent_at = NULL, available_at = $2 WHERE id = $3 RETURNING 1) SELECT count(*) FROM u",
            content,
            _clock.GetUtcNow().UtcDateTime.AddSeconds(45),
            id);
    }

    private async Task<T> ValueAsync<T>(string sql) => (T)(await _first.SqlAsync(sql))!;

    private async Task<HttpClient> SignInAsync(string email) => _first.With((await _first.LoginAsync(email)).Text("accessToken"));
}
