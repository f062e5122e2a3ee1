using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Application.Notifications;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Leaves;

/// <summary>Tells those who decide that somebody asks for leave.</summary>
/// <param name="Person">Who asks.</param>
/// <param name="LeaveType">For which type.</param>
/// <param name="From">The first date.</param>
/// <param name="To">The last date.</param>
public sealed record LeaveRequestedNotice(string Person, string LeaveType, string From, string To) : MessageContent;

/// <summary>Tells a person that their leave was approved.</summary>
/// <param name="LeaveType">Which type.</param>
/// <param name="From">The first date.</param>
/// <param name="To">The last date.</param>
/// <param name="Note">What the approver wrote; empty where nothing.</param>
public sealed record LeaveApprovedNotice(string LeaveType, string From, string To, string Note) : MessageContent;

/// <summary>Tells a person that their leave was denied.</summary>
/// <param name="LeaveType">Which type.</param>
/// <param name="From">The first date.</param>
/// <param name="To">The last date.</param>
/// <param name="Note">What the approver wrote; empty where nothing.</param>
public sealed record LeaveDeniedNotice(string LeaveType, string From, string To, string Note) : MessageContent;

/// <summary>Tells the other side that leave was cancelled: the person, or who had approved it.</summary>
/// <param name="Person">Whose leave it was.</param>
/// <param name="LeaveType">Which type.</param>
/// <param name="From">The first date.</param>
/// <param name="To">The last date.</param>
/// <param name="Note">What was written about it; empty where nothing.</param>
public sealed record LeaveCancelledNotice(string Person, string LeaveType, string From, string To, string Note) : MessageContent;

/// <summary>The mails about requests for leave, queued in the transaction of what they tell of.</summary>
internal sealed class LeaveNotices(ISatcomDb db, RequestScope scope, IMessenger messenger, Allowances allowances, TimeProvider time)
{
    /// <summary>To the manager where the company wants two steps, else to those who approve. Of one person only so many in an hour: who asks and cancels in turns floods nobody.</summary>
    public async Task RequestedAsync(LeaveRequest request, LeaveType type, string person, Guid? managerId, CancellationToken cancellationToken)
    {
        if (await allowances.TakeAsync(Allowances.LeaveNotice, request.EmployeeId.ToString(), time.GetUtcNow(), cancellationToken) is not null)
        {
            return;
        }

        var notice = new LeaveRequestedNotice(person, type.Name, Iso(request.From), Iso(request.To));
        if (scope.Tenant.Settings.LeaveNeedsRecommendation && managerId is { } manager && await MailAsync(db.Users.Where(u => u.Id == manager), request.EmployeeId, notice, cancellationToken) > 0)
        {
            return;
        }

        // Also where the manager's account is shut: somebody must hear of it.
        await MailApproversAsync(request.EmployeeId, notice, cancellationToken);
    }

    public Task RecommendedAsync(LeaveMove move, CancellationToken cancellationToken) =>
        MailApproversAsync(move.Request.EmployeeId, new LeaveRequestedNotice(move.DisplayName, move.Type.Name, Iso(move.Request.From), Iso(move.Request.To)), cancellationToken);

    public void Approved(LeaveMove move, string? note) =>
        messenger.Mail(move.Email, move.DisplayName, new LeaveApprovedNotice(move.Type.Name, Iso(move.Request.From), Iso(move.Request.To), note ?? string.Empty));

    public void Denied(LeaveMove move, string? note) =>
        messenger.Mail(move.Email, move.DisplayName, new LeaveDeniedNotice(move.Type.Name, Iso(move.Request.From), Iso(move.Request.To), note ?? string.Empty));

    /// <summary>To the person where somebody else cancelled, else to who had approved.</summary>
    /// <param name="from">The first date that was taken back.</param>
    /// <param name="to">The last one.</param>
    public async Task CancelledAsync(LeaveMove move, DateOnly from, DateOnly to, string? note, CancellationToken cancellationToken)
    {
        var notice = new LeaveCancelledNotice(move.DisplayName, move.Type.Name, Iso(from), Iso(to), note ?? string.Empty);
        if (scope.Actor.UserId != move.Request.EmployeeId)
        {
            messenger.Mail(move.Email, move.DisplayName, notice);
            return;
        }

        if (move.Request.Steps.FirstOrDefault(s => s.Status == LeaveStatus.Approved) is { By: var approver }
            && await allowances.TakeAsync(Allowances.LeaveNotice, move.Request.EmployeeId.ToString(), time.GetUtcNow(), cancellationToken) is null)
        {
            await MailAsync(db.Users.Where(u => u.Id == approver), move.Request.EmployeeId, notice, cancellationToken);
        }
    }

    /// <summary>Those of HR, or the administrators where there is nobody else.</summary>
    private async Task MailApproversAsync(Guid employeeId, LeaveRequestedNotice notice, CancellationToken cancellationToken)
    {
        if (await MailAsync(db.Users.Where(u => u.Roles.Contains(Roles.Hr)), employeeId, notice, cancellationToken) == 0)
        {
            await MailAsync(db.Users.Where(u => u.Roles.Contains(Roles.SuperAdmin)), employeeId, notice, cancellationToken);
        }
    }

    /// <summary>Mails those who can sign in, and whoever stands in for them today; never the person whom it is about.</summary>
    private async Task<int> MailAsync(IQueryable<User> to, Guid employeeId, MessageContent notice, CancellationToken cancellationToken)
    {
        var today = TimeZones.LocalDate(time.GetUtcNow(), scope.Tenant.TimeZone);
        var approvers = to.AsNoTracking().Where(u => u.Status == UserStatus.Active && u.Id != employeeId);
        var standIns = from delegation in db.LeaveDelegations.AsNoTracking()
                       join stand in db.Users.AsNoTracking() on delegation.DelegateId equals stand.Id
                       where delegation.From <= today && delegation.To >= today && stand.Status == UserStatus.Active && stand.Id != employeeId && approvers.Any(a => a.Id == delegation.ApproverId)
                       select new { stand.Email, stand.DisplayName };
        var people = await approvers.Select(u => new { u.Email, u.DisplayName }).Union(standIns).ToListAsync(cancellationToken);
        people.ForEach(p => messenger.Mail(p.Email, p.DisplayName, notice));
        return people.Count;
    }

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
