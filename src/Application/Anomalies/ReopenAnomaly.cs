using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Common;

namespace Satcom.Application.Anomalies;

/// <summary>A resolved anomaly needs another look.</summary>
[Requires(Permissions.AnomaliesManage)]
[AuditAction("anomalies.reopen")]
[Fails<NotFound>]
[Fails<AnomalyStateForbids>]
[Fails<VersionMismatch>]
public sealed record ReopenAnomalyCommand(Guid Id, string? Note) : ICommand<AnomalyDto>;

internal sealed class ReopenAnomalyValidator : AbstractValidator<ReopenAnomalyCommand>
{
    public ReopenAnomalyValidator() => RuleFor(c => c.Note).MaximumLength(Anomaly.NoteMaxLength);
}

internal sealed class ReopenAnomalyHandler(ISatcomDb db, RequestScope scope, IFindingTexts texts, TimeProvider time) : IRequestHandler<ReopenAnomalyCommand, Result<AnomalyDto>>
{
    public Task<Result<AnomalyDto>> Handle(ReopenAnomalyCommand request, CancellationToken cancellationToken) =>
        db.MoveAnomalyAsync(scope, texts, time, request.Id, request.Note, (anomaly, move) => anomaly.Reopen(move), cancellationToken);
}
