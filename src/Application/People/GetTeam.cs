using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.People;

/// <summary>One team, archived or not.</summary>
[Requires(Permissions.UsersRead)]
[Fails<NotFound>]
public sealed record GetTeamQuery(Guid Id) : IQuery<TeamDto>;

internal sealed class GetTeamHandler(ISatcomDb db) : IRequestHandler<GetTeamQuery, Result<TeamDto>>
{
    public async Task<Result<TeamDto>> Handle(GetTeamQuery request, CancellationToken cancellationToken) =>
        await db.Teams.AsNoTracking().SingleOrDefaultAsync(t => t.Id == request.Id, cancellationToken) is { } team ? TeamDto.Of(team) : new NotFound();
}
