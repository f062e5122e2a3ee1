using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Anomalies;
using Satcom.Domain.Common;

namespace Satcom.Application.Anomalies;

/// <summary>How far an evaluation has come.</summary>
[Requires(Permissions.AnomaliesRead)]
[Fails<NotFound>]
public sealed record GetEvaluationQuery(Guid Id) : IQuery<AnomalyEvaluationDto>;

/// <summary>Days that are judged anew in the background.</summary>
public sealed record AnomalyEvaluationDto : IVersioned
{
    /// <summary>The evaluation's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The first date.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last date.</summary>
    public required DateOnly To { get; init; }

    /// <summary>Of these people; of everybody where there is none.</summary>
    public required IReadOnlyList<Guid> UserIds { get; init; }

    /// <summary>queued, running, completed or cancelled.</summary>
    public required EvaluationState State { get; init; }

    /// <summary>How many people there were when it was asked for.</summary>
    public required int People { get; init; }

    /// <summary>How many of them are done.</summary>
    public required int Done { get; init; }

    /// <summary>New anomalies so far.</summary>
    public required int Raised { get; init; }

    /// <summary>Anomalies that say something else now, or are open again.</summary>
    public required int Changed { get; init; }

    /// <summary>Anomalies that no longer held.</summary>
    public required int Cleared { get; init; }

    /// <summary>How many of those who are done were left out, because their days could not be judged even one by one. Their anomalies stay as they were.</summary>
    public int Failed { get; init; }

    /// <summary>The first hundred of them.</summary>
    public IReadOnlyList<Guid> FailedIds { get; init; } = [];

    /// <summary>Who asked for it; null of a nightly one.</summary>
    public Guid? AskedById { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>When it was done, or cancelled; null before.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Changes as it goes on; as ETag too.</summary>
    public uint Version { get; set; }

    internal static AnomalyEvaluationDto Of(AnomalyEvaluation e) => new()
    {
        Id = e.Id,
        From = e.From,
        To = e.To,
        UserIds = e.UserIds,
        State = e.State,
        People = e.People,
        Done = e.Done,
        Raised = e.Raised,
        Changed = e.Changed,
        Cleared = e.Cleared,
        Failed = e.Failed,
        FailedIds = e.FailedIds,
        AskedById = e.AskedBy,
        AskedAt = e.AskedAt,
        FinishedAt = e.FinishedAt,
        Version = e.Version,
    };
}

internal sealed class GetEvaluationHandler(ISatcomDb db) : IRequestHandler<GetEvaluationQuery, Result<AnomalyEvaluationDto>>
{
    public async Task<Result<AnomalyEvaluationDto>> Handle(GetEvaluationQuery request, CancellationToken cancellationToken) =>
        await db.AnomalyEvaluations.AsNoTracking().SingleOrDefaultAsync(e => e.Id == request.Id, cancellationToken) is { } evaluation ? AnomalyEvaluationDto.Of(evaluation) : new NotFound();
}
