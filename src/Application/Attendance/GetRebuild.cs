using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Attendance;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>How far a rebuild has come.</summary>
[Requires(Permissions.AttendanceManage)]
[Fails<NotFound>]
public sealed record GetRebuildQuery(Guid Id) : IQuery<DayRebuildDto>;

/// <summary>Days that are computed anew in the background.</summary>
public sealed record DayRebuildDto : IVersioned
{
    /// <summary>The rebuild's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The first date.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last date.</summary>
    public required DateOnly To { get; init; }

    /// <summary>Of these people; of everybody where there is none.</summary>
    public required IReadOnlyList<Guid> UserIds { get; init; }

    /// <summary>waiting, running or completed.</summary>
    public required RebuildState State { get; init; }

    /// <summary>How many days were computed anew so far; locked ones are not.</summary>
    public required int Days { get; init; }

    /// <summary>How many of them came out otherwise.</summary>
    public required int Changed { get; init; }

    /// <summary>How many people were left out, because their days could not be computed even one by one: what there is of them is at odds with itself. Their days stay as they were.</summary>
    public int Failed { get; init; }

    /// <summary>The first hundred of them.</summary>
    public IReadOnlyList<Guid> FailedIds { get; init; } = [];

    /// <summary>Who asked for it; null where rules or plans changed.</summary>
    public Guid? AskedById { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>When it was done; null before.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Changes as it goes on; as ETag too.</summary>
    public uint Version { get; set; }

    internal static DayRebuildDto Of(DayRebuild r) => new()
    {
        Id = r.Id,
        From = r.From,
        To = r.To,
        UserIds = r.UserIds,
        State = r.State,
        Days = r.Days,
        Changed = r.Changed,
        Failed = r.Failed,
        FailedIds = r.FailedIds,
        AskedById = r.AskedBy,
        AskedAt = r.AskedAt,
        FinishedAt = r.FinishedAt,
        Version = r.Version,
    };
}

internal sealed class GetRebuildHandler(ISatcomDb db) : IRequestHandler<GetRebuildQuery, Result<DayRebuildDto>>
{
    public async Task<Result<DayRebuildDto>> Handle(GetRebuildQuery request, CancellationToken cancellationToken) =>
        await db.DayRebuilds.AsNoTracking().SingleOrDefaultAsync(r => r.Id == request.Id, cancellationToken) is { } rebuild ? DayRebuildDto.Of(rebuild) : new NotFound();
}
