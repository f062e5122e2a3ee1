using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.People;

namespace Satcom.Application.People;

/// <summary>Takes a team out of use. While somebody is in it, or is to join it, it stays; afterwards it is kept as archived, because histories name it.</summary>
[Requires(Permissions.UsersManage)]
[AuditAction("people.deleteTeam")]
[Fails<NotFound>]
[Fails<VersionMismatch>]
[Fails<TeamInUse>]
public sealed record DeleteTeamCommand(Guid Id) : IPlainCommand;

internal sealed class DeleteTeamHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<DeleteTeamCommand, Result>
{
    public async Task<Result> Handle(DeleteTeamCommand request, CancellationToken cancellationToken)
    {
        if (await db.Teams.SingleOrDefaultAsync(t => t.Id == request.Id, cancellationToken) is not { } team)
        {
            return new NotFound();
        }

        if (scope.IfMatch is { } version && version != team.Version)
        {
            return new VersionMismatch();
        }

        // The database looks who is in it, behind the lock that moves take too.
        team.Archive();
        return Result.Success;
    }
}
