using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Common;

namespace Satcom.Application.Anomalies;

/// <summary>Somebody has seen the anomaly and looks into it.</summary>
[Requires(Permissions.AnomaliesManage)]
[AuditAction("anomalies.acknowledge")]
[Fails<NotFound>]
[Fails<AnomalyStateForbids>]
[Fails<VersionMismatch>]
public sealed record AcknowledgeAnomalyCommand(Guid Id, string? Note) : ICommand<AnomalyDto>;

internal sealed class AcknowledgeAnomalyValidator : AbstractValidator<AcknowledgeAnomalyCommand>
{
    public AcknowledgeAnomalyValidator() => RuleFor(c => c.Note).MaximumLength(Anomaly.NoteMaxLength);
}

internal sealed class AcknowledgeAnomalyHandler(ISatcomDb db, RequestScope scope, IFindingTexts texts, TimeProvider time) : IRequestHandler<AcknowledgeAnomalyCommand, Result<AnomalyDto>>
{
    public Task<Result<AnomalyDto>> Handle(AcknowledgeAnomalyCommand request, CancellationToken cancellationToken) =>
        db.MoveAnomalyAsync(scope, texts, time, request.Id, request.Note, (anomaly, move) => anomaly.Acknowledge(move), cancellationToken);
}
