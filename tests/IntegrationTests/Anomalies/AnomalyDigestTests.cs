using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Anomalies;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Common;
using Satcom.Infrastructure.Jobs;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Anomalies;

/// <summary>The morning's mail to HR: once, of what is new, at the company's hour.</summary>
public sealed class AnomalyDigestTests : IAsyncLifetime
{
    private readonly SatcomHost _host = new();
    private readonly SteppedTime _clock = new(stands: true);
    private TestInbox _inbox = null!;

    public async ValueTask InitializeAsync()
    {
        _inbox = await TestInbox.StartAsync();
        _inbox.Serve(_host);
        _host.Clock = _clock;
        await _host.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _inbox.DisposeAsync();
    }

    [Fact]
    public async Task Digest_OfEachMorning_TellsHrWhatIsNewOnceAndNothingElse()
    {
        // 06:59 in Dubai.
        _clock.AdvanceTo(new TimeOnly(2, 59));
        await RaiseAsync(new DateOnly(2026, 1, 5), AnomalySeverity.High);
        await RaiseAsync(new DateOnly(2026, 1, 6), AnomalySeverity.Low);
        _clock.Advance(TimeSpan.FromHours(23));
        await _host.SendAsync("acme", new SendAnomalyDigestCommand());
        _clock.Advance(TimeSpan.FromHours(1));

        // A minute too early, then three times.
        await _host.SendAsync("acme", new SendAnomalyDigestCommand());
        (await QueuedAsync()).ShouldBe(0L);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await Task.WhenAll(_host.SendAsync("acme", new SendAnomalyDigestCommand()), _host.SendAsync("acme", new SendAnomalyDigestCommand()));
        await _host.SendAsync("acme", new SendAnomalyDigestCommand());

        var mail = await _inbox.LatestAsync("hr@acme.test");
        mail.Subject.ShouldBe("Anomalies: 2 new");
        mail.Text.ShouldContain("1 of them of high severity");
        mail.Text.ShouldContain("2026-01-05 · No check-out was made on 2026-01-05.");
        mail.Text.IndexOf("2026-01-05", StringComparison.Ordinal).ShouldBeLessThan(mail.Text.IndexOf("2026-01-06", StringComparison.Ordinal));

        // Nothing new: no mail. What was settled meanwhile is no news, what came since is.
        _clock.Advance(TimeSpan.FromDays(1));
        await _host.SendAsync("acme", new SendAnomalyDigestCommand());
        await RaiseAsync(new DateOnly(2026, 1, 7), AnomalySeverity.Low);
        await RaiseAsync(new DateOnly(2026, 1, 8), AnomalySeverity.Low, isSettled: true);
        _clock.Advance(TimeSpan.FromDays(1));
        await _host.SendAsync("acme", new SendAnomalyDigestCommand());

        // One that a slow server had taken is sent again, under its name.
        var mails = (await _inbox.InboxAsync("hr@acme.test", atLeast: 2)).DistinctBy(m => m.Headers["message-id"], StringComparer.Ordinal).ToList();
        mails.Select(m => m.Subject).ShouldBe(["Anomalies: 2 new", "Anomalies: 1 new"]);
        mails[1].Text.ShouldContain("3 wait in all");

        // What was settled by itself and is true again is news again.
        var now = _clock.GetUtcNow();
        await _host.ChangeAsync("acme", async db =>
        {
            var first = await db.Anomalies.SingleAsync(a => a.SubjectDate == new DateOnly(2026, 1, 5));
            first.Clear(new AnomalyMove(Guid.CreateVersion7(now), ActorId: null, "Over.", now));
            first.Follow(new Finding(first.Kind, first.Severity, first.EmployeeId, first.SubjectDate, first.SubjectEnd, first.Facts), new AnomalyMove(Guid.CreateVersion7(now), ActorId: null, Note: null, now));
        });
        _clock.Advance(TimeSpan.FromDays(1));
        await _host.SendAsync("acme", new SendAnomalyDigestCommand());
        mails = [.. (await _inbox.InboxAsync("hr@acme.test", atLeast: 3)).DistinctBy(m => m.Headers["message-id"], StringComparer.Ordinal)];
        mails.Count.ShouldBe(3);
        mails[2].Text.ShouldContain("2026-01-05 · No check-out was made on 2026-01-05.");
        (await _inbox.RecipientsAsync()).ShouldAllBe(to => to == "hr@acme.test");
    }

