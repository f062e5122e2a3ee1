using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>Grants a correction: the day is counted as the person asked.</summary>
/// <param name="Note">What the person is told.</param>
[Requires(Permissions.AttendanceManage, Permissions.AttendanceDecideReports)]
[AuditAction("attendance.approveCorrection")]
[Fails<NotFound>]
[Fails<DecidedByHr>]
[Fails<CorrectionOwnRequest>]
[Fails<CorrectionDecided>]
[Fails<CorrectionOutdated>]
[Fails<DayLocked>]
[Fails<SessionOverlaps>]
[Fails<NotCheckedIn>]
[Fails<AlreadyCheckedIn>]
[Fails<NoOpenBreak>]
[Fails<BreakOverlaps>]
[Fails<VersionMismatch>]
public sealed record ApproveCorrectionCommand(Guid Id, string? Note) : ICommand<CorrectionDto>;

internal sealed class ApproveCorrectionValidator : AbstractValidator<ApproveCorrectionCommand>
{
    public ApproveCorrectionValidator() => RuleFor(c => c.Note).MaximumLength(CorrectionRequest.NoteMaxLength);
}

internal sealed class ApproveCorrectionHandler(ISatcomDb db, RequestScope scope, CorrectionDecision decision, AmendDays amend, TimeProvider time)
    : IRequestHandler<ApproveCorrectionCommand, Result<CorrectionDto>>
{
    public async Task<Result<CorrectionDto>> Handle(ApproveCorrectionCommand request, CancellationToken cancellationToken)
    {
        if (!(await decision.FindAsync(request.Id, request.Note, cancellationToken)).TryGet(out var asked, out var refusal)
            || !asked.Approve(time.New(), scope.Actor.UserId, time.GetUtcNow(), request.Note).TryGet(out var amendment, out refusal))
        {
            return refusal;
        }

        if (asked.Source == CorrectionSource.LatePunch && await IsInAnotherAsync(asked, cancellationToken))
        {
            return new CorrectionDecided();
        }

        var day = await OpenDays.FindAsync(db, asked.EmployeeId, asked.Date, cancellationToken);
        if (day?.IsAmendedSince(asked.RequestedAt) == true)
        {
            return new CorrectionOutdated();
        }

        if (!(await amend.ApplyAsync(day, asked.EmployeeId, asked.Date, amendment with { At = WholeSeconds.Of(amendment.At) }, cancellationToken)).TryGet(out _, out refusal))
        {
            return refusal;
        }

        await decision.TellAsync(asked, cancellationToken);
        return await CorrectionDto.AfterAsync(asked, db, cancellationToken);
    }

    /// <summary>True where another request of taps was approved that says all of this one: this one would take from the day what that one gave.</summary>
    private async Task<bool> IsInAnotherAsync(CorrectionRequest asked, CancellationToken cancellationToken)
    {
        var approved = await db.CorrectionRequests.AsNoTracking()
            .Where(r => r.EmployeeId == asked.EmployeeId && r.Date == asked.Date && r.Status == CorrectionStatus.Approved && r.Source == CorrectionSource.LatePunch && r.Id != asked.Id)
            .Select(r => r.Events)
            .ToListAsync(cancellationToken);
        return approved.Exists(events => asked.Events.All(e => events.Any(other => (other.Kind, other.At) == (e.Kind, e.At))));
    }
}
