using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Shifts;

/// <summary>One pattern, archived or not.</summary>
[Requires(Permissions.ShiftsRead)]
[Fails<NotFound>]
public sealed record GetShiftPatternQuery(Guid Id) : IQuery<ShiftPatternDto>;

internal sealed class GetShiftPatternHandler(ISatcomDb db) : IRequestHandler<GetShiftPatternQuery, Result<ShiftPatternDto>>
{
    public async Task<Result<ShiftPatternDto>> Handle(GetShiftPatternQuery request, CancellationToken cancellationToken) =>
        await db.ShiftPatterns.AsNoTracking().SingleOrDefaultAsync(s => s.Id == request.Id, cancellationToken) is { } pattern ? ShiftPatternDto.Of(pattern) : new NotFound();
}