    [Fact]
    public async Task DigestJob_OfAMorningWithNews_TellsHowManyWereMailed_AndOfNoOther()
    {
        _clock.AdvanceTo(new TimeOnly(2, 0));
        await RaiseAsync(new DateOnly(2026, 1, 5), AnomalySeverity.High);
        await _host.SqlAsync("UPDATE users SET display_name = 'Nadia' || chr(8297) || chr(8238) || ' Haddad' WHERE email = 'employee@acme.test'");
        var acme = (Guid)(await _host.SqlAsync("SELECT id FROM tenants WHERE slug = 'acme'"))!;
        (await RunAsync()).ShouldBeEmpty();
        _clock.Advance(TimeSpan.FromHours(1));

        (await RunAsync()).ShouldBe([(acme, 1L)]);
        (await RunAsync()).ShouldBeEmpty();

        // A name does not break out of its line.
        (await _inbox.LatestAsync("hr@acme.test")).Text.ShouldContain("\u2068Nadia Haddad\u2069 · 2026-01-05");

        async Task<List<(Guid, long)>> RunAsync()
        {
            var run = new JobProgress("anomaly-digest");
            await ActivatorUtilities.CreateInstance<AnomalyDigestJob>(_host.Services).RunAsync(run, CancellationToken.None);
            return [.. run.TakeParts().Where(p => p.TenantId == acme).Select(p => (p.TenantId, p.Done))];
        }
    }

    [Fact]
    public async Task Digest_OnMorningsOfChangedClocks_ComesAtSevenOfTheCompany()
    {
        const string zone = "Europe/Berlin";
        await _host.SqlAsync("UPDATE tenants SET time_zone = $1 WHERE slug = 'acme'", zone);
        for (var (date, changes) = (TimeZones.LocalDate(_clock.GetUtcNow(), zone), 0); changes < 2; date = date.AddDays(1))
        {
            var (seven, before) = (LocalTimes.Plan(date, SendAnomalyDigestCommand.Morning, zone), LocalTimes.Plan(date.AddDays(-1), SendAnomalyDigestCommand.Morning, zone));
            if (seven - before == TimeSpan.FromDays(1) || seven < _clock.GetUtcNow().AddDays(1))
            {
                continue;
            }

            changes++;
            seven.UtcDateTime.Hour.ShouldBe(seven - before < TimeSpan.FromDays(1) ? 5 : 6);
            _clock.Advance(seven.AddHours(-3) - _clock.GetUtcNow());
            await RaiseAsync(new DateOnly(2026, 2, changes), AnomalySeverity.Low);
            _clock.Advance(TimeSpan.FromMinutes((3 * 60) - 1));
            (await _host.SendAsync("acme", new SendAnomalyDigestCommand())).OrThrow().ShouldBe(0, $"a minute before seven of {date}");
            _clock.Advance(TimeSpan.FromMinutes(1));
            (await _host.SendAsync("acme", new SendAnomalyDigestCommand())).OrThrow().ShouldBe(1, $"at seven of {date}");
            _clock.Advance(TimeSpan.FromHours(1));
            (await _host.SendAsync("acme", new SendAnomalyDigestCommand())).OrThrow().ShouldBe(0, $"at eight of {date}");
        }
    }

    private async Task RaiseAsync(DateOnly date, AnomalySeverity severity, bool isSettled = false)
    {
        var (now, person) = (_clock.GetUtcNow(), await _host.UserIdAsync("employee@acme.test"));
        await _host.ChangeAsync("acme", db =>
        {
            var facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["date"] = $"{date:yyyy-MM-dd}" };
            var anomaly = new Anomaly(db.Tenants.Single(t => t.Slug == "acme").Id, Guid.CreateVersion7(now), new Finding(AnomalyKind.MissingCheckOut, severity, person, date, date, facts), now);
            if (isSettled)
            {
                anomaly.Clear(new AnomalyMove(Guid.CreateVersion7(now), ActorId: null, "Over.", now));
            }

            db.Anomalies.Add(anomaly);
            return Task.CompletedTask;
        });
    }

    private Task<object?> QueuedAsync() => _host.SqlAsync("SELECT count(*) FROM outgoing_messages");
}
