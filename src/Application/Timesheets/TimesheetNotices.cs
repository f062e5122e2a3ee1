using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Notifications;
using Satcom.Domain.Identity;
using Satcom.Domain.Timesheets;

namespace Satcom.Application.Timesheets;

/// <summary>Tells a person that their week was approved.</summary>
/// <param name="From">Its first date.</param>
/// <param name="To">Its last date.</param>
/// <param name="Note">What the approver wrote; empty where nothing.</param>
public sealed record TimesheetApprovedNotice(string From, string To, string Note) : MessageContent;

/// <summary>Tells a person that their week was given back.</summary>
/// <param name="From">Its first date.</param>
/// <param name="To">Its last date.</param>
/// <param name="Note">Why.</param>
public sealed record TimesheetRejectedNotice(string From, string To, string Note) : MessageContent;

/// <summary>Tells a person that their week was opened again, and waits to be submitted.</summary>
/// <param name="From">Its first date.</param>
/// <param name="To">Its last date.</param>
/// <param name="Note">Why.</param>
public sealed record TimesheetReopenedNotice(string From, string To, string Note) : MessageContent;

/// <summary>The mails about decided weeks, queued in the transaction of what they tell of.</summary>
internal sealed class TimesheetNotices(ISatcomDb db, IMessenger messenger)
{
    /// <summary>Tells the person of one week, unless their account is shut.</summary>
    public async Task TellAsync(TimesheetWeek week, string? note, CancellationToken cancellationToken)
    {
        if (ContentOf(week, note) is { } content
            && await db.Users.AsNoTracking().Where(u => u.Id == week.EmployeeId && u.Status == UserStatus.Active).Select(u => new { u.Email, u.DisplayName }).SingleOrDefaultAsync(cancellationToken) is { } person)
        {
            messenger.Mail(person.Email, person.DisplayName, content);
        }
    }

    /// <summary>What there is to say of a week that was just moved; null where nothing.</summary>
    public static MessageContent? ContentOf(TimesheetWeek week, string? note)
    {
        var (from, to, text) = (Iso(week.Start), Iso(week.End), note?.Trim() ?? string.Empty);
        return week.Status switch
        {
            TimesheetStatus.Approved => new TimesheetApprovedNotice(from, to, text),
            TimesheetStatus.Rejected => new TimesheetRejectedNotice(from, to, text),
            TimesheetStatus.Open => new TimesheetReopenedNotice(from, to, text),
            _ => null,
        };
    }

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
