using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Shifts;

/// <summary>One shift, archived or not.</summary>
[Requires(Permissions.ShiftsRead)]
[Fails<NotFound>]
public sealed record GetShiftQuery(Guid Id) : IQuery<ShiftDto>;

internal sealed class GetShiftHandler(ISatcomDb db) : IRequestHandler<GetShiftQuery, Result<ShiftDto>>
{
    public async Task<Result<ShiftDto>> Handle(GetShiftQuery request, CancellationToken cancellationToken) =>
        await db.Shifts.AsNoTracking().SingleOrDefaultAsync(s => s.Id == request.Id, cancellationToken) is { } shift ? ShiftDto.Of(shift) : new NotFound();
}
