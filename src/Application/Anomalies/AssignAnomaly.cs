using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.Anomalies;

/// <summary>Somebody who may manage anomalies is to settle this one, but not the person whom it is about; or nobody is any more.</summary>
/// <param name="AssigneeId">Null takes it from whoever has it.</param>
[Requires(Permissions.AnomaliesManage)]
[AuditAction("anomalies.assign")]
[Fails<NotFound>]
[Fails<AnomalyOwn>]
[Fails<AnomalyStateForbids>]
[Fails<VersionMismatch>]
[Fails<AssigneeInvalid>]
public sealed record AssignAnomalyCommand(Guid Id, Guid? AssigneeId, string? Note) : ICommand<AnomalyDto>;

internal sealed class AssignAnomalyValidator : AbstractValidator<AssignAnomalyCommand>
{
    public AssignAnomalyValidator()
    {
        RuleFor(c => c.AssigneeId).NotEqual(Guid.Empty).WithErrorCode("invalid_format").WithDetail("uuid");
        RuleFor(c => c.Note).MaximumLength(Anomaly.NoteMaxLength);
    }
}

internal sealed class AssignAnomalyHandler(ISatcomDb db, RequestScope scope, IFindingTexts texts, TimeProvider time) : IRequestHandler<AssignAnomalyCommand, Result<AnomalyDto>>
{
    public async Task<Result<AnomalyDto>> Handle(AssignAnomalyCommand request, CancellationToken cancellationToken)
    {
        var roles = await db.Users.AsNoTracking()
            .Where(u => u.Id == request.AssigneeId && u.Status == UserStatus.Active)
            .Select(u => u.Roles)
            .SingleOrDefaultAsync(cancellationToken);
        var isFit = request.AssigneeId is null || (roles is not null && Permissions.Of(roles).Contains(Permissions.AnomaliesManage));

        return await db.MoveAnomalyAsync(
            scope, texts, time, request.Id, request.Note, (anomaly, move) => isFit ? anomaly.Assign(request.AssigneeId, move) : new AssigneeInvalid(), cancellationToken);
    }
}
