using FluentValidation;
using MediatR;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Common;

namespace Satcom.Application.Anomalies;

/// <summary>The anomaly is settled, by somebody else than the person whom it is about.</summary>
[Requires(Permissions.AnomaliesManage)]
[AuditAction("anomalies.resolve")]
[Fails<NotFound>]
[Fails<AnomalyOwn>]
[Fails<AnomalyStateForbids>]
[Fails<VersionMismatch>]
public sealed record ResolveAnomalyCommand(Guid Id, AnomalyResolution? Resolution, string? Note) : ICommand<AnomalyDto>;

internal sealed class ResolveAnomalyValidator : AbstractValidator<ResolveAnomalyCommand>
{
    public ResolveAnomalyValidator()
    {
        RuleFor(c => c.Resolution).IsInEnum();
        RuleFor(c => c.Note).MaximumLength(Anomaly.NoteMaxLength);
    }
}

internal sealed class ResolveAnomalyHandler(ISatcomDb db, RequestScope scope, IFindingTexts texts, TimeProvider time) : IRequestHandler<ResolveAnomalyCommand, Result<AnomalyDto>>
{
    public Task<Result<AnomalyDto>> Handle(ResolveAnomalyCommand request, CancellationToken cancellationToken) =>
        db.MoveAnomalyAsync(scope, texts, time, request.Id, request.Note, (anomaly, move) => anomaly.Resolve(request.Resolution, move), cancellationToken);
}
