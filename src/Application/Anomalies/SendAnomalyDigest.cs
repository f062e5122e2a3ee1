using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Notifications;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Anomalies;

/// <summary>Mails HR what was raised since the last time and is not settled: once a date, from the company's morning on. Where nothing was, nobody is mailed.</summary>
/// <remarks>Two nodes at once meet at the unique key on the date; the loser's mails are rolled back with it, and it runs again and finds the winner's.</remarks>
/// <returns>How many people were mailed.</returns>
[SystemOnly]
[AuditAction("anomalies.digest")]
public sealed record SendAnomalyDigestCommand : ICommand<int>
{
    /// <summary>Local time of the company.</summary>
    public static readonly TimeOnly Morning = new(7, 0);

    /// <summary>So many are told one by one; the others are counted.</summary>
    public const int LinesMax = 20;
}

/// <summary>Tells HR what is new.</summary>
/// <param name="NewCount">Raised since the last time, and not settled.</param>
/// <param name="HighCount">Of them those of high severity.</param>
/// <param name="OpenCount">All that wait by now.</param>
/// <param name="Lines">The first of the new ones, each in a line: who, when, why.</param>
public sealed record AnomalyDigestNotice(int NewCount, int HighCount, int OpenCount, string Lines) : MessageContent;

internal sealed class SendAnomalyDigestHandler(ISatcomDb db, RequestScope scope, IMessenger messenger, IFindingTexts texts, TimeProvider time) : IRequestHandler<SendAnomalyDigestCommand, Result<int>>
{
    /// <summary>What is raised just now may be committed later than it says, so the present is left to the next time.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(2);

    public async Task<Result<int>> Handle(SendAnomalyDigestCommand request, CancellationToken cancellationToken)
    {
        var now = time.GetStoredNow();
        var today = TimeZones.LocalDate(now, scope.Tenant.TimeZone);

        // A node whose clock ran ahead may have left dates that are to come.
        var last = await db.AnomalyDigests.AsNoTracking().Where(d => d.Date <= today).OrderByDescending(d => d.Date).FirstOrDefaultAsync(cancellationToken);
        if (now < LocalTimes.Plan(today, SendAnomalyDigestCommand.Morning, scope.Tenant.TimeZone) || last?.Date == today)
        {
            return 0;
        }

        // What nobody is there to read waits for the morning on which somebody is.
        var recipients = await db.Users.AsNoTracking().Where(u => u.Status == UserStatus.Active && u.Roles.Contains(Roles.Hr)).OrderBy(u => u.Id).Select(u => new { u.Email, u.DisplayName }).ToListAsync(cancellationToken);
        if (recipients.Count == 0)
        {
            return 0;
        }

        var (after, through) = (last?.Through ?? DateTimeOffset.MinValue, now - Settled);
        db.AnomalyDigests.Add(new AnomalyDigest(scope.Tenant.Id, time.New(), today, through));
        var fresh = db.Anomalies.AsNoTracking().Where(a => a.RaisedAt > after && a.RaisedAt <= through && (a.Status == AnomalyStatus.Open || a.Status == AnomalyStatus.Acknowledged));
        var counts = await fresh.GroupBy(a => a.Severity == AnomalySeverity.High).Select(g => new { IsHigh = g.Key, Count = g.Count() }).ToListAsync(cancellationToken);
        if (counts.Count == 0)
        {
            return 0;
        }

        var first = await AnomalyDto.Named(fresh.OrderByDescending(a => a.Severity == AnomalySeverity.High).ThenBy(a => a.RaisedAt).ThenBy(a => a.Id).Take(SendAnomalyDigestCommand.LinesMax), db).ToListAsync(cancellationToken);
        // Names may be written in the other direction than the rest of the line: first-strong isolates keep the line in order.
        var notice = new AnomalyDigestNotice(
            counts.Sum(c => c.Count),
            counts.Where(c => c.IsHigh).Sum(c => c.Count),
            await db.Anomalies.CountAsync(a => a.Status == AnomalyStatus.Open || a.Status == AnomalyStatus.Acknowledged, cancellationToken),
            string.Join('\n', first.Select(a => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"\u2068{Plain(a.DisplayName)}\u2069 · {a.Date:yyyy-MM-dd} · {texts.Why(a.Kind, a.Facts)}"))));
        foreach (var person in recipients)
        {
            messenger.Mail(person.Email, person.DisplayName, notice);
        }

        return recipients.Count;
    }

    /// <summary>A name without the characters that end an isolate, or begin another.</summary>
    private static string Plain(string name) => string.Concat(name.Where(c => c is not (>= '\u2066' and <= '\u2069' or >= '\u202A' and <= '\u202E')));
}
