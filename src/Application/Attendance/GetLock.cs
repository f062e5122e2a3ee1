using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Attendance;

/// <summary>Up to which date the company's attendance is locked.</summary>
[Requires(Permissions.AttendanceReadOwn, Permissions.AttendanceReadReports, Permissions.AttendanceReadAll)]
public sealed record GetLockQuery : IQuery<LockDto>;

/// <summary>How far attendance is locked.</summary>
public sealed record LockDto : IVersioned
{
    /// <summary>The last locked date; null while nothing is.</summary>
    public DateOnly? Through { get; init; }

    /// <summary>After a lock was set: what it leaves undecided, which can be decided only once it is opened again; else null.</summary>
    public LockPendingDto? Pending { get; init; }

    /// <summary>Changes with every change of it; as ETag too. Zero before the first.</summary>
    public uint Version { get; set; }
}

internal sealed class GetLockHandler(ISatcomDb db) : IRequestHandler<GetLockQuery, Result<LockDto>>
{
    public async Task<Result<LockDto>> Handle(GetLockQuery request, CancellationToken cancellationToken) =>
        await db.AttendanceClosings.AsNoTracking().Select(c => new LockDto { Through = c.Through, Version = c.Version }).SingleOrDefaultAsync(cancellationToken) ?? new LockDto();
}
