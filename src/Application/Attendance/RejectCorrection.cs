using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>Refuses a correction: the day stays as it is.</summary>
/// <param name="Note">What the person is told.</param>
[Requires(Permissions.AttendanceManage, Permissions.AttendanceDecideReports)]
[AuditAction("attendance.rejectCorrection")]
[Fails<NotFound>]
[Fails<DecidedByHr>]
[Fails<CorrectionOwnRequest>]
[Fails<CorrectionDecided>]
[Fails<VersionMismatch>]
public sealed record RejectCorrectionCommand(Guid Id, string? Note) : ICommand<CorrectionDto>;

internal sealed class RejectCorrectionValidator : AbstractValidator<RejectCorrectionCommand>
{
    public RejectCorrectionValidator() => RuleFor(c => c.Note).MaximumLength(CorrectionRequest.NoteMaxLength);
}

internal sealed class RejectCorrectionHandler(ISatcomDb db, RequestScope scope, CorrectionDecision decision, TimeProvider time)
    : IRequestHandler<RejectCorrectionCommand, Result<CorrectionDto>>
{
    public async Task<Result<CorrectionDto>> Handle(RejectCorrectionCommand request, CancellationToken cancellationToken)
    {
        if (!(await decision.FindAsync(request.Id, request.Note, cancellationToken)).TryGet(out var asked, out var refusal))
        {
            return refusal;
        }

        if (asked.Reject(scope.Actor.UserId, time.GetUtcNow(), request.Note) is { } error)
        {
            return error;
        }

        await decision.TellAsync(asked, cancellationToken);
        return await CorrectionDto.AfterAsync(asked, db, cancellationToken);
    }
}
